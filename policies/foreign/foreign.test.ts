import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { inventedProvider } from "../../local/engine/inventedProvider";
import { packDirectories } from "../../local/engine/policyPack";
import { loadProject } from "../../contract/project";
import { judgeStacks, passes, type StackVerdict } from "../../local/gate";
import { placeOf } from "../../local/gate/record";
import { withProject } from "../../local/testing/temporaryProject";
import { allRules, recordStack } from "../mutation/environments";
import { Judge } from "../mutation/judge";
import { type Judgement } from "../mutation/judgement";

const root = join(__dirname, "..", "..");
const good = Object.fromEntries(
    ["Pulumi.yaml", "Pulumi.live.yaml", "index.ts"].map((file) => [file, readFileSync(join(__dirname, file), "utf8")]),
);

/** By path. */
type Files = Record<string, string>;

/** One change to the program, where `from` first stands. */
interface Breakage {
    what: string;
    /** Default: the program. */
    file?: "Pulumi.live.yaml";
    from: string | RegExp;
    to: string;
    /** Every rule that fires, in a first preview or once ids are known. */
    rules: readonly string[];
    /** Those that have to wait for ids, since the document is an output. */
    late?: readonly string[];
}

const resource = (type: string, name: string): RegExp =>
    new RegExp(`(const \\w+ = )?new ${type}\\("${name}", \\{[\\s\\S]*?\\n    \\}\\);`);

