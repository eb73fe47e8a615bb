import assert from "node:assert/strict";

import { type TopicArgs } from "@pulumi/aws/sns";
import fc from "fast-check";

import { analyze, output } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { defersThenSays, saysAlways, saysWhileUnknown } from "../../testing/judged";
import { deferrals, violations } from "../../testing/violations";
import { resourcesAreTagged as rule } from "./resourcesAreTagged";

const topicType = "aws:sns/topic:Topic";
const tags = { project: "summarizer", environment: "dev" };
const good = { name: "done", tags } satisfies TopicArgs;

const mend = "Set it here, or for all resources in aws:defaultTags.";
const unset = (key: string): string => `tags.${key} is not set, nor is it among the provider's default tags. ${mend}`;
const both = [unset("project"), unset("environment")];

const table: [string, unknown, string[]][] = [
    ["both tags pass", tags, []],
    ["further tags pass", { ...tags, team: "ml" }, []],
    ["no tags are refused", undefined, both],
    ["null is refused", null, both],
    ["empty tags are refused", {}, both],
    ["one of the two is refused", { project: "summarizer" }, [unset("environment")]],
    ["another spelling is refused", { Project: "summarizer", environment: "dev" }, [unset("project")]],
    ["an empty tag is refused", { ...tags, project: "" }, [`tags.project is an empty string. ${mend}`]],
    ["a number is refused", { ...tags, project: 7 }, [`tags.project is not a text. ${mend}`]],
    ["a text for tags is refused", "summarizer", [`tags is a string. ${mend}`, `tags is a string. ${mend}`]],
];

describe("resources-are-tagged", () => {
    for (const [what, own, says] of table) it(what, () => saysAlways(rule, topicType, { ...good, tags: own }, says));

    for (const [what, defaultTags] of [
        ["a block", { tags }],
        ["the text of one", JSON.stringify({ tags })],
    ] as const) {
        it(`the provider's default tags count, as ${what}`, async () => {
            const provider = { region: "us-east-1", defaultTags };
            await saysAlways(rule, topicType, { name: "done" }, [], { provider });
            await saysAlways(rule, topicType, { name: "done", tags: { team: "ml" } }, [], { provider });
            const empty = { name: "done", tags: { project: "" } };
            await saysAlways(rule, topicType, empty, [`tags.project is an empty string. ${mend}`], { provider });
        });
    }

    it("the resource's own and the provider's count together", () =>
        saysAlways(rule, topicType, { tags: { project: "summarizer" } }, [], {
            provider: { defaultTags: { tags: { environment: "dev" } } },
        }));

    for (const defaultTags of [
        undefined,
        null,
        "",
        "{",
        "7",
        "[]",
        {},
        { tags: {} },
        { tags: "project" },
        JSON.stringify(tags),
    ]) {
        it(`${JSON.stringify(defaultTags) ?? "nothing"} for default tags gives none`, () =>
            saysAlways(rule, topicType, { name: "done" }, both, { provider: { defaultTags } }));
    }

    it("outputs are judged once they are known", async () => {
        const own = { ...good, tags: { ...tags, project: output("summarizer") } };
        await defersThenSays(rule, topicType, own, "tags.project is", []);
        const empty = { ...good, tags: { ...tags, project: output("") } };
        await defersThenSays(rule, topicType, empty, "tags.project is", [`tags.project is an empty string. ${mend}`]);
        for (const defaultTags of [output(JSON.stringify({ tags })), { tags: output(tags) }]) {
            const mode = { preview: true, provider: { defaultTags } };
            assert.deepEqual(await violations(rule, topicType, {}, mode), []);
            assert.deepEqual(await deferrals(rule, topicType, {}, mode), [
                "tags.project, tags.environment are known only after deployment",
            ]);
            assert.deepEqual(await violations(rule, topicType, {}, { ...mode, preview: false }), []);
        }
        const some = { preview: true, provider: { defaultTags: { tags: { ...tags, team: output("ml") } } } };
        assert.deepEqual(await violations(rule, topicType, {}, some), []);
        assert.deepEqual(await deferrals(rule, topicType, {}, some), []);
    });

    it("tags that are one output are refused, unless the provider gives them", async () => {
        const found = (key: string): string =>
            `tags is known as a whole only after deployment, so the tag ${key} cannot be checked. ` +
            "Write the block as a literal; only the values in it may be outputs.";
        const props = { ...good, tags: output(tags) };
        await saysWhileUnknown(rule, topicType, props, [found("project"), found("environment")]);
        await saysAlways(rule, topicType, props, [], { provider: { defaultTags: { tags } } });
    });

    it("an environment asks for tags of its own, or for none", async () => {
        await saysAlways(rule, topicType, { tags: { team: "ml" } }, [], { config: { requiredTags: ["team"] } });
        await saysAlways(rule, topicType, good, [unset("team")], { config: { requiredTags: ["team"] } });
        await saysAlways(rule, topicType, {}, [], { config: { requiredTags: [] } });
    });

    it("types that take no tags are not concerned", async () => {
        for (const type of [
            "aws:sns/topicSubscription:TopicSubscription",
            "aws:kms/alias:Alias",
            "pulumi:index:Stash",
        ]) {
            assert.deepEqual(await analyze(rule, type, {}, { preview: true }), []);
        }
    });

    it("nothing makes the rule throw", async () => {
        await fc.assert(
            fc.asyncProperty(anything(tags, JSON.stringify({ tags })), fc.boolean(), async (value, preview) => {
                const provider = { defaultTags: value };
                await violations(rule, topicType, { tags: value }, { preview });
                await violations(rule, topicType, { tags: { project: value } }, { preview, provider });
                await violations(rule, topicType, {}, { preview, provider: { defaultTags: { tags: value } } });
            }),
            { numRuns: 60 },
        );
    });
});
