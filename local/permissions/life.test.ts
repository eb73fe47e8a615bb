import assert from "node:assert/strict";
import { resolve } from "node:path";

import { AwsError } from "../cloud/awsError";
import { SimulatedClock } from "../cloud/clock";
import { Cloud } from "../cloud/cloud";
import { type IdentityDocuments } from "../cloud/iam/identities";
import { InProcessHost } from "../container/inProcessHost";
import { loadProject } from "../../contract/project";
import { documentsFor, filledDocument, fillingOf } from "./documents";
import { LearnedLeave } from "./learnedLeave";
import { type PolicyDocument } from "./minimalPolicy";
import { liveOnOwnEngine } from "./ownEngineLife";

const project = loadProject(resolve(__dirname, "../.."), "dev");
const filling = fillingOf(project);
const documents = (["deployer-data", "deployer-endpoint"] as const).map((name) => filledDocument(name, filling));
const forPreview = filledDocument("preview", filling);

function actionsOf(of: readonly PolicyDocument[]): string[] {
    return [...new Set(of.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action)))].sort();
}

/** What is granted though in this life something else allows it, too. */
const allowedOtherwise = {
    // TopicPolicy's deletion puts SNS's default policy back, by which all of the account may delete the topic; a topic whose policy
    // was not reset needs it.
    "sns:DeleteTopic": "the default topic policy",
};

/** What somebody made by hand in the meantime is his. */
function byDeployer(left: string[]): string[] {
    return left.filter((arn) => !/:key\/|-by-hand$/.test(arn));
}

describe("the life of a stack under the documents", () => {
    it("needs nothing else", async () => {
        const left = await liveOnOwnEngine({
            project,
            documents: documentsFor(project),
            deployer: (cloud) => cloud.as(cloud.identities.deployer.caller),
            preview: (cloud) => cloud.as(cloud.identities.preview.caller),
        });
        assert.deepEqual(byDeployer(left), []);
    });

    it("needs each action: something is refused without it, and done with it", async () => {
        const learned = new LearnedLeave(documents);
        const learnedByPreview = new LearnedLeave([forPreview], "preview");
        const missedBefore = new Map<string, number>();
        const left = await liveOnOwnEngine({
            project,
            documents: { deployer: learned.policies, preview: learnedByPreview.policies },
            deployer: (cloud) => learned.of(cloud),
            preview: (cloud) => learnedByPreview.of(cloud),
            onStep: (step) => void missedBefore.set(step, learned.missed.size),
        });
        assert.deepEqual(byDeployer(left), []);
        const missed = [...learned.missed.keys(), ...Object.keys(allowedOtherwise)];
        assert.deepEqual(missed.sort(), actionsOf(documents));
        assert.deepEqual([...learnedByPreview.missed.keys()].sort(), actionsOf([forPreview]));
        // An import asks for nothing that a read does not.
        const numbers = ["create", "read", "import", "mend", "guard", "destroy"].map((step) => missedBefore.get(step));
        const [create, read, imported, mend, guard, destroy] = numbers as number[];
        assert.equal(create, 0);
        assert.equal(imported, mend);
        const growing = [create, read, imported, guard, destroy, learned.missed.size];
        assert.deepEqual(
            growing,
            [...new Set(growing)].sort((one, other) => Number(one) - Number(other)),
        );
    });
});

/** A laptop AWS in which nothing is. */
function emptyCloud(given: IdentityDocuments): Cloud {
    const clock = new SimulatedClock(new Date("2026-01-01T00:00:00Z"));
    return new Cloud({ clock, containers: new InProcessHost(), region: "us-east-1", documents: given });
}

describe("leave that is learned", () => {
    it("ends where no document grants what is missed", async () => {
        const learned = new LearnedLeave(documents);
        const cloud = emptyCloud({ deployer: learned.policies, preview: [] });
        await assert.rejects(
            learned.of(cloud)("sqs", "ListQueues", {}),
            /^Error: No document grants sqs:ListQueues, for sqs ListQueues: User: .*assumed-role\/deployer\/laptop is not/,
        );
    });

    it("is not given for an error of another kind", async () => {
        const learned = new LearnedLeave(documents);
        const cloud = emptyCloud({ deployer: learned.policies, preview: [] });
        const TopicArn = "arn:aws:sns:us-east-1:123456789012:summarizer-dev-success";
        await assert.rejects(learned.of(cloud)("sns", "GetTopicAttributes", { TopicArn }), { code: "NotFound" });
        assert.deepEqual([...learned.missed], [["sns:GetTopicAttributes", "sns GetTopicAttributes"]]);
    });
});

describe("the documents of one stack", () => {
    const others = [
        ["sns", "CreateTopic", { Name: "summarizer-dev-2-success" }],
        ["sqs", "CreateQueue", { QueueName: "summarizer-prod-smoke" }],
        ["s3", "CreateBucket", { Bucket: "summarizer-dev-input-210987654321" }],
        ["iam", "CreateRole", { RoleName: "summarizer-dev-execution-2", AssumeRolePolicyDocument: "{}" }],
        ["sagemaker", "DescribeEndpoint", { EndpointName: "summarizer-dev-2" }],
        ["logs", "DeleteLogGroup", { logGroupName: "/aws/sagemaker/Endpoints/summarizer-dev-2" }],
        ["kms", "DeleteAlias", { AliasName: "alias/summarizer-dev-2" }],
    ] as const;
    for (const [service, operation, input] of others) {
        it(`do not allow ${operation} on ${Object.values(input)[0]}`, async () => {
            const cloud = emptyCloud(documentsFor(project));
            const asked = cloud.callAs(cloud.identities.deployer.caller, service, operation, input);
            await assert.rejects(asked, (error) => {
                assert.ok(error instanceof AwsError);
                assert.match(error.message, /^User: .* is not authorized to perform: /);
                return true;
            });
        });
    }
});