const breakages: readonly Breakage[] = [
    {
        what: "scales a variant that its endpoint does not have",
        from: "/variant/AllTraffic`",
        to: "/variant/Blue`",
        rules: ["every-variant-is-scaled"],
    },
    {
        what: "takes instances away while they work",
        from: "scaleInCooldown: 900",
        to: "scaleInCooldown: 30",
        rules: ["cooldowns-fit-the-work"],
    },
    {
        what: "tells nobody of a success",
        from: "successTopic: done.arn, ",
        to: "",
        rules: ["success-topic-is-set"],
    },
    {
        what: "raises no alarm on requests that expire",
        from: '"ExpiredRequests", ',
        to: "",
        rules: ["failures-raise-alarms"],
    },
    {
        what: "leaves it to AWS how many requests an instance works on",
        from: "clientConfig: { maxConcurrentInvocationsPerInstance: 4 },",
        to: "",
        rules: ["queue-drains-before-expiry"],
    },
    {
        what: "keeps messages in a queue without its key",
        from: "new sqs.Queue(name, { kmsMasterKeyId: key.id })",
        to: "new sqs.Queue(name)",
        rules: ["topics-and-queues-are-encrypted"],
    },
    {
        what: "runs its model outside of its network",
        from: /vpcConfig: .*/,
        to: "",
        rules: ["models-run-in-a-vpc"],
    },
    {
        what: "does not say whose environment it is",
        file: "Pulumi.live.yaml",
        from: "environment: live",
        to: "",
        rules: ["resources-are-tagged"],
    },
    {
        what: "serves a configuration that was made by hand",
        from: /endpointConfigName: [^,\n]+/,
        to: 'endpointConfigName: "made-by-hand"',
        rules: ["endpoints-are-asynchronous"],
    },
    {
        what: "keeps an instance when nothing is queued",
        from: "minCapacity: 0",
        to: "minCapacity: 1",
        rules: ["min-capacity-is-zero"],
    },
    {
        what: "has no error topic",
        from: ", errorTopic: failed.arn",
        to: "",
        rules: ["error-topic-is-set"],
    },
    {
        what: "has its error topic on no topic's ARN",
        from: "errorTopic: failed.arn",
        to: "errorTopic: failed.name",
        rules: ["error-topic-is-set"],
    },
    {
        what: "writes failures among summaries",
        from: "interpolate`s3://${bucket.bucket}/failures`",
        to: "interpolate`s3://${bucket.bucket}/transcripts/failures`",
        rules: ["execution-role-stays-with-its-own", "failure-path-is-set"],
        late: ["execution-role-stays-with-its-own"],
    },
    {
        what: "wakes up by a metric that is not published",
        from: 'metricName: "HasBacklogWithoutCapacity"',
        to: 'metricName: "Invocations"',
        rules: ["empty-fleet-wakes-up", "metrics-have-their-dimensions"],
    },
    {
        what: "never wakes up",
        from: "alarmActions: [first.arn]",
        to: "alarmActions: []",
        rules: ["empty-fleet-wakes-up"],
    },
    {
        what: "tracks invocations",
        from: 'metricName: "ApproximateBacklogSizePerInstance"',
        to: 'metricName: "InvocationsPerInstance"',
        rules: ["metrics-have-their-dimensions", "target-tracks-the-backlog"],
    },
    {
        what: "runs an instance type of the most expensive kind",
        from: "ml.c5.xlarge",
        to: "ml.p4d.24xlarge",
        rules: ["instance-type-is-allowed", "max-capacity-is-affordable", "volume-key-fits-the-instance-type"],
    },
    {
        what: "gives its configuration a name",
        from: 'sagemaker.EndpointConfiguration("transcripts", {',
        to: 'sagemaker.EndpointConfiguration("transcripts", {\n        name: "transcripts",',
        rules: ["endpoint-configuration-is-replaceable"],
    },
    {
        what: "loses what its queue does not take",
        from: "endpoint: inbox.arn, redrivePolicy }",
        to: "endpoint: inbox.arn }",
        rules: ["topics-are-heard"],
    },
    {
        what: "lets ACLs be public",
        from: "blockPublicAcls: true",
        to: "blockPublicAcls: false",
        rules: ["buckets-block-public-access"],
    },
    {
        what: "has a bucket without a block",
        from: resource("s3.BucketPublicAccessBlock", "recordings"),
        to: "",
        rules: ["buckets-block-public-access"],
    },
    {
        what: "takes plain HTTP for objects",
        from: "resources: [bucket.arn, interpolate`${bucket.arn}/*`]",
        to: "resources: [bucket.arn]",
        rules: ["buckets-refuse-plain-http"],
        late: ["buckets-refuse-plain-http"],
    },
    {
        what: "encrypts objects with S3's key",
        from: 'sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn',
        to: 'sseAlgorithm: "AES256"',
        rules: ["buckets-encrypt-with-a-key"],
    },
    {
        what: "keeps objects for ever",
        from: "expiration: { days: 60 },",
        to: "",
        rules: ["buckets-expire-objects"],
    },
    {
        what: "lets anybody publish",
        from: 'principals: [{ type: "AWS", identifiers: [root] }],\n                        actions: ["sns:Publish"]',
        to: 'principals: everybody,\n                        actions: ["sns:Publish"]',
        rules: ["resource-policies-are-not-public"],
        late: ["resource-policies-are-not-public"],
    },
    {
        what: "does not let CloudWatch use the key",
        from: '["sns", "cloudwatch"].map',
        to: '["sns"].map',
        rules: ["keys-admit-their-users"],
    },
    {
        what: "does not let topics send to its queues",
        from: 'actions: ["sqs:SendMessage"]',
        to: 'actions: ["sqs:ReceiveMessage"]',
        rules: ["keys-admit-their-users"],
        late: ["keys-admit-their-users"],
    },
    {
        what: "lets only some topics send to its queues",
        from: 'queue("inbox", [done, failed, pager])',
        to: 'queue("inbox", [done, pager])',
        rules: ["keys-admit-their-users"],
        late: ["keys-admit-their-users"],
    },
    {
        what: "lets the endpoint tell of failures only",
        from: "resources: [done.arn, failed.arn]",
        to: "resources: [failed.arn]",
        rules: ["keys-admit-their-users"],
        late: ["keys-admit-their-users"],
    },
    {
        what: "does not let the endpoint use the key",
        from: '{ actions: ["kms:Decrypt", "kms:GenerateDataKey*"], resources: [key.arn] },',
        to: "",
        rules: ["keys-admit-their-users"],
        late: ["keys-admit-their-users"],
    },
    {
        what: "lets the endpoint read the whole bucket",
        from: "interpolate`${bucket.arn}/incoming/*`",
        to: "interpolate`${bucket.arn}/*`",
        rules: ["execution-role-stays-with-its-own"],
        late: ["execution-role-stays-with-its-own"],
    },
    {
        what: "lets the endpoint do everything with S3",
        from: 'actions: ["s3:GetObject"]',
        to: 'actions: ["s3:*"]',
        rules: ["execution-role-stays-with-its-own", "iam-grants-are-narrow"],
        late: ["execution-role-stays-with-its-own", "iam-grants-are-narrow"],
    },
    {
        what: "passes any role",
        from: 'actions: ["iam:PassRole"],\n                    resources: [role.arn]',
        to: 'actions: ["iam:PassRole"],\n                    resources: ["*"]',
        rules: ["iam-grants-are-narrow", "pass-role-is-narrow"],
        late: ["iam-grants-are-narrow", "pass-role-is-narrow"],
    },
    {
        what: "trusts one endpoint of SageMaker only, which breaks asynchronous inference",
        from: "interpolate`arn:aws:sagemaker:${region}:${account}:*`",
        to: "interpolate`arn:aws:sagemaker:${region}:${account}:endpoint/transcripts`",
        rules: ["service-trust-names-its-source"],
    },
    {
        what: "trusts every repository of its owner",
        from: "repo:example/transcripts:environment:live",
        to: "repo:example/*",
        rules: ["github-trust-is-exact"],
        late: ["github-trust-is-exact"],
    },
    {
        what: "attaches administrator access",
        from: "policyArn: deployment.arn",
        to: 'policyArn: "arn:aws:iam::aws:policy/AdministratorAccess"',
        rules: ["no-broad-managed-policies"],
    },
    {
        what: "cannot restore its table",
        from: "pointInTimeRecovery: { enabled: true },",
        to: "",
        rules: ["tables-can-be-restored"],
    },
    {
        what: "has a key that never rotates",
        from: "enableKeyRotation: true,",
        to: "",
        rules: ["keys-rotate-and-wait"],
    },
    {
        what: "keeps logs for ever",
        from: ", retentionInDays: 60",
        to: "",
        rules: ["logs-expire"],
    },
    {
        what: "lets the model talk to anybody",
        from: "enableNetworkIsolation: true,",
        to: "",
        rules: ["models-are-isolated"],
    },
    {
        what: "takes whatever image is newest",
        from: 'whisper@sha256:${"0f".repeat(32)}',
        to: "whisper:latest",
        rules: ["images-are-pinned"],
    },
];

