import fc from "fast-check";

import { isOutput, output } from "./analyze";

/**
 * Whatever a program may give as a property, however malformed: scalars, lists and blocks, any of them an output.
 *
 * @param likely values that the rule under test looks for, so that they turn up often
 */
export function anything(...likely: unknown[]): fc.Arbitrary<unknown> {
    return fc.letrec<{ node: unknown }>((tie) => ({
        node: fc.oneof(
            { maxDepth: 3 },
            fc.constantFrom<unknown>(...likely, undefined, null, "", " ", 0, false),
            fc.double(),
            fc.string(),
            tie("node").map(output),
            fc.array(tie("node"), { maxLength: 3 }),
            fc.dictionary(fc.string(), tie("node"), { maxKeys: 3 }),
        ),
    })).node;
}

/** The value as far as it is known: in a preview, an output is not. */
export function known(value: unknown, mode: { preview: boolean }): unknown {
    if (!isOutput(value)) return value;
    return mode.preview ? Symbol("unknown") : known(value.value, mode);
}
