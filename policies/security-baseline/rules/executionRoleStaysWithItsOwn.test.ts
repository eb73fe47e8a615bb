import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { type RolePolicyArgs } from "@pulumi/aws/iam";
import { type EndpointConfigurationArgs, type ModelArgs } from "@pulumi/aws/sagemaker";
import fc from "fast-check";

import { output, type StackResource } from "../../testing/analyze";
import { anything } from "../../testing/anything";
import { stackDeferrals, stackViolations } from "../../testing/violations";
import { executionRoleStaysWithItsOwn as rule } from "./executionRoleStaysWithItsOwn";

const statements = {
    read: { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::input/articles/*" },
    write: {
        Sid: "Write",
        Effect: "Allow",
        Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
        Resource: ["arn:aws:s3:::output/summaries/*", "arn:aws:s3:::output/failures/*"],
    },
    list: { Sid: "List", Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::input" },
    tell: {
        Sid: "Tell",
        Effect: "Allow",
        Action: "sns:Publish",
        Resource: "arn:aws:sns:us-east-1:123456789012:errors",
    },
    log: { Sid: "Log", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
};

const text = (...all: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: all });
/** The good policy with one statement changed. */
const changed = (which: keyof typeof statements, change: object): string =>
    text(
        ...Object.entries(statements).map(([name, statement]) =>
            name === which ? { ...statement, ...change } : statement,
        ),
    );
const good = text(...Object.values(statements));

const role: StackResource = {
    type: "aws:iam/role:Role",
    name: "role",
    props: { name: "execution", arn: output("arn:aws:iam::123456789012:role/execution") },
};

/** As a program writes it with `role: role.name`. */
function policyOf(policy: unknown, change: Partial<StackResource> = {}): StackResource {
    const props = { role: output("execution"), policy: policy as string } satisfies RolePolicyArgs;
    return {
        type: "aws:iam/rolePolicy:RolePolicy",
        name: "policy",
        props,
        propertyDependencies: { role: ["role"] },
        ...change,
    };
}

const model: StackResource = {
    type: "aws:sagemaker/model:Model",
    name: "model",
    props: {
        name: "pegasus",
        executionRoleArn: output("arn:aws:iam::123456789012:role/execution"),
    } satisfies ModelArgs,
    propertyDependencies: { executionRoleArn: ["role"] },
};

const outputConfig = {
    s3OutputPath: "s3://output/summaries" as unknown,
    s3FailurePath: "s3://output/failures" as unknown,
};

function configurationOf(locations: unknown = outputConfig, change: Partial<StackResource> = {}): StackResource {
    const props = {
        productionVariants: [{ modelName: output("pegasus") }],
        asyncInferenceConfig: { outputConfig: locations as never },
    } satisfies EndpointConfigurationArgs;
    return {
        type: "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
        name: "configuration",
        props,
        propertyDependencies: { productionVariants: ["model"], asyncInferenceConfig: ["topic"] },
        ...change,
    };
}

const topic: StackResource = { type: "aws:sns/topic:Topic", name: "topic", props: {} };
const stack = (policy: unknown, configuration = configurationOf()): StackResource[] => [
    role,
    policyOf(policy),
    model,
    configuration,
    topic,
];

const judge = (resources: StackResource[], preview: boolean): Promise<string[]> =>
    stackViolations(rule, resources, { preview });
const defers = (resources: StackResource[], preview = true): Promise<string[]> =>
    stackDeferrals(rule, resources, { preview });

async function saysAlways(resources: StackResource[], says: string[]): Promise<void> {
    assert.deepEqual(await judge(resources, true), says);
    assert.deepEqual(await judge(resources, false), says);
    assert.deepEqual(await defers(resources), []);
}

/** Nothing is said until all is known, and then this. */
async function saysLater(resources: StackResource[], later: string, says: string[]): Promise<void> {
    assert.deepEqual(await judge(resources, true), []);
    assert.deepEqual(await defers(resources), [`${later} known only after deployment`]);
    assert.deepEqual(await judge(resources, false), says);
}

const say = (sid: string, what: string, path = "policy: policy"): string =>
    `${path}: statement "${sid}" lets the execution role ${what}`;
const noBucket = (pattern: string): string =>
    say(
        "Read",
        `read "${pattern}", which names no bucket. Name the objects that it reads, or their prefix in a bucket.`,
    );
const noObject = (pattern: string): string =>
    say("Read", `read "${pattern}", which is no object. Name the objects that it reads, or their prefix.`);
const results = (pattern: string): string =>
    say(
        "Read",
        `read "${pattern}", and results with it: an input location may then name one. Name the objects that it reads, or their prefix.`,
    );
const elsewhere = (pattern: string, path?: string): string =>
    say(
        "Write",
        `write "${pattern}", which is not under s3OutputPath or s3FailurePath of its endpoint. Name what is under them, as s3:PutObject's resource.`,
        path,
    );
const deletion = (sid: string, pattern: string): string =>
    say(sid, `delete "${pattern}". An endpoint deletes nothing: take the action away.`);
const listing = (sid: string, pattern: string): string =>
    say(sid, `list "${pattern}", which is no bucket. Name the bucket's ARN in a statement of its own.`);
const publishing = (pattern: string): string =>
    say("Tell", `publish to "${pattern}". Name each topic by its whole ARN.`);
const butSome = (sid: string, verb: string): string =>
    say(sid, `${verb} everything but some. Name the resources in Resource.`);

const reads = (Resource: unknown): string => changed("read", { Resource });
const writes = (Resource: unknown): string => changed("write", { Resource });

const documents: [string, unknown, string[]][] = [
    ["what the endpoint needs passes", good, []],
    ["a Deny passes", changed("read", { Effect: "Deny", Action: "*", Resource: "*" }), []],

    ["an artifact passes", reads(["arn:aws:s3:::models/pegasus/model.tar.gz"]), []],
    ["a bucket of its own for input passes", reads("arn:aws:s3:::input/*"), []],
    ["a prefix beside the results passes", reads("arn:aws:s3:::output/input/*"), []],
    ["one result passes", reads("arn:aws:s3:::output/summaries/2026/*"), []],
    [
        "reading the whole bucket of results is refused",
        reads("arn:aws:s3:::output/*"),
        [results("arn:aws:s3:::output/*")],
    ],
    [
        "reading the results is refused",
        reads("arn:aws:s3:::output/summaries/*"),
        [results("arn:aws:s3:::output/summaries/*")],
    ],
    ["reading the failures is refused", reads("arn:aws:s3:::output/fail*"), [results("arn:aws:s3:::output/fail*")]],
    [
        "reading results by their ending is refused",
        reads("arn:aws:s3:::output/*.out"),
        [results("arn:aws:s3:::output/*.out")],
    ],
    [
        "reading what a variable names is refused",
        reads("arn:aws:s3:::output/${aws:username}"),
        [results("arn:aws:s3:::output/${aws:username}")],
    ],
    [
        "reading every bucket is refused",
        reads(["*", "arn:aws:s3:::*", "arn:aws:s3:::*/articles/*", "arn:aws:s3:::in*/articles/*"]),
        ["*", "arn:aws:s3:::*", "arn:aws:s3:::*/articles/*", "arn:aws:s3:::in*/articles/*"].map(noBucket),
    ],
    ["reading a bucket instead of objects is refused", reads("arn:aws:s3:::input"), [noObject("arn:aws:s3:::input")]],
    ["reading by s3:Get* is reading", changed("read", { Action: "s3:Get*", Resource: "*" }), [noBucket("*")]],
    [
        "reading all but some is refused",
        changed("read", { Resource: undefined, NotResource: "arn:aws:s3:::output/*" }),
        [butSome("Read", "read")],
    ],
    [
        "resources of other services are not read",
        changed("read", {
            Action: ["s3:GetObject", "dynamodb:GetItem"],
            Resource: ["arn:aws:s3:::input/*", "arn:aws:dynamodb:us-east-1:123456789012:table/*"],
        }),
        [],
    ],

    ["writing deeper passes", writes("arn:aws:s3:::output/summaries/2026/*"), []],
    [
        "writing elsewhere in the bucket is refused",
        writes("arn:aws:s3:::output/*"),
        [elsewhere("arn:aws:s3:::output/*")],
    ],
    [
        "writing to a prefix that begins so is refused",
        writes("arn:aws:s3:::output/summaries*"),
        [elsewhere("arn:aws:s3:::output/summaries*")],
    ],
    [
        "writing to another bucket is refused",
        writes("arn:aws:s3:::input/summaries/*"),
        [elsewhere("arn:aws:s3:::input/summaries/*")],
    ],
    ["writing to a bucket is refused", writes("arn:aws:s3:::output"), [elsewhere("arn:aws:s3:::output")]],
    [
        "writing everywhere is refused",
        writes(["*", "arn:aws:s3:::output*/summaries/*"]),
        ["*", "arn:aws:s3:::output*/summaries/*"].map((pattern) => elsewhere(pattern)),
    ],
    [
        "writing by s3:Put* is writing",
        changed("write", { Action: "s3:Put*", Resource: "arn:aws:s3:::input/*" }),
        [elsewhere("arn:aws:s3:::input/*")],
    ],

    [
        "deleting is refused",
        changed("write", { Action: "s3:DeleteObject" }),
        [deletion("Write", "arn:aws:s3:::output/summaries/*"), deletion("Write", "arn:aws:s3:::output/failures/*")],
    ],
    [
        "deleting versions is refused",
        changed("read", { Action: "s3:DeleteObjectVersion" }),
        [deletion("Read", "arn:aws:s3:::input/articles/*")],
    ],
    [
        "deleting in any case is refused",
        changed("read", { Action: "S3:deleteobject" }),
        [deletion("Read", "arn:aws:s3:::input/articles/*")],
    ],
    [
        "s3:* is all of it",
        changed("read", { Action: "s3:*" }),
        [
            elsewhere("arn:aws:s3:::input/articles/*").replace('"Write"', '"Read"'),
            deletion("Read", "arn:aws:s3:::input/articles/*"),
            listing("Read", "arn:aws:s3:::input/articles/*"),
        ],
    ],
    [
        "all actions but some are all of it",
        changed("list", { Action: undefined, NotAction: "iam:*" }),
        [
            noObject("arn:aws:s3:::input").replace('"Read"', '"List"'),
            elsewhere("arn:aws:s3:::input").replace('"Write"', '"List"'),
            deletion("List", "arn:aws:s3:::input"),
        ],
    ],

    [
        "listing objects is refused: it lists nothing",
        changed("list", { Resource: "arn:aws:s3:::input/*" }),
        [listing("List", "arn:aws:s3:::input/*")],
    ],
    [
        "listing every bucket is refused",
        changed("list", { Resource: ["arn:aws:s3:::*", "arn:aws:s3:::in*"] }),
        [listing("List", "arn:aws:s3:::*"), listing("List", "arn:aws:s3:::in*")],
    ],
    [
        "reading and listing in one statement is refused",
        changed("read", {
            Action: ["s3:GetObject", "s3:ListBucket"],
            Resource: ["arn:aws:s3:::input", "arn:aws:s3:::input/*"],
        }),
        [noObject("arn:aws:s3:::input"), listing("Read", "arn:aws:s3:::input/*")],
    ],

    [
        "telling topics by parts of their names is refused",
        changed("tell", { Resource: "arn:aws:sns:us-east-1:123456789012:*" }),
        [publishing("arn:aws:sns:us-east-1:123456789012:*")],
    ],
    ["telling every topic is refused", changed("tell", { Resource: "*" }), [publishing("*")]],
    ["telling by sns:* is telling", changed("tell", { Action: "sns:*", Resource: "*" }), [publishing("*")]],
    ["subscribing is not telling", changed("tell", { Action: "sns:Subscribe", Resource: "*" }), []],

    ["text that is not JSON is refused", "{", ["policy: policy is not JSON. Write a policy document."]],
    ["an empty text is refused", "", ["policy: policy is not JSON. Write a policy document."]],
    ["none is for AWS to ask for", undefined, []],
];

describe("execution-role-stays-with-its-own: permissions", () => {
    for (const [what, policy, says] of documents) it(what, () => saysAlways(stack(policy), says));

    it("as an output are judged once they are known", () =>
        saysLater(stack(output(reads("*"))), "policy.policy is", [noBucket("*")]));

    it("count in whatever carries them", async () => {
        const bad = reads("*");
        const managed: StackResource = {
            type: "aws:iam/policy:Policy",
            name: "managed",
            props: { name: "m", policy: bad, arn: output("arn:aws:iam::123456789012:policy/m") },
        };
        const says = [noBucket("*").replace("policy: ", "managed: ")];
        const attachment = (type: string, props: object, propertyDependencies = {}): StackResource => ({
            type,
            name: "attachment",
            props,
            propertyDependencies,
        });
        const arn = output("arn:aws:iam::123456789012:policy/m");
        const dependencies = {
            role: ["role"],
            roles: ["role"],
            policyArn: ["managed"],
            managedPolicyArns: ["managed"],
        };
        const rolePolicyAttachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
        const policyAttachment = "aws:iam/policyAttachment:PolicyAttachment";
        for (const carrier of [
            attachment(rolePolicyAttachment, { role: output("execution"), policyArn: arn }, dependencies),
            attachment(rolePolicyAttachment, { role: "execution", policyArn: "arn:aws:iam::123456789012:policy/m" }),
            attachment(policyAttachment, { roles: [output("execution")], policyArn: arn }, dependencies),
        ]) {
            await saysAlways([...stack(good), managed, carrier], says);
        }
        // A list of which a preview shows nothing.
        const hidden = attachment(policyAttachment, { policyArn: arn }, dependencies);
        assert.deepEqual(await judge([...stack(good), managed, hidden], true), says);
        for (const props of [
            { roles: ["other"], policyArn: arn },
            { policyArn: arn },
            { roles: ["execution"], policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
        ]) {
            const other = attachment(policyAttachment, props, { policyArn: ["managed"] });
            await saysAlways([...stack(good), managed, other], []);
        }
        const own = (props: object, propertyDependencies = {}): StackResource[] => [
            { ...role, props: { ...role.props, ...props }, propertyDependencies },
            ...stack(good).slice(1),
            managed,
        ];
        const unseen = attachment(policyAttachment, {
            roles: output(["execution"]),
            policyArn: "arn:aws:iam::123456789012:policy/m",
        });
        await saysLater([...stack(good), managed, unseen], "attachment.roles is", says);
        const untold = { roles: [output("execution")], policyArn: "arn:aws:iam::123456789012:policy/m" };
        await saysLater([...stack(good), managed, attachment(policyAttachment, untold)], "attachment.roles is", says);
        const unlinked = { role: "execution", policyArn: arn };
        const later = [...stack(good), managed, attachment(rolePolicyAttachment, unlinked)];
        await saysLater(later, "attachment.policyArn is", says);
        await saysAlways(own({ managedPolicyArns: [arn] }, dependencies), says);
        await saysAlways(own({ managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }), []);
        await saysAlways(own({ inlinePolicies: [{ name: "p", policy: bad }] }), [
            noBucket("*").replace("policy: policy", "role: inlinePolicies[0].policy"),
        ]);
    });

    it("that the provider fills in are not the program's", async () => {
        const filled = {
            ...role,
            props: { ...role.props, inlinePolicies: output([{ name: "", policy: "" }]), managedPolicyArns: output([]) },
        };
        await saysAlways([filled, ...stack(good).slice(1)], []);
    });

    it("whose role or policy is not known are judged later", async () => {
        const bad = policyOf(reads("*"), { propertyDependencies: {} });
        await saysLater([...stack(good).slice(1), role, bad], "policy.role is", [noBucket("*")]);
        const made = {
            ...role,
            props: { ...role.props, inlinePolicies: output([{ policy: reads("*") }]) },
            propertyDependencies: { inlinePolicies: ["topic"] },
        };
        await saysLater([made, ...stack(good).slice(1)], "role.inlinePolicies is", [
            noBucket("*").replace("policy: policy", "role: inlinePolicies[0].policy"),
        ]);
    });

    it("of another role are not concerned", async () => {
        const other: StackResource = { type: "aws:iam/role:Role", name: "other", props: { name: "other" } };
        const bad = policyOf(reads("*"), {
            name: "bad",
            propertyDependencies: { role: ["other"] },
            props: { role: "other", policy: reads("*") },
        });
        await saysAlways([...stack(good), other, bad], []);
    });
});

describe("execution-role-stays-with-its-own: the endpoint", () => {
    it("may write to a whole bucket, if that is its location", async () => {
        for (const s3OutputPath of ["s3://output", "s3://output/"]) {
            await saysAlways(stack(writes("arn:aws:s3:::output/*"), configurationOf({ s3OutputPath })), []);
        }
    });

    it("may name its locations with or without a slash at the end", () =>
        saysAlways(
            stack(
                good,
                configurationOf({ s3OutputPath: "s3://output/summaries/", s3FailurePath: "s3://output/failures/" }),
            ),
            [],
        ));

    it("without a location for failures writes none", () =>
        saysAlways(stack(good, configurationOf({ s3OutputPath: "s3://output/summaries" })), [
            elsewhere("arn:aws:s3:::output/failures/*"),
        ]));

    it("of another location is refused its results", () =>
        saysAlways(stack(good, configurationOf({ ...outputConfig, s3OutputPath: "s3://elsewhere/results" })), [
            elsewhere("arn:aws:s3:::output/summaries/*"),
        ]));

    it("has locations that can be read", async () => {
        const path = "asyncInferenceConfig.outputConfig";
        const mend = ". Set it to s3://<bucket>/<prefix>.";
        for (const [locations, because] of [
            [{ ...outputConfig, s3OutputPath: undefined }, `${path}.s3OutputPath is not set`],
            [{ ...outputConfig, s3OutputPath: "" }, `${path}.s3OutputPath is an empty string`],
            [{ ...outputConfig, s3FailurePath: [] }, `${path}.s3FailurePath is a list`],
            [{ ...outputConfig, s3FailurePath: "output/failures" }, `${path}.s3FailurePath is no S3 location`],
            [{ ...outputConfig, s3FailurePath: 7 }, `${path}.s3FailurePath is no S3 location`],
            [{ ...outputConfig, s3FailurePath: "s3:///failures" }, `${path}.s3FailurePath is no S3 location`],
        ] as const) {
            await saysAlways(stack(good, configurationOf(locations)), [`configuration: ${because}${mend}`]);
        }
        await saysAlways(stack(good, configurationOf("")), [
            `configuration: ${path} is an empty string${mend}`,
            `configuration: ${path} is an empty string${mend}`,
        ]);
    });

    it("whose locations are outputs is judged once they are known", async () => {
        const bad = writes("arn:aws:s3:::output/*");
        const unknown = { ...outputConfig, s3OutputPath: output("s3://output/summaries") };
        const path = "configuration.asyncInferenceConfig";
        await saysLater(stack(bad, configurationOf(unknown)), `${path}.outputConfig.s3OutputPath is`, [
            elsewhere("arn:aws:s3:::output/*"),
        ]);
        await saysLater(
            stack(bad, configurationOf(output(outputConfig))),
            `${path}.outputConfig.s3OutputPath, ${path}.outputConfig.s3FailurePath are`,
            [elsewhere("arn:aws:s3:::output/*")],
        );
        // A preview leaves out what has unknown values in it.
        const props = { productionVariants: [{ modelName: "pegasus" }] };
        assert.deepEqual(await judge(stack(bad, configurationOf(undefined, { props })), true), []);
        assert.deepEqual(await defers(stack(bad, configurationOf(undefined, { props }))), [
            `${path} is known only after deployment`,
        ]);
    });

    it("that is no asynchronous one, or runs another model, writes nothing to compare with", async () => {
        const dependencies = { productionVariants: ["model"] };
        const realTime = { productionVariants: [{ modelName: "pegasus" }] };
        for (const asyncInferenceConfig of [undefined, null]) {
            await saysAlways(
                stack(
                    writes("arn:aws:s3:::output/*"),
                    configurationOf(undefined, {
                        props: { ...realTime, asyncInferenceConfig },
                        propertyDependencies: dependencies,
                    }),
                ),
                [],
            );
        }
        const other = { productionVariants: [{ modelName: "bart" }], asyncInferenceConfig: { outputConfig } };
        await saysAlways(stack(writes("arn:aws:s3:::output/*"), configurationOf(undefined, { props: other })), []);
        await saysAlways(stack(reads("*"), topic), [noBucket("*")]);
    });

    it("is known by its models, also where a preview leaves its variants out", async () => {
        const props = { asyncInferenceConfig: { outputConfig } };
        assert.deepEqual(
            await judge(stack(writes("arn:aws:s3:::output/*"), configurationOf(undefined, { props })), true),
            [elsewhere("arn:aws:s3:::output/*")],
        );
        const shadow = { shadowProductionVariants: [{ modelName: "pegasus" }], asyncInferenceConfig: { outputConfig } };
        await saysAlways(
            stack(
                writes("arn:aws:s3:::output/*"),
                configurationOf(undefined, { props: shadow, propertyDependencies: {} }),
            ),
            [elsewhere("arn:aws:s3:::output/*")],
        );
        const untold = {
            productionVariants: [{ modelName: output("pegasus") }],
            asyncInferenceConfig: { outputConfig },
        };
        await saysLater(
            stack(
                writes("arn:aws:s3:::output/*"),
                configurationOf(undefined, { props: untold, propertyDependencies: {} }),
            ),
            "configuration.productionVariants[0].modelName is",
            [elsewhere("arn:aws:s3:::output/*")],
        );
    });

    it("may be one of several with the same role: it writes to all their locations", () => {
        const second = { ...configurationOf({ s3OutputPath: "s3://second/results" }), name: "second" };
        return saysAlways(
            [...stack(writes(["arn:aws:s3:::output/summaries/*", "arn:aws:s3:::second/results/*"])), second],
            [],
        );
    });
});

describe("execution-role-stays-with-its-own: types", () => {
    const attachments = [
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:iam/policyAttachment:PolicyAttachment",
    ];
    for (const type of new Set([
        role.type,
        "aws:iam/policy:Policy",
        ...attachments,
        ...rule.guards.map((guard) => guard.type),
    ])) {
        it(`${type} is one of the AWS provider`, () => {
            const [, file = ""] = /^aws:([^:]+):/.exec(type) ?? [];
            const source = require.resolve("@pulumi/aws/package.json").replace("package.json", `${file}.js`);
            assert.ok(readFileSync(source, "utf8").includes(`__pulumiType = '${type}'`));
        });
    }
});

describe("execution-role-stays-with-its-own: the model", () => {
    const modelWith = (executionRoleArn: unknown, propertyDependencies = {}): StackResource[] => [
        ...stack(reads("*")).filter(({ name }) => name !== "model"),
        { ...model, props: { name: "pegasus", executionRoleArn }, propertyDependencies },
    ];
    const mend = "Set executionRoleArn to the ARN of the role that SageMaker is to take.";

    it("names its role by a literal", () =>
        saysAlways(modelWith("arn:aws:iam::123456789012:role/execution"), [noBucket("*")]));

    it("of a role from elsewhere is not concerned", () =>
        saysAlways(modelWith("arn:aws:iam::123456789012:role/elsewhere"), []));

    it("of a role that is not known is judged once it is", async () => {
        const arn = output("arn:aws:iam::123456789012:role/execution");
        await saysLater(modelWith(arn), "model.executionRoleArn is", [noBucket("*")]);
    });

    it("without a role is refused", async () => {
        for (const [value, because] of [
            [undefined, "executionRoleArn is not set"],
            [null, "executionRoleArn is null"],
            ["", "executionRoleArn is an empty string"],
            [[], "executionRoleArn is a list"],
            [7, "executionRoleArn is a number"],
        ] as const) {
            await saysAlways(modelWith(value), [`model: ${because}. ${mend}`]);
        }
    });

    it("may be missing: roles of other things are not concerned", () =>
        saysAlways(
            stack(reads("*")).filter(({ name }) => name !== "model"),
            [],
        ));

    it("whatever stands anywhere, nothing makes the rule throw, and an unknown makes no bad one pass", async () => {
        const likely = anything("*", good, "execution", "pegasus", "s3://output/summaries", { policy: reads("*") });
        await fc.assert(
            fc.asyncProperty(likely, fc.nat({ max: 7 }), async (value, place) => {
                const bad = stack(writes("arn:aws:s3:::output/*"));
                const resources = [
                    stack(value),
                    modelWith(value),
                    stack(writes("arn:aws:s3:::output/*"), configurationOf({ ...outputConfig, s3OutputPath: value })),
                    stack(writes("arn:aws:s3:::output/*"), configurationOf(value)),
                    [
                        {
                            ...role,
                            props: { name: "execution", inlinePolicies: value },
                            propertyDependencies: { inlinePolicies: ["topic"] },
                        },
                        ...bad.slice(1),
                    ],
                    [
                        ...bad,
                        policyOf(reads("*"), {
                            name: "second",
                            props: { role: value, policy: reads("*") },
                            propertyDependencies: {},
                        }),
                    ],
                    [
                        ...bad,
                        {
                            type: "aws:iam/policyAttachment:PolicyAttachment",
                            name: "attachment",
                            props: { roles: value, policyArn: value },
                        },
                    ],
                    stack(
                        writes("arn:aws:s3:::output/*"),
                        configurationOf(undefined, {
                            props: { productionVariants: value, asyncInferenceConfig: { outputConfig } },
                            propertyDependencies: { productionVariants: ["model"] },
                        }),
                    ),
                ][place] as StackResource[];
                const refused = (await judge(resources, false)).length > 0;
                const early = (await judge(resources, true)).length + (await defers(resources)).length;
                assert.ok(early > 0 || !refused);
            }),
            { numRuns: 25 },
        );
    });
});
