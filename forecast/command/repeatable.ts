/** A command line that can be pasted into a shell. */
export function commandText(args: readonly string[]): string {
    return ["npm run forecast --", ...args.map(quoted)].join(" ");
}

function quoted(argument: string): string {
    if (/^[\w@%+=:,./-]+$/.test(argument)) return argument;
    return `'${argument.replaceAll("'", "'\\''")}'`;
}
