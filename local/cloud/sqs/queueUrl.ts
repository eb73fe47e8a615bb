/**
 * Whose and which queue a URL means. The host is not looked at: with an endpoint of its own an SDK sends the same URL elsewhere.
 *
 * @returns undefined for what is no queue's URL
 */
export function queueOf(url: string): { accountId: string; name: string } | undefined {
    const [, accountId, name] = /\/(\d{12})\/([\w-]+)$/.exec(url) ?? [];
    return accountId !== undefined && name !== undefined ? { accountId, name } : undefined;
}
