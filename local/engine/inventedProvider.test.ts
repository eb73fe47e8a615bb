import assert from "node:assert/strict";

import fc from "fast-check";

import { resourceTypes } from "../resources";
import { type Properties, unknown } from "../resources/resource";
import { lifecycles } from "../resources/testing/lifecycles";
import { inventedProvider } from "./inventedProvider";

const place = { accountId: "111122223333", region: "eu-west-1", partition: "aws" };
const provider = inventedProvider(place, { ids: true });
const resource = (type: string, name = "it") => ({ type, name, urn: `urn:pulumi:dev::p::${type}::${name}` });

function plan(type: string, inputs: Properties) {
    return provider.plan?.(resource(type), inputs) ?? assert.fail(`${type} has no plan`);
}

/** What AWS chooses at random. */
const random: [RegExp, string][] = [
    [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<random>"],
    [/(scalable-target\/)\w+/, "$1<random>"],
    [/^https?:\/\/[^/]+/, "<host>"],
    [/(key\/|scalingPolicy:|:news:)(1234|1|4f2c)(?=$|:)/, "$1<random>"],
    [/^(1234|4f2c)$/, "<random>"],
    [/\bit-[0-9a-f]{7}$/, "it-<random>"],
];
const withoutChance = (text: unknown): string =>
    random.reduce((rest, [pattern, to]) => rest.replace(pattern, to), String(text));

describe("a provider without AWS", () => {
    for (const [type, { inputs, id, outputs }] of Object.entries(lifecycles)) {
        it(`says of ${type} what AWS would, but for what AWS chooses at random`, () => {
            const planned = plan(type, provider.check(type, "it", "urn", inputs));
            assert.equal(withoutChance(planned.id), withoutChance(id));
            // A scaling policy's is shortened there.
            if (outputs["arn"] !== undefined && outputs["arn"] !== "arn:policy") {
                assert.equal(withoutChance(planned.outputs["arn"]), withoutChance(outputs["arn"]));
            }
            for (const [name, value] of Object.entries(inputs)) {
                assert.ok(name in planned.outputs, name);
                if (typeof value === "number") assert.equal(planned.outputs[name], value);
            }
        });
    }

    it("covers every type that the laptop AWS knows", () => {
        assert.deepEqual(Object.keys(lifecycles).sort(), [...resourceTypes.keys()].sort());
    });

    const foreign: [string, Properties, string, string][] = [
        [
            "aws:dynamodb/table:Table",
            { name: "orders" },
            "orders",
            "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
        ],
        [
            "aws:lambda/function:Function",
            { name: "reader" },
            "reader",
            "arn:aws:lambda:eu-west-1:111122223333:function:reader",
        ],
        ["aws:iam/user:User", { name: "me", path: "/team/" }, "me", "arn:aws:iam::111122223333:user/team/me"],
        ["aws:s3/bucketV2:BucketV2", { bucket: "data" }, "data", "arn:aws:s3:::data"],
        [
            "aws:athena/workgroup:Workgroup",
            {},
            "it-252b151",
            "arn:aws:athena:eu-west-1:111122223333:workgroup/it-252b151",
        ],
        [
            "aws:sqs/queue:Queue",
            { name: "jobs", region: "us-west-2" },
            "https://sqs.us-west-2.amazonaws.com/111122223333/jobs",
            "arn:aws:sqs:us-west-2:111122223333:jobs",
        ],
    ];
    for (const [type, inputs, id, arn] of foreign) {
        it(`invents ${arn}`, () => {
            const planned = plan(type, inputs);
            assert.equal(planned.id, id);
            assert.equal(planned.outputs["arn"], arn);
        });
    }

    it("places a resource in its provider's region", () => {
        const other = { urn: "u", type: "pulumi:providers:aws", name: "other", properties: { region: "us-west-2" } };
        const planned = provider.plan?.({ ...resource("aws:sns/topic:Topic"), provider: other }, { name: "news" });
        assert.equal(planned?.id, "arn:aws:sns:us-west-2:111122223333:news");
    });

    it("leaves unknown what would be made of an unknown", () => {
        assert.equal(provider.plan?.(resource("aws:sns/topic:Topic"), { name: unknown }), undefined);
        const subscription = plan("aws:sns/topicSubscription:TopicSubscription", { topic: unknown, protocol: "sqs" });
        assert.equal(subscription.id, "");
        assert.equal("arn" in subscription.outputs, false);
    });

    it("says the same of the same, and knows an id wherever it knows a name", () => {
        const type = fc.constantFrom(...resourceTypes.keys(), "aws:ec2/vpc:Vpc", "aws:dynamodb/table:Table");
        fc.assert(
            fc.property(type, fc.stringMatching(/^[a-z][a-z0-9-]{2,20}$/), (token, name) => {
                const inputs = { name, bucket: name, topic: "t", role: "r", queueUrl: "q", arn: "a", resourceId: "e" };
                const planned = plan(token, inputs);
                assert.deepEqual(plan(token, inputs), planned);
                assert.notEqual(planned.id, "");
                assert.ok(!JSON.stringify(planned).includes(unknown));
            }),
        );
    });

    it("lets types pass that the laptop AWS does not know, and properties that it does not implement", () => {
        assert.deepEqual(provider.check("aws:ec2/vpc:Vpc", "it", "urn", { cidrBlock: "10.0.0.0/16" }), {
            cidrBlock: "10.0.0.0/16",
        });
        const queue = provider.check("aws:sqs/queue:Queue", "it", "urn", { name: "jobs.fifo", fifoQueue: true });
        assert.deepEqual(
            [queue["name"], queue["fifoQueue"], queue["visibilityTimeoutSeconds"]],
            ["jobs.fifo", true, 30],
        );
    });

    it("refuses what the AWS provider refuses", () => {
        assert.throws(
            () => provider.check("aws:sqs/queue:Queue", "it", "urn", { delaySeconds: 901 }),
            /expected delaySeconds to be in the range \(0 - 900\), got 901/,
        );
    });

    it("looks up what exists already by its id", () => {
        assert.equal(
            provider.read?.("aws:sns/topic:Topic", "old", "arn:aws:sns:eu-west-1:111122223333:news", {})["name"],
            "news",
        );
        assert.equal(
            provider.read?.("aws:ec2/vpc:Vpc", "old", "vpc-1", {})["arn"],
            "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1",
        );
    });

    it("knows nothing but inputs on a first preview, and makes nothing in any", () => {
        assert.equal(inventedProvider(place, { ids: false }).plan, undefined);
        assert.throws(() => void provider.create("aws:sns/topic:Topic", {}), /^Error: Nothing is made without AWS\.$/);
    });

    it("names a function that only AWS could answer", async () => {
        assert.deepEqual(await provider.invoke("aws:index/getRegion:getRegion", { region: "us-west-2" }), {
            id: "us-west-2",
            name: "us-west-2",
            region: "us-west-2",
            description: "us-west-2",
            endpoint: "ec2.us-west-2.amazonaws.com",
        });
        await assert.rejects(provider.invoke("aws:ec2/getAmi:getAmi", {}), /the function aws:ec2\/getAmi:getAmi\./);
    });
});
