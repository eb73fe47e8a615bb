import assert from "node:assert/strict";
import { resolve } from "node:path";

import { loadProject } from "../../contract/project";
import { type RegisteredResource } from "../engine/registeredResource";
import { unknown } from "../resources/resource";
import { withProject } from "../testing/temporaryProject";
import { type Mode, programModes, record, type Recording } from "./record";

const root = resolve(__dirname, "../..");
/** What spares the SDK a minute of formatting when a program throws. */
const plainErrors = resolve(root, "infra/plainErrors.cjs");

const pulumiYaml = `name: foreign\nruntime:\n  name: nodejs\n  options:\n    nodeargs: --require ${plainErrors}\n`;
const pulumiDevYaml = `
config:
  aws:region: eu-west-1
  aws:secretKey: { secure: v1:abc }
  aws:defaultTags:
    tags: { team: ml }
`;

/** Somebody else's program, wired by outputs, with types and functions that this project does not use. */
const program = `
import * as aws from "@pulumi/aws";
const table = new aws.dynamodb.Table("orders", { attributes: [{ name: "id", type: "S" }], hashKey: "id" });
const role = new aws.iam.Role("reader", { assumeRolePolicy: { Version: "2012-10-17", Statement: [] } });
const { json } = aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ["dynamodb:GetItem"], resources: [table.arn] }] });
new aws.iam.RolePolicy("read", { role: role.name, policy: json });
const vpc = aws.ec2.Vpc.get("shared", "vpc-0123456789");
new aws.ec2.SecurityGroup("web", { vpcId: vpc.id });
const other = new aws.Provider("other", { region: "us-west-2", defaultTags: { tags: { owner: "me" } } });
const queue = new aws.sqs.Queue("jobs", { name: "jobs.fifo", fifoQueue: true }, { provider: other });
new aws.lambda.EventSourceMapping("jobs", { eventSourceArn: queue.arn, functionName: "worker", enabled: queue.sqsManagedSseEnabled });
export const url = queue.url;
export const credentials = process.env.AWS_ACCESS_KEY_ID ?? "none";
`;

async function recordProgram(
    body: string,
    mode: (typeof programModes)[number],
    stack = pulumiDevYaml,
): Promise<Recording> {
    const files = { "Pulumi.yaml": pulumiYaml, "Pulumi.dev.yaml": stack, "index.ts": body };
    return withProject(files, (folder) => record(loadProject(folder, "dev"), mode));
}

function named({ resources }: Recording, type: string, name: string): RegisteredResource {
    return resources.find((one) => one.type === type && one.name === name) ?? assert.fail(`no ${type} ${name}`);
}

const unknownsIn = ({ resources }: Recording): string[] =>
    resources.filter(({ inputs }) => JSON.stringify(inputs).includes(unknown)).map(({ name }) => name);

