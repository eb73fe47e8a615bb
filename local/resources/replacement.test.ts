import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { resourceTypes } from "./index";
import { forcesReplacement, type Replacement, replacements } from "./replacement";
import { CheckError, type ResourceType, unknown } from "./resource";
import { type Lifecycle, lifecycles } from "./testing/lifecycles";
import { checkContext } from "./testing/recordingTarget";

/** Whether the type's table has the property: what it does not have is refused. */
function implementsProperty({ check }: ResourceType, { inputs }: Lifecycle, property: string): boolean {
    try {
        check({ ...inputs, [property]: unknown }, checkContext);
        return true;
    } catch (error) {
        const refused = (failure: { property: string }) => failure.property === property;
        if (error instanceof CheckError && error.failures.some(refused)) return false;
        throw error;
    }
}

/** Arguments of which the provider's typings say that another value makes a new resource. */
function saidToReplace(type: string): string[] {
    const [, path] = type.split(":") as [string, string];
    const typings = readFileSync(createRequire(__filename).resolve(`@pulumi/aws/${path}.d.ts`), "utf8");
    const [, args] = typings.split(/^export interface \w+Args \{$/m) as [string, string];
    return [...args.matchAll(/^ {4}\/\*\*(.*?)\*\/\s+(\w+)\??: /gms)]
        .filter(([, comment]) => /forces? (a )?(new|replacement)|new resource|recreat/i.test(comment as string))
        .map(([, , property]) => property as string);
}

describe("replacements", () => {
    it("are told for exactly the types that there are", () => {
        assert.deepEqual(Object.keys(replacements).sort(), [...resourceTypes.keys()].sort());
    });

    for (const [type, replacement] of Object.entries(replacements)) {
        describe(type, () => {
            replaces(replacement, resourceTypes.get(type) as ResourceType, lifecycles[type] as Lifecycle);
        });
    }

    it("would agree with the provider's typings, but those say it of no property of these types", () => {
        // tfgen leaves out "Forces new resource" where upstream's documentation has it in brackets; prose it keeps.
        assert.deepEqual(saidToReplace("aws:alb/targetGroupAttachment:TargetGroupAttachment"), ["quicServerId"]);
        const said = Object.keys(replacements).flatMap((type) => saidToReplace(type).map((name) => `${type} ${name}`));
        assert.deepEqual(said, []);
    });
});

function replaces({ properties, source }: Replacement, resourceType: ResourceType, life: Lifecycle): void {
    it("has a source for them", () => {
        assert.match(source, /^terraform-provider-aws internal\/service\/[a-z0-9]+\/[a-z_]+\.go, \w+$/);
    });

    it("implements each of them, and names none twice", () => {
        assert.deepEqual(
            properties.filter((property) => !implementsProperty(resourceType, life, property)),
            [],
        );
        assert.equal(new Set(properties).size, properties.length);
    });

    it("is replaced in another region, if it lies in one", () => {
        assert.equal(properties.includes("region"), implementsProperty(resourceType, life, "region"));
    });

    it("is replaced by whatever its id is made of", () => {
        const parts = new Set([life.id, ...life.id.split(":"), ...life.id.split("/")]);
        const made = Object.keys(life.inputs).filter((property) => parts.has(life.inputs[property] as string));
        assert.deepEqual(
            made.filter((property) => !properties.includes(property)),
            [],
        );
    });

    it("keeps its tags apart from that", () => {
        assert.equal(properties.includes("tags"), false);
    });
}

describe("forcesReplacement", () => {
    const model = "aws:sagemaker/model:Model";
    const endpointConfiguration = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";
    const lifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

    for (const [type, path, expected] of [
        [model, "executionRoleArn", true],
        [model, "primaryContainer", true],
        [model, "primaryContainer.image", true],
        [model, "primaryContainer.environment.HF_TASK", true],
        [model, 'primaryContainer.environment["HF.TASK"]', true],
        [model, 'tags["a.b"]', false],
        [endpointConfiguration, "productionVariants[1]", true],
        [endpointConfiguration, "productionVariants[0].initialInstanceCount", true],
        [endpointConfiguration, "asyncInferenceConfig.clientConfig.maxConcurrentInvocationsPerInstance", true],
        [endpointConfiguration, "tags.name", false],
        ["aws:sagemaker/endpoint:Endpoint", "endpointConfigName", false],
        ["aws:cloudwatch/metricAlarm:MetricAlarm", "namespace", false],
        ["aws:appautoscaling/target:Target", "maxCapacity", false],
        ["aws:appautoscaling/policy:Policy", "policyType", false],
        [lifecycle, "rules[0].status", false],
        [lifecycle, "bucket", true],
        ["aws:iam/policy:Policy", "description", true],
        ["aws:iam/role:Role", "description", false],
        ["aws:sns/topicSubscription:TopicSubscription", "filterPolicy", false],
    ] as const) {
        it(`says ${expected ? "yes" : "no"} to ${path} of ${type}`, () => {
            assert.equal(forcesReplacement(type, path), expected);
        });
    }

    it("does not guess for a type that it does not know", () => {
        assert.throws(() => forcesReplacement("aws:sqs/queue:Deque", "name"), {
            message: "No table says which properties of aws:sqs/queue:Deque force a replacement.",
        });
    });
});
