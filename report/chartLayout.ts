/** How wide a chart is drawn, and with what letters: a page has each chart twice, and shows the one that is readable on its screen. */
export interface Size {
    name: "wide" | "narrow";
    /** The width at which a pixel of the chart is a pixel of the screen. */
    widthPixels: number;
    fontSizePixels: number;
    panelHeightPixels: number;
    /** Labels on a horizontal axis, about. */
    labels: number;
    strokeWidthPixels: number;
}

export const sizes: Readonly<Record<Size["name"], Size>> = {
    wide: {
        name: "wide",
        widthPixels: 720,
        fontSizePixels: 12,
        panelHeightPixels: 200,
        labels: 9,
        strokeWidthPixels: 1.75,
    },
    narrow: {
        name: "narrow",
        widthPixels: 358,
        fontSizePixels: 12,
        panelHeightPixels: 170,
        labels: 5,
        strokeWidthPixels: 1.5,
    },
};

/** Room around a panel. It is the same for all charts of a size, so that their axes of time stand one above the other. */
export function margins(size: Size, labelled: boolean): { left: number; right: number; top: number; bottom: number } {
    return { left: size.name === "wide" ? 56 : 52, right: 16, top: 30, bottom: labelled ? 44 : 10 };
}

/** Vega-Lite's configuration for all charts of a size. */
export function chartConfig({ fontSizePixels, strokeWidthPixels }: Size): object {
    const text = { labelFontSize: fontSizePixels, titleFontSize: fontSizePixels, titleFontWeight: "normal" };
    const colours = { labelColor: "var(--soft)", titleColor: "var(--soft)", gridColor: "var(--grid)" };
    return {
        // What a mark is called is said by its tooltip, and what the chart is by its figure.
        aria: false,
        background: null,
        font: "inherit",
        view: { stroke: null },
        axis: { ...text, ...colours, domainColor: "var(--faint)", tickColor: "var(--faint)", labelPadding: 6 },
        axisX: {
            grid: false,
            tickSize: 5,
            titlePadding: 8,
            labelFlush: false,
            // Half of a label may stand in the margin; one that would be cut is left out.
            labelBound: 15,
            labelOverlap: "parity",
            labelSeparation: 8,
        },
        axisY: { domain: false, ticks: false, titleAngle: 0, titleAlign: "left", titleBaseline: "bottom", titleY: -12 },
        line: { strokeWidth: strokeWidthPixels, strokeCap: "round", strokeJoin: "round" },
        rule: { color: "var(--soft)", strokeDash: [2, 3] },
        text: { color: "var(--soft)", fontSize: fontSizePixels },
    };
}
