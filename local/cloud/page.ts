/**
 * One page of a list, as AWS's Describe operations return it.
 *
 * @param token what the page before returned; undefined for the first
 * @returns the page, and the token for the next if there is one
 */
export function page<T>(items: readonly T[], limit: number, token: string | undefined): { page: T[]; next?: string } {
    const start = Number(token ?? 0);
    const end = start + limit;
    return { page: items.slice(start, end), ...(end < items.length && { next: String(end) }) };
}
