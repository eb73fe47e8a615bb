const narrow = new Set("iljtfrI.,:;|!'()[]/ -\u00a0");
const wide = new Set("mwMW@%…—");

/**
 * How wide a text will be at most, in pixels. What the reader's font is nobody knows: the widths are those of wide fonts (Verdana, DejaVu
 * Sans), so that labels which are taken to fit do fit.
 */
export function textWidth(text: string, fontSizePixels: number): number {
    let ems = 0;
    for (const character of text) {
        if (narrow.has(character)) ems += 0.4;
        else if (wide.has(character) || character >= "\u1100") ems += 1;
        else if (character >= "A" && character <= "Z") ems += 0.72;
        else ems += 0.62;
    }
    return ems * fontSizePixels;
}
