import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { loadProject } from "../../contract/project";
import { parsePolicyDocument } from "../cloud/iam/policyDocument";
import {
    documentFile,
    documentNames,
    documentsFolder,
    filledDocument,
    fillingOf,
    holders,
    namesOf,
    providerDocuments,
    readDocument,
    recordedPolicies,
    splitByService,
} from "./documents";
import { formatted } from "./formatted";
import { policyDocument } from "./minimalPolicy";
import { type Filling } from "./placeholders";
import { providerStatements } from "./providerCalls";
import { wideGrants } from "./wideGrants";

/** As long as names can be: a queue has at most 80 characters, of which the program adds 26. */
const longest: Filling = {
    partition: "aws-us-gov",
    region: "ap-southeast-7",
    accountId: "111122223333",
    name: "n".repeat(50),
    endpointName: "e".repeat(63),
};

const reading = /^[\w-]+:(Get|List|Describe)/;

/** Actions that the Service Authorization Reference knows no resource for, and one that is asked before there is one. */
const takeNoResource = [
    "application-autoscaling:DescribeScalableTargets",
    "application-autoscaling:DescribeScalingPolicies",
    "cloudwatch:GetMetricStatistics",
    "kms:CreateKey",
    "kms:ListAliases",
    "kms:TagResource",
    "logs:DescribeLogGroups",
    "sns:GetSubscriptionAttributes",
    "sns:SetSubscriptionAttributes",
    "sns:Unsubscribe",
];

const everything = documentNames.map((name) => ({ name, ...readDocument(name) }));
const statements = everything.flatMap(({ name, Statement }) => Statement.map((statement) => ({ name, ...statement })));

