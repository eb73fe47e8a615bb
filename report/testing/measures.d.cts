/** @returns how wide the document is, and what reaches over the right edge of the screen without scrolling by itself */
export function overflow(): { scrollWidth: number; outside: string[] };

/** One piece of visible text. */
export interface MeasuredText {
    text: string;
    /** Whether it stands in a chart. */
    drawn: boolean;
    /** Of the text with what is behind it, 1 to 21 (WCAG 2.2, "contrast ratio"). */
    contrast: number;
    /** Size of the font on the screen. */
    pixels: number;
}

/** @returns all visible text */
export function texts(): MeasuredText[];

/** One visible chart. */
export interface MeasuredChart {
    /** Of its figure. */
    id: string;
    /** What readers of the screen are told. */
    label: string | null;
    widthPixels: number;
    heightPixels: number;
    /** Texts that reach over the edge of the chart. */
    cut: string[];
    /** Pairs of texts that cover each other. */
    overlapping: string[];
}

/** @returns all visible charts, first to last */
export function charts(): MeasuredChart[];
