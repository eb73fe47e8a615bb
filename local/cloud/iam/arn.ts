/**
 * One part of an ARN, counted from 0: `arn`, partition, service, region, account, resource. Every decision asks for some, so
 * nothing is split.
 *
 * @returns empty where there is no such part; the resource with all colons that are in it
 */
export function arnPart(arn: string, index: 1 | 2 | 3 | 4 | 5): string {
    let from = 0;
    for (let colon = 0; colon < index; colon++) {
        from = arn.indexOf(":", from) + 1;
        if (from === 0) return "";
    }
    const to = index === 5 ? -1 : arn.indexOf(":", from);
    return arn.slice(from, to < 0 ? undefined : to);
}
