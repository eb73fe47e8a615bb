/** What a Vega-Lite specification came to. */
export interface Drawing {
    /** A whole `<svg>` element. */
    svg: string;
    /** What Vega-Lite and Vega found odd in the specification. */
    warnings: string[];
}

/**
 * Loads Vega on first use.
 *
 * @param textWidth how wide a text will be, in pixels, at a font size in pixels
 * @returns draws a Vega-Lite specification that has its data and its size in itself
 */
export function loadVega(
    textWidth: (text: string, fontSizePixels: number) => number,
): Promise<(spec: object) => Promise<Drawing>>;
