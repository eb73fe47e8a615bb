import assert from "node:assert/strict";

import { output, type StackResource } from "../../testing/analyze";
import { stackDeferrals, stackViolations } from "../../testing/violations";
import { asyncStack, having, madeOf, without } from "../testing/asyncStack";
import { neverThrows, staysRefused } from "../testing/invariants";
import { endpointsAreAsynchronous } from "./endpointsAreAsynchronous";

type Config = Record<string, unknown>;
const says = (stack: readonly StackResource[], preview: boolean, config: Config = {}): Promise<string[]> =>
    stackViolations(endpointsAreAsynchronous, stack, { preview, config });
const defers = (stack: readonly StackResource[], config: Config = {}): Promise<string[]> =>
    stackDeferrals(endpointsAreAsynchronous, stack, { preview: true, config });

const mend = "Mend that, or name the endpoint in the rule's realTimeEndpoints.";
const realTime = `endpoint: Its configuration has no asyncInferenceConfig, so it is a real-time endpoint. ${mend}`;
const elsewhere =
    "endpoint: endpointConfigName names no configuration of this stack, so nothing shows that it is asynchronous. " +
    mend;

/** What is left out by the program is made of nothing. */
const unwired = madeOf("configuration", "asyncInferenceConfig", []);

const table: { what: string; stack: readonly StackResource[]; said: string[]; config?: Config }[] = [
    { what: "an async endpoint passes", stack: asyncStack, said: [] },
    { what: "a stack without endpoints passes", stack: without("endpoint"), said: [] },
    {
        what: "one without asyncInferenceConfig is refused",
        stack: having("configuration", "asyncInferenceConfig", undefined, unwired),
        said: [realTime],
    },
    {
        what: "one whose asyncInferenceConfig is null is refused",
        stack: having("configuration", "asyncInferenceConfig", null),
        said: [realTime],
    },
    {
        what: "one of a configuration made elsewhere is refused",
        stack: having("endpoint", "endpointConfigName", "made-by-hand"),
        said: [elsewhere],
    },
    {
        what: "one that is meant to be real-time passes",
        stack: having("configuration", "asyncInferenceConfig", null),
        said: [],
        config: { realTimeEndpoints: ["summaries"] },
    },
    {
        what: "a name that only begins alike is another",
        stack: having("configuration", "asyncInferenceConfig", null),
        said: [realTime],
        config: { realTimeEndpoints: ["summaries-live", "summarie"] },
    },
];

describe("endpoints-are-asynchronous", () => {
    for (const { what, stack, said, config } of table) {
        it(what, async () => {
            assert.deepEqual(await says(stack, true, config), said);
            assert.deepEqual(await says(stack, false, config), said);
        });
    }

    it("a configuration that is an output is judged once it is known", async () => {
        const stack = madeOf(
            "endpoint",
            "endpointConfigName",
            [],
            having("endpoint", "endpointConfigName", output("made-by-hand")),
        );
        assert.deepEqual(await says(stack, true), []);
        assert.deepEqual(await defers(stack), ["endpointConfigName is known only after deployment"]);
        assert.deepEqual(await says(stack, false), [elsewhere]);
    });

    it("a name that is an output may be one that is meant, once it is known", async () => {
        const named = having("endpoint", "name", output("summaries"));
        const stack = named.map((resource) =>
            resource.name === "configuration"
                ? { ...resource, props: { ...resource.props, asyncInferenceConfig: null } }
                : resource,
        );
        const config = { realTimeEndpoints: ["summaries"] };
        assert.deepEqual(await defers(stack, config), ["name is known only after deployment"]);
        assert.deepEqual(await says(stack, false, config), []);
        assert.deepEqual(await says(stack, true), [realTime]);
    });

    it("what is refused is refused or left for later with an output anywhere in it", async () => {
        for (const { stack, said, config } of table) {
            if (said.length > 0) await staysRefused(endpointsAreAsynchronous, stack, config);
        }
    });

    it("nothing makes the rule throw", () => neverThrows(endpointsAreAsynchronous));
});