describe("a program that is not ours", function () {
    this.timeout(120_000);

    it("breaks no rule", async () => {
        const { preview, known } = await judged(good);
        for (const { messages, failed } of [preview, known])
            assert.deepEqual({ messages, failed }, { messages: [], failed: [] });
        assert.deepEqual([...known.deferred], []);
    });

    for (const { what, file = "index.ts", from, to, rules, late = [] } of breakages) {
        it(`is refused where it ${what}, by ${rules.join(" and ")}`, async () => {
            const { preview, known } = await judged(edited(file, from, to));
            const fired = [...new Set([...preview.fired, ...known.fired])].sort();
            assert.deepEqual(fired, rules, known.messages.join("\n"));
            assert.deepEqual(
                rules.filter((rule) => !preview.fired.has(rule)),
                late,
            );
            // What has to wait says so, and does not pass.
            for (const rule of late) assert.ok(preview.deferred.has(rule), rule);
            assert.deepEqual([preview.failed, known.failed], [[], []]);
        });
    }

    it("tries every rule", () => {
        const tried = new Set(breakages.flatMap(({ rules }) => rules));
        assert.deepEqual(
            allRules.map(({ name }) => name).filter((name) => !tried.has(name)),
            [],
        );
    });

    describe("in the gate, as a process of its own", () => {
        it("passes, with everything that was deferred judged", async () => {
            const verdict = await gated(good);
            const { violations, unevaluated, notJudged, errors } = verdict;
            assert.deepEqual(
                { violations, unevaluated, notJudged, errors },
                { violations: [], unevaluated: [], notJudged: [], errors: [] },
            );
            assert.ok(passes(verdict));
            assert.notEqual(verdict.deferred.length, 0);
        });

        it("is refused for a literal in the first preview, and for a document once ids are known", async () => {
            const once = edited("index.ts", "minCapacity: 0", "minCapacity: 1");
            const broken = edited("index.ts", "${bucket.arn}/incoming/*", "${bucket.arn}/*", once);
            const { violations } = await gated(broken);
            assert.deepEqual(
                [...new Map(violations.map(({ policy, modes }) => [policy, modes.join(" and ")]))].sort(),
                [
                    ["execution-role-stays-with-its-own", "deterministicIds"],
                    ["min-capacity-is-zero", "firstPreview and deterministicIds"],
                ],
            );
        });
    });
});

function edited(file: string, from: string | RegExp, to: string, files: Files = good): Files {
    const before = files[file] ?? assert.fail(`${file} is not there`);
    const after = before.replace(from, () => to);
    assert.notEqual(after, before, `${String(from)} is not there`);
    return { ...files, [file]: after };
}

async function judged(files: Files): Promise<{ preview: Judgement; known: Judgement }> {
    return withProject(files, async (folder) => {
        const project = loadProject(folder, "live");
        const { default: run } = (await import(join(folder, "index.ts"))) as { default: () => void };
        const provider = inventedProvider(placeOf(project), { ids: true });
        const stack = await recordStack(async () => Promise.resolve(run()), project, provider);
        return {
            preview: await new Judge(stack.preview, allRules).all(),
            known: await new Judge(stack.known, allRules).all(),
        };
    });
}

async function gated(files: Files): Promise<StackVerdict> {
    return withProject(files, async (folder) => {
        const args = { packs: packDirectories(root), today: new Date() };
        const { verdicts } = await judgeStacks([loadProject(folder, "live")], args);
        return verdicts[0] ?? assert.fail("no verdict");
    });
}