describe("the documents", () => {
    it("are all that are there", () => {
        assert.deepEqual(readdirSync(documentsFolder).sort(), documentNames.map((name) => `${name}.json`).sort());
    });

    for (const name of documentNames) {
        it(`${name} is a policy that IAM takes, with the longest names too`, () => {
            const filled = JSON.stringify(filledDocument(name, longest));
            parsePolicyDocument(filled, "identity");
            assert.ok(filled.length <= 6144, `${name} has ${String(filled.length)} characters`);
            assert.doesNotMatch(filled, /[<>]/);
        });

        it(`${name} is written as the generator writes it`, async () => {
            const file = documentFile(name);
            const generated = await formatted(file, JSON.stringify(readDocument(name), undefined, 2));
            assert.equal(readFileSync(file, "utf8"), generated);
            for (const { Action, Resource } of readDocument(name).Statement) {
                assert.deepEqual(Action, [...new Set(Action)].sort());
                assert.deepEqual(Resource, [...new Set(Resource)].sort());
            }
        });
    }

    it("name each action in full", () => {
        const actions = statements.flatMap(({ Action }) => Action);
        assert.ok(actions.length > 100);
        assert.deepEqual(
            actions.filter((action) => !/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action)),
            [],
        );
    });

    it("are for everything only where an action takes no resource", () => {
        const wide = statements.filter(({ Resource }) => Resource.includes("*")).flatMap(({ Action }) => Action);
        assert.deepEqual([...new Set(wide)].sort(), takeNoResource);
    });

    it("are wide only where it is said and why", () => {
        const wide = statements
            .flatMap(({ Resource }) => Resource)
            .map((resource) => resource.replace(/^arn:<partition>:[\w-]+:(<region>)?:(<account>)?:/, ""))
            .filter((resource) => resource.includes("*"))
            // Objects under a prefix of a bucket of the stack's, as wide as they have to be; a log group, which is written so.
            .filter((resource) => !/^<name>-(input|output)-<account>\/|^log-group:.*\/<endpoint>:\*$/.test(resource));
        assert.deepEqual([...new Set(wide)].sort(), wideGrants.map(({ resource }) => resource).sort());
    });

    it("that are for a preview change nothing, and read no content", () => {
        const actions = holders.preview.flatMap((name) => readDocument(name).Statement.flatMap(({ Action }) => Action));
        assert.deepEqual(
            actions.filter((action) => !reading.test(action)),
            [],
        );
        const content = /^s3:GetObject|^kms:Decrypt$|^sqs:ReceiveMessage$|^logs:(Get|Filter)|^secretsmanager:|^ssm:/;
        assert.deepEqual(
            actions.filter((action) => content.test(action)),
            [],
        );
    });

    it("that the provider needs are made of the table of its calls, and repeat nothing that is recorded", () => {
        for (const name of providerDocuments) {
            assert.deepEqual(readDocument(name), policyDocument(providerStatements(name)));
        }
        const pairs = (name: (typeof documentNames)[number]): string[] =>
            readDocument(name).Statement.flatMap(({ Action, Resource }) =>
                Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}`)),
            );
        const recorded = new Set(pairs("preview"));
        assert.deepEqual(
            pairs("provider-reads").filter((pair) => recorded.has(pair)),
            [],
        );
        const deployed = new Set([
            ...pairs("deployer-data"),
            ...pairs("deployer-endpoint"),
            ...pairs("provider-reads"),
        ]);
        assert.deepEqual(
            pairs("provider-changes").filter((pair) => deployed.has(pair)),
            [],
        );
    });

    it("are as many as a role can have attached, whoever deploys and tests", () => {
        // AWS: IAM User Guide, "IAM and AWS STS quotas": ten managed policies per role.
        assert.ok(new Set([...holders.deployer, ...holders.smoke]).size <= 10);
    });

    it("give the laptop's deployer the smoke test's, and its preview nothing but reads", () => {
        const { deployer, preview } = recordedPolicies(longest);
        assert.deepEqual(
            [deployer, preview].map((policies) => policies.map(({ name }) => name)),
            [["deployer-data", "deployer-endpoint", "smoke"], ["preview"]],
        );
    });
});

describe("statements", () => {
    it("are split by service, and one that is of both is in both", () => {
        const statement = { Effect: "Allow", Resource: ["*"] } as const;
        const data = { ...statement, Sid: "Buckets", Action: ["s3:CreateBucket"] };
        const endpoint = { ...statement, Sid: "Endpoint", Action: ["sagemaker:CreateEndpoint"] };
        const both = { ...statement, Sid: "WithoutResource", Action: ["kms:CreateKey", "logs:DescribeLogGroups"] };
        assert.deepEqual(splitByService([data, endpoint, both]), {
            "deployer-data": [data, { ...both, Action: ["kms:CreateKey"] }],
            "deployer-endpoint": [endpoint, { ...both, Action: ["logs:DescribeLogGroups"] }],
        });
    });
});

describe("what a document is filled in with", () => {
    const project = loadProject(resolve(__dirname, "../.."), "dev");

    it("is how the program calls the stack, and the endpoint after it", () => {
        const there = { ...project, stack: "Team_A.dev", config: { ...project.config, "aws:region": "cn-north-1" } };
        assert.deepEqual(fillingOf(there, { partition: "aws-cn", accountId: "111122223333" }), {
            partition: "aws-cn",
            region: "cn-north-1",
            accountId: "111122223333",
            name: "summarizer-team-a-dev",
            endpointName: "summarizer-team-a-dev",
        });
    });

    it("is the endpoint's own name where it has one, and the laptop's account", () => {
        const named = { ...project, config: { ...project.config, "summarizer:endpointName": "Summaries" } };
        const { endpointName, accountId, name } = fillingOf(named);
        assert.deepEqual([endpointName, accountId, name], ["Summaries", "123456789012", "summarizer-dev"]);
    });

    it("makes the names that the program chooses", () => {
        const { endpoint, inputBucket } = namesOf(project, { accountId: "111122223333" });
        assert.deepEqual([endpoint.name, inputBucket.name], ["summarizer-dev", "summarizer-dev-input-111122223333"]);
    });
});
