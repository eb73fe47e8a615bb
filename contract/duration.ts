const unitSeconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Seconds of `90s`, `20m`, `1.5h` or `3d`; undefined when `text` is nothing of the kind, or is 0. */
export function parseDuration(text: string): number | undefined {
    const match = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text);
    if (!match) return undefined;
    const seconds = Number(match[1]) * unitSeconds[match[2] as keyof typeof unitSeconds];
    return seconds > 0 && seconds < Infinity ? seconds : undefined;
}
