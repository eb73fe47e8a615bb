const amount = /\d[\d,.]* (?:(?:d|h|min|s|%)(?: \d+ (?:h|min|s))?(?![a-z])|× (?=\S))/g;

/** A text of which no line ends between a number and its unit, or within a duration. */
export function unbroken(text: string): string {
    return text.replace(amount, (found) => found.replaceAll(" ", "\u00a0"));
}
