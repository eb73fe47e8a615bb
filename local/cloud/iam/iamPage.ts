import { page } from "../page";

/** What every list of IAM says of itself. */
export interface Page {
    IsTruncated: boolean;
    Marker?: string;
}

/** One page of a list, `Marker` leading to the next. */
export function paged<K extends string, T>(
    member: K,
    all: readonly T[],
    { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
): Page & Record<K, T[]> {
    const { page: items, next } = page(all, MaxItems ?? 100, Marker);
    const result = { IsTruncated: next !== undefined, ...(next !== undefined && { Marker: next }), [member]: items };
    return result as Page & Record<K, T[]>;
}
