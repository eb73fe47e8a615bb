import { type Path, readLeaf, written } from "./reading";

type Literal = string | number | boolean;

/** What a literal has to be. */
export interface Expected {
    /** Whether a known value will do. */
    is: (value: Literal) => boolean;
    /** A sentence: `Set it to true.` */
    mend: string;
    /** Whether its text may be printed; a text that may be a secret is not. */
    printed?: boolean;
}

/**
 * What is wrong with a value that a program can write as a literal, as a sentence and how to mend it; undefined where it is
 * right. An output is wrong too: what it will be shows too late to stop a first deployment.
 */
export function wrongLiteral(props: object, path: Path, expected: Expected): string | undefined {
    const found = unlike(props, path, expected);
    if (found === undefined) return undefined;
    return `${found.because}. ${found.block ? writeTheBlock : expected.mend}`;
}

/** The same where one value only is right. */
export function isNot(props: object, path: Path, wanted: Literal): string | undefined {
    return wrongLiteral(props, path, { is: (value) => value === wanted, mend: `Write ${JSON.stringify(wanted)}.` });
}

/** What is said of a block that is one output, as the reading of it says why. */
export function unverifiable(because: string, what: string): string {
    return `${because}, so ${what} cannot be checked. ${writeTheBlock}`;
}

const writeTheBlock = "Write the block as a literal; only the values in it may be outputs.";

/** The same without how to mend it: what was found, without a full stop. */
export function unlike(
    props: object,
    path: Path,
    { is, printed = false }: Pick<Expected, "is" | "printed">,
): { because: string; block: boolean } | undefined {
    const reading = readLeaf(props, path);
    if (reading.state === "unverifiable") {
        return { because: `${reading.because}, so ${written(path)} cannot be checked`, block: true };
    }
    if (reading.state === "missing") return { because: reading.because, block: false };
    if (!reading.known) {
        return { because: `${written(path)} is known only after deployment, so it cannot be checked`, block: false };
    }
    if (is(reading.value)) return undefined;
    const { value } = reading;
    const shown = typeof value !== "string" ? String(value) : printed ? JSON.stringify(value) : "a string";
    return { because: `${written(path)} is ${shown}`, block: false };
}