describe("recording somebody else's program", () => {
    const recordings = new Map<Mode, Recording>();
    before(async () => {
        process.env["AWS_ACCESS_KEY_ID"] ??= "of-whoever-runs-the-tests";
        const made = await Promise.all(programModes.map((mode) => recordProgram(program, mode)));
        for (const one of made) recordings.set(one.mode, one);
    });
    after(() => {
        if (process.env["AWS_ACCESS_KEY_ID"] === "of-whoever-runs-the-tests") delete process.env["AWS_ACCESS_KEY_ID"];
    });
    const of = (mode: Mode): Recording => recordings.get(mode) ?? assert.fail("not recorded");

    for (const mode of programModes) {
        it(`registers everything, ${mode}, and shows no credentials`, () => {
            const { stack, project, errors, warnings, resources, outputs } = of(mode);
            assert.deepEqual([stack, project, errors, warnings], ["dev", "foreign", [], []]);
            assert.equal(resources.length, 9);
            assert.equal(outputs["credentials"], "none");
        });

        it(`shows each resource's provider, ${mode}`, () => {
            const { provider } = named(of(mode), "aws:dynamodb/table:Table", "orders");
            assert.deepEqual(provider, {
                urn: "urn:pulumi:dev::foreign::pulumi:providers:aws::default_7_48_0",
                type: "pulumi:providers:aws",
                name: "default_7_48_0",
                properties: {
                    version: "7.48.0",
                    region: "eu-west-1",
                    secretKey: {
                        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
                        value: "secure-placeholder",
                    },
                    defaultTags: '{"tags":{"team":"ml"}}',
                },
            });
            const explicit = named(of(mode), "aws:sqs/queue:Queue", "jobs").provider;
            assert.equal(explicit?.urn, "urn:pulumi:dev::foreign::pulumi:providers:aws::other");
            assert.equal(explicit.properties["region"], "us-west-2");
            assert.equal(explicit.properties["defaultTags"], '{"tags":{"owner":"me"}}');
            assert.equal(named(of(mode), "pulumi:pulumi:Stack", "foreign-dev").provider, undefined);
        });

        it(`has what was looked up among the resources, ${mode}`, () => {
            const vpc = named(of(mode), "aws:ec2/vpc:Vpc", "shared");
            assert.deepEqual([vpc.external, vpc.id], [true, "vpc-0123456789"]);
            assert.equal(
                named(of(mode), "aws:ec2/securityGroup:SecurityGroup", "web").inputs["vpcId"],
                "vpc-0123456789",
            );
        });
    }

    it("knows on a first preview only what the program writes", () => {
        assert.deepEqual(unknownsIn(of("firstPreview")), ["read", "jobs"]);
        const { id, inputs } = named(of("firstPreview"), "aws:iam/rolePolicy:RolePolicy", "read");
        assert.deepEqual([id, inputs["policy"]], ["", unknown]);
    });

    it("knows ids, ARNs and documents made of them with ids known, and keeps unknown what nobody can make up", () => {
        const recording = of("deterministicIds");
        assert.deepEqual(
            JSON.parse(String(named(recording, "aws:iam/rolePolicy:RolePolicy", "read").inputs["policy"])),
            {
                Version: "2012-10-17",
                Statement: [
                    {
                        Effect: "Allow",
                        Action: "dynamodb:GetItem",
                        Resource: `arn:aws:dynamodb:eu-west-1:123456789012:table/${named(recording, "aws:dynamodb/table:Table", "orders").id}`,
                    },
                ],
            },
        );
        assert.equal(recording.outputs["url"], "https://sqs.us-west-2.amazonaws.com/123456789012/jobs.fifo");
        const mapping = named(recording, "aws:lambda/eventSourceMapping:EventSourceMapping", "jobs");
        assert.equal(mapping.inputs["eventSourceArn"], "arn:aws:sqs:us-west-2:123456789012:jobs.fifo");
        // It is merely not there otherwise, and whatever a rule wants of it would go with it.
        assert.equal(mapping.inputs["enabled"], unknown);
        const ids = recording.resources.filter(({ custom, id }) => custom && id === "");
        assert.deepEqual(ids, []);
    });
});

describe("recording", () => {
    it("names a function that only AWS could answer", async () => {
        const body = `import * as aws from "@pulumi/aws";\nexport const ami = aws.ec2.getAmiOutput({}).id;\n`;
        const { errors } = await recordProgram(body, "deterministicIds");
        assert.equal(errors.length, 1);
        assert.match(String(errors[0]), /^aws:ec2\/getAmi:getAmi: .* the function aws:ec2\/getAmi:getAmi\.$/);
    });

    it("wants to know the region", async () => {
        await assert.rejects(recordProgram("", "firstPreview", "config: {}\n"), {
            name: "ProjectError",
            message: "Stack dev sets no aws:region. Set it: pulumi config set aws:region us-east-1 --stack dev",
        });
    });

    it("compiles as Pulumi does: a field that is only declared keeps what its base class put there", async () => {
        const body = `
import * as pulumi from "@pulumi/pulumi";
class Base extends pulumi.ComponentResource {
    constructor() { super("my:index:Base", "base"); Object.assign(this, { value: 1 }); }
}
class Derived extends Base { readonly value!: number; }
export const value = new Derived().value;
`;
        const { errors, outputs } = await recordProgram(body, "firstPreview");
        assert.deepEqual([errors, outputs["value"]], [[], 1]);
    });

    it("serializes functions: what the SDK needs for that is loaded when it needs it", async () => {
        const body = `
import * as pulumi from "@pulumi/pulumi";
const greeting = "hello";
export const text = pulumi.runtime.serializeFunction(() => greeting).then(({ text }) => text);
`;
        const { errors, outputs } = await recordProgram(body, "firstPreview");
        assert.deepEqual(errors, []);
        assert.match(String(outputs["text"]), /return \(\) => greeting;/);
    });

    it("knows everything about dev and prod with ids known, and the same each time", async () => {
        const [dev, again, prod] = await Promise.all(
            ["dev", "dev", "prod"].map((stack) => record(loadProject(root, stack), "deterministicIds")),
        );
        assert.ok(dev && again && prod);
        assert.deepEqual([...dev.errors, ...prod.errors], []);
        assert.deepEqual([...unknownsIn(dev), ...unknownsIn(prod)], []);
        const byUrn = ({ resources }: Recording) =>
            Object.fromEntries(resources.map(({ urn, id, inputs, outputs }) => [urn, { id, inputs, outputs }]));
        assert.deepEqual(byUrn(dev), byUrn(again));
    });
});
