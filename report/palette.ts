/** What colours are for. Charts and pages name these; what they look like stands here only. */
export interface Scheme {
    /** What everything is drawn on. */
    paper: string;
    /** Behind code, notes and heads of tables. */
    panel: string;
    /** Text. */
    ink: string;
    /** Text that steps back: captions, labels of axes. */
    soft: string;
    /** Lines that are no text: axes, and points that are only there to compare with. */
    faint: string;
    /** Lines that step back furthest: grids, rules of tables. */
    grid: string;
    /** Series of a chart, first to last. */
    series: readonly string[];
}

/**
 * Text has a contrast of at least 4.5 : 1, a series one of at least 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11). Series were searched for, so
 * that all stay apart with normal sight, protanopia, deuteranopia and tritanopia (palette.test.ts).
 */
export const schemes: Readonly<Record<"light" | "dark", Scheme>> = {
    light: {
        paper: "#ffffff",
        panel: "#f5f7f9",
        ink: "#1c2128",
        soft: "#57606a",
        faint: "#8c959f",
        grid: "#e1e5ea",
        series: ["#0057b0", "#e46816", "#0f9d97", "#4c104b", "#6c5001"],
    },
    dark: {
        paper: "#15181c",
        panel: "#1f242a",
        ink: "#e3e7eb",
        soft: "#a4aeb8",
        faint: "#6e7883",
        grid: "#2f363d",
        series: ["#7ca8e0", "#e17e45", "#68f3eb", "#855e8b", "#f5ce5a"],
    },
};

/** Strokes of series, so that they can be told apart without colour too. Empty: a line without gaps. */
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2.5], [9, 3, 2, 3], [4, 2]];

/** How the series with this index, from 0, is drawn. After as many series as there are colours, these come again with other dashes. */
export function seriesStyle(index: number): { paint: string; dash: readonly number[] } {
    const colours = schemes.light.series.length;
    const dash = dashes[(index + Math.floor(index / colours)) % dashes.length] ?? [];
    return { paint: `var(--series-${String((index % colours) + 1)})`, dash };
}

/** A scheme as CSS custom properties: `--paper`, …, `--series-1`, … */
export function customProperties({ series, ...roles }: Scheme): string {
    const numbered = series.map((colour, index) => [`series-${String(index + 1)}`, colour]);
    return [...Object.entries(roles), ...numbered]
        .map(([name, colour]) => `--${String(name)}: ${String(colour)};`)
        .join(" ");
}
