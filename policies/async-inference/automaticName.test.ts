import assert from "node:assert/strict";

import fc from "fast-check";

import { defaultAutomaticName, isAutomaticName, isPrefixedName, randomPart } from "./automaticName";

describe("isAutomaticName", () => {
    const cases: [string, string, string, boolean][] = [
        ["endpoint-1a2b3c4", "endpoint", defaultAutomaticName, true],
        ["endpoint", "endpoint", defaultAutomaticName, false],
        ["endpoint-1a2b3c", "endpoint", defaultAutomaticName, false],
        ["endpoint-1a2b3c45", "endpoint", defaultAutomaticName, false],
        ["endpoint-1A2B3C4", "endpoint", defaultAutomaticName, false],
        ["endpoint-production", "endpoint", defaultAutomaticName, false],
        ["other-1a2b3c4", "endpoint", defaultAutomaticName, false],
        ["my-endpoint-1a2b3c4", "endpoint", defaultAutomaticName, false],
        ["endpoint-1a2b3c4\n", "endpoint", defaultAutomaticName, false],
        ["a.b-1a2b3c4", "a.b", defaultAutomaticName, true],
        ["axb-1a2b3c4", "a.b", defaultAutomaticName, false],
        ["endpoint_zz9", "endpoint", "${name}_${alphanum(3)}", true],
        ["endpoint_zz-", "endpoint", "${name}_${alphanum(3)}", false],
        ["abc-endpoint", "endpoint", "${string(3)}-${name}", true],
        ["ab1-endpoint", "endpoint", "${string(3)}-${name}", false],
        ["endpoint007", "endpoint", "${name}${num(3)}", true],
        ["summarizer-dev-endpoint-1a2b", "endpoint", "${project}-${stack}-${name}-${hex(4)}", true],
        ["acme-endpoint-1a2b", "endpoint", "${config.team}-${name}-${hex(4)}", true],
        ["endpoint-1b4e28ba-2fa1-11d2-883f-0016d3cca427", "endpoint", "${name}-${uuid}", true],
        ["endpoint-1b4e28ba", "endpoint", "${name}-${uuid}", false],
        ["endpoint.1a2b", "endpoint", "${name}.${hex(4)}", true],
        ["endpointx1a2b", "endpoint", "${name}.${hex(4)}", false],
    ];
    for (const [text, name, pattern, automatic] of cases) {
        it(`takes ${JSON.stringify(text)} for ${automatic ? "one" : "none"} of ${name} by ${pattern}`, () => {
            assert.equal(isAutomaticName(text, name, pattern), automatic);
        });
    }

    it("knows every name that the default makes, whatever the resource is called", () => {
        const digits = fc.stringMatching(/^[0-9a-f]{7}$/);
        fc.assert(
            fc.property(fc.string(), digits, (name, hex) =>
                isAutomaticName(`${name}-${hex}`, name, defaultAutomaticName),
            ),
        );
    });

    it("does not throw over any pattern", () => {
        fc.assert(
            fc.property(fc.string(), fc.string(), fc.string(), (text, name, pattern) => {
                isAutomaticName(text, name, `${pattern}\${hex(${name})}`);
            }),
        );
    });
});

describe("randomPart", () => {
    for (const [pattern, random] of [
        [defaultAutomaticName, true],
        ["${name}-${uuid}", true],
        ["${name}", false],
        ["${project}-${stack}-${name}", false],
        ["hex(7)", false],
    ] as const) {
        it(`is ${random ? "" : "not "}in ${pattern}`, () => assert.equal(randomPart.test(pattern), random));
    }
});

describe("isPrefixedName", () => {
    for (const [text, prefix, prefixed] of [
        ["summaries-20261127204947123400000001", "summaries-", true],
        ["summaries-2026112720494712340000000f", "summaries-", true],
        ["summaries-2026", "summaries-", false],
        ["summaries-", "summaries-", false],
        ["other-20261127204947123400000001", "summaries-", false],
    ] as const) {
        it(`takes ${text} for ${prefixed ? "one" : "none"} of ${prefix}`, () => {
            assert.equal(isPrefixedName(text, prefix), prefixed);
        });
    }
});
