import { type Path, readLeaf, written } from "../reading";

/**
 * Why a value that a good program writes as a literal is not what is wanted; undefined where it is.
 *
 * @param mend what to write there, one or more sentences
 * @returns sentences that begin with the path; a text that was found is not among them
 */
export function unmet(
    props: object,
    path: Path,
    accepts: (value: string | number | boolean) => boolean,
    mend: string,
): string | undefined {
    const reading = readLeaf(props, path);
    const at = written(path);
    if (reading.state === "unverifiable") return unverifiable(reading.because, at);
    if (reading.state === "missing") return `${reading.because}. ${mend}`;
    if (!reading.known) return `${at} is known only after deployment, so it cannot be checked. ${mend}`;
    if (accepts(reading.value)) return undefined;
    return `${at} is ${typeof reading.value === "string" ? "another text" : String(reading.value)}. ${mend}`;
}

/** The same for one value. */
export function isNot(props: object, path: Path, wanted: string | number | boolean): string | undefined {
    return unmet(props, path, (value) => value === wanted, `Write ${JSON.stringify(wanted)}.`);
}

/** What is said of a block that is one output. */
export function unverifiable(because: string, what: string): string {
    return `${because}, so ${what} cannot be checked. Write the block as a literal; only the values in it may be outputs.`;
}
