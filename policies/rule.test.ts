import assert from "node:assert/strict";

import {
    type ReportViolation,
    type ResourceValidationArgs,
    type StackValidationArgs,
    validateResourceOfType,
} from "@pulumi/policy";

import { awsType } from "./awsType";
import { type ResourceRule, type Rule, served, type StackRule } from "./rule";
import { analyze, analyzeStack, type Diagnostic, output } from "./testing/analyze";

const queueType = "aws:sqs/queue:Queue";
const exemption = {
    resource: `${queueType}::under-test`,
    reason: "read at once by the smoke test",
    expires: "2027-01-31",
};
const lastDay = new Date("2027-01-31T23:59:59.999Z");
const dayAfter = new Date("2027-02-01T00:00:00Z");

const facts = { evidence: "values", required: true, guards: [], peers: [], enforcementLevel: "mandatory" } as const;
const parameters = {
    most: { type: "number", description: "Most seconds.", default: 30 },
    kinds: { type: "array", description: "Kinds.", default: ["a"] },
} as const;

/** Says what it was configured with. */
const resourceRule: ResourceRule = {
    ...facts,
    name: "queue-is-short",
    description: "A queue must be short; otherwise it is long.",
    parameters,
    validateResource: validateResourceOfType(awsType(queueType), (_, { getConfig }, report) => {
        report(JSON.stringify(getConfig()));
    }),
};

const stackRule: StackRule = {
    ...facts,
    name: "stack-is-short",
    description: "A stack must be short; otherwise it is long.",
    validateStack: ({ resources, getConfig }, report) => {
        report(JSON.stringify(getConfig()));
        for (const { urn, name } of resources) report(name, urn);
    },
};

const said = (diagnostics: Diagnostic[]): string[] => diagnostics.map(({ message }) => message.split("\n")[1] ?? "");
const judge = async (config?: Record<string, unknown>, now?: Date): Promise<string[]> =>
    said(await analyze(resourceRule, queueType, {}, { preview: true, ...(config && { config }), ...(now && { now }) }));

