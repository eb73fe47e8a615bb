import assert from "node:assert/strict";
import { resolve } from "node:path";

import { filledDocument } from "./documents";
import { printedPermissions, type PrintOptions } from "./printedPermissions";

const root = resolve(__dirname, "../..");
const good: PrintOptions = { stack: "prod", account: "111122223333", region: "eu-west-1", partition: "aws" };
const filling = {
    partition: "aws",
    region: "eu-west-1",
    accountId: "111122223333",
    name: "summarizer-prod",
    endpointName: "summarizer-prod",
};

describe("printed permissions", () => {
    it("are one document, filled in", () => {
        assert.deepEqual(printedPermissions("provider-reads", good, root), filledDocument("provider-reads", filling));
    });

    it("are all documents of somebody, by the names that the policies can have", () => {
        const printed = (name: string) => Object.keys(printedPermissions(name, good, root));
        assert.deepEqual(printed("deployer"), [
            "summarizer-prod-deployer-data",
            "summarizer-prod-deployer-endpoint",
            "summarizer-prod-provider-reads",
            "summarizer-prod-provider-changes",
        ]);
        assert.deepEqual(printed("preview"), ["summarizer-prod-preview", "summarizer-prod-provider-reads"]);
        assert.deepEqual(printed("smoke"), ["summarizer-prod-smoke"]);
    });

    it("are for the region of the stack's configuration where no other is given", () => {
        const { stack, partition } = good;
        const printed = printedPermissions("smoke", { stack, partition, account: "111122223333" }, root);
        const regions = [...JSON.stringify(printed).matchAll(/:sqs:([\w-]+):/g)].map(([, region]) => region);
        assert.deepEqual(regions, ["us-east-1"]);
    });

    const bad: [what: string, name: string, change: Partial<PrintOptions>, message: string | RegExp][] = [
        [
            "nobody",
            "everybody",
            {},
            'There is no document and nobody called "everybody": it can be deployer, smoke, preview, deployer-data, deployer-endpoint, provider-reads, provider-changes.',
        ],
        ["a name that all objects have", "constructor", {}, /^There is no document and nobody called "constructor": /],
        ["half an account", "smoke", { account: "1111" }, '--account must have twelve digits, not be "1111".'],
        [
            "a zone for a region",
            "smoke",
            { region: "eu-west-1a" },
            '--region must be a region such as eu-west-1, not "eu-west-1a".',
        ],
        [
            "a partition that there is not",
            "smoke",
            { partition: "mars" },
            '--partition must be aws, aws-cn or aws-us-gov, not "mars".',
        ],
        ["a stack that does not exist", "smoke", { stack: "staging" }, /^There is no stack "staging": /],
    ];
    for (const [what, name, change, message] of bad) {
        it(`are refused for ${what}`, () => {
            assert.throws(() => printedPermissions(name, { ...good, ...change }, root), { message });
        });
    }

    it("are refused without an account", () => {
        const { stack, partition } = good;
        assert.throws(() => printedPermissions("smoke", { stack, partition }, root), {
            message: "--account is missing: whose stack is it?",
        });
    });
});