describe("rules as a pack serves them", () => {
    it("have their parameters and exemptions in the schema", () => {
        const [policy] = served([resourceRule]);
        assert.deepEqual(Object.keys(policy?.configSchema?.properties ?? {}), ["most", "kinds", "exemptions"]);
        assert.deepEqual(policy?.configSchema?.properties["most"], parameters.most);
        const [plain] = served([stackRule]);
        assert.deepEqual(Object.keys(plain?.configSchema?.properties ?? {}), ["exemptions"]);
    });

    it("keep name, description and level, in their order", () => {
        const policies = served([resourceRule, stackRule]);
        assert.deepEqual(
            policies.map(({ name, description, enforcementLevel }) => ({ name, description, enforcementLevel })),
            [resourceRule, stackRule].map(({ name, description }) => ({
                name,
                description,
                enforcementLevel: "mandatory",
            })),
        );
        assert.deepEqual(
            policies.map((policy) => ["validateResource" in policy, "validateStack" in policy]),
            [
                [true, false],
                [false, true],
            ],
        );
    });

    it("carry a tag when no environment may lower them", () => {
        const tags = served([resourceRule, { ...stackRule, required: false }]).map((policy) => policy.tags);
        assert.deepEqual(tags, [["required"], undefined]);
    });

    it("come with defaults, each of which an environment may set", async () => {
        assert.deepEqual(await judge(), ['{"most":30,"kinds":["a"]}']);
        assert.deepEqual(await judge({ most: 5 }), ['{"most":5,"kinds":["a"]}']);
        assert.deepEqual(await judge({ most: 0, kinds: [] }), ['{"most":0,"kinds":[]}']);
        assert.deepEqual(said(await analyzeStack(stackRule, [], { preview: true })), ["{}"]);
    });

    it("judge only resources of the type that validateResourceOfType was given", async () => {
        assert.deepEqual(await analyze(resourceRule, "aws:sns/topic:Topic", {}, { preview: true }), []);
        const untyped: ResourceRule = { ...resourceRule, validateResource: (_, report) => report("any") };
        assert.deepEqual(said(await analyze(untyped, "aws:sns/topic:Topic", {}, { preview: true })), ["any"]);
    });

    it("do not report what is exempted, up to the end of its last day", async () => {
        assert.equal((await judge({ exemptions: [exemption] }, lastDay)).length, 0);
        assert.equal((await judge({ exemptions: [exemption] }, dayAfter)).length, 1);
        assert.equal((await judge({ exemptions: [] }, lastDay)).length, 1);
        assert.equal((await judge({ exemptions: null }, lastDay)).length, 1);
    });

    it("report every other resource", async () => {
        const others = [
            { ...exemption, resource: `${queueType}::another` },
            { ...exemption, resource: "aws:sns/topic:Topic::under-test" },
        ];
        assert.equal((await judge({ exemptions: others }, lastDay)).length, 1);
        assert.equal((await judge({ exemptions: [...others, exemption] }, lastDay)).length, 0);
    });

    it("do not report what is exempted in a stack; what is said of the stack as a whole cannot be", async () => {
        const resources = ["under-test", "another"].map((name) => ({ type: queueType, name, props: {} }));
        const judged = async (now: Date): Promise<string[]> =>
            said(await analyzeStack(stackRule, resources, { preview: true, config: { exemptions: [exemption] }, now }));
        assert.deepEqual((await judged(lastDay)).slice(1), ["another"]);
        assert.deepEqual((await judged(dayAfter)).slice(1), ["under-test", "another"]);
        assert.equal((await judged(lastDay)).length, 2);
    });

    it("read the clock when they judge, and not when the pack starts", async () => {
        let now = lastDay;
        const [policy] = served([{ ...resourceRule, validateResource: (_, report) => report("any") }], () => now);
        const reports: string[] = [];
        const run = (): Promise<void> | void =>
            (
                policy as {
                    validateResource: (args: ResourceValidationArgs, report: ReportViolation) => Promise<void> | void;
                }
            ).validateResource(
                {
                    urn: `urn:pulumi:dev::p::${queueType}::under-test`,
                    getConfig: () => ({ exemptions: [exemption] }),
                } as unknown as ResourceValidationArgs,
                (message) => void reports.push(message),
            );
        await run();
        now = dayAfter;
        await run();
        assert.deepEqual(reports, ["any"]);
    });

    it("of both halves serve both, each with defaults and exemptions", async () => {
        const both: Rule = {
            ...resourceRule,
            validateStack: ({ resources, getConfig }: StackValidationArgs, report: ReportViolation) => {
                for (const { urn } of resources) report(JSON.stringify(getConfig()), urn);
            },
        };
        const resources = [{ type: queueType, name: "under-test", props: {} }];
        assert.deepEqual(said(await analyzeStack(both, resources, { preview: true })), ['{"most":30,"kinds":["a"]}']);
        const mode = { preview: true, config: { exemptions: [exemption] }, now: lastDay };
        assert.deepEqual(await analyzeStack(both, resources, mode), []);
        assert.deepEqual(await analyze(both, queueType, {}, mode), []);
    });

    it("may defer what is not exempted", async () => {
        const deferring: ResourceRule = {
            ...resourceRule,
            validateResource: ({ notApplicable }) => notApplicable("deferred: policy is an output"),
        };
        const diagnostics = await analyze(deferring, queueType, { policy: output("a") }, { preview: true });
        assert.deepEqual(
            diagnostics.map(({ level, message }) => [level, message]),
            [["deferred", "policy is an output"]],
        );
    });

    it("have one validateResource: the SDK does not tell a list's types apart", () => {
        const list = { ...resourceRule, validateResource: [() => undefined] };
        assert.throws(() => served([list]), /^Error: queue-is-short: a rule has one validateResource$/);
    });
});
