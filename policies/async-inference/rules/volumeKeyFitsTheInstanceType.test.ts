import assert from "node:assert/strict";

import { analyze, output } from "../../testing/analyze";
import { deferrals } from "../../testing/violations";
import { endpointConfigurationType } from "../notificationTopic";
import { configuration, configurationWith, judged, neverThrows, staysRefused } from "../testing/configuration";
import { volumeKeyFitsTheInstanceType } from "./volumeKeyFitsTheInstanceType";

const key = "arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-0000-0000-0000-000000000000";
const at = "productionVariants[0]";
const writeKey = "Set kmsKeyArn to the ARN of a KMS key.";
const noArn = `kmsKeyArn is not the ARN of a KMS key. ${writeKey}`;
const writeType = 'Write a hosting instance type, such as "ml.m5.xlarge".';
const remove = "Remove it: CreateEndpointConfig refuses it, and hardware encrypts that volume.";
const needless = (path: string): string =>
    `kmsKeyArn is set, but ${path}.instanceType has local NVMe storage. ${remove}`;
const size = `${at}.volumeSizeInGb is set for a type with local NVMe storage. ${remove}`;

const keyed = (kmsKeyArn: unknown): object => configurationWith({ kmsKeyArn });
const typed = (instanceType: unknown): object =>
    configurationWith({ [`${at}.instanceType`]: instanceType, kmsKeyArn: key });
/** As a GPU type wants it, changed. */
const gpu = (changes: Record<string, unknown> = {}, instanceType = "ml.g4dn.xlarge"): object =>
    configurationWith({
        kmsKeyArn: undefined,
        [`${at}.volumeSizeInGb`]: undefined,
        [`${at}.instanceType`]: instanceType,
        ...changes,
    });
const [cpuVariant] = configuration.productionVariants;
const gpuVariant = { variantName: "gpu", modelName: "m", instanceType: "ml.g5.xlarge", initialInstanceCount: 1 };

const table: [string, object, string[]][] = [
    ["a key for an EBS volume passes", keyed(key), []],
    ["a key's alias passes", keyed("arn:aws:kms:us-east-1:123456789012:alias/summaries"), []],
    ["a multi-Region key passes", keyed("arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-1a2b"), []],
    ["a volume without a size passes", configurationWith({ kmsKeyArn: key, [`${at}.volumeSizeInGb`]: undefined }), []],
    ["a GPU with NVMe passes without a key", gpu(), []],
    ["a null key is none", gpu({ kmsKeyArn: null, [`${at}.volumeSizeInGb`]: null }), []],
    ["a GPU without NVMe passes with a key", typed("ml.p3.2xlarge"), []],
    ["a CPU type with NVMe passes without a key", gpu({}, "ml.m5d.xlarge"), []],
    ["a real-time configuration is not concerned", gpu({ kmsKeyArn: key, asyncInferenceConfig: undefined }), []],
    ["no key for an EBS volume is refused", keyed(undefined), [`kmsKeyArn is not set. ${writeKey}`]],
    ["a null key for it is refused", keyed(null), [`kmsKeyArn is null. ${writeKey}`]],
    ["an empty key is refused", keyed(""), [`kmsKeyArn is an empty string. ${writeKey}`]],
    ["a list of keys is refused", keyed([key]), [`kmsKeyArn is a list. ${writeKey}`]],
    ["a number is refused", keyed(7), [noArn]],
    ["a key's id is refused", keyed("1a2b3c4d-0000-0000-0000-000000000000"), [noArn]],
    ["an alias's name is refused", keyed("alias/summaries"), [noArn]],
    ["a bucket's ARN is refused", keyed("arn:aws:s3:::summaries"), [noArn]],
    ["a blank behind it is refused", keyed(`${key} `), [noArn]],
    ["a key for NVMe is refused", gpu({ kmsKeyArn: key }), [needless(at)]],
    ["an empty key for NVMe is refused", gpu({ kmsKeyArn: "" }), [needless(at)]],
    ["a size for NVMe is refused", gpu({ [`${at}.volumeSizeInGb`]: 30 }), [size]],
    ["key and size for NVMe are two problems", typed("ml.g4dn.xlarge"), [size, needless(at)]],
    ["no type is refused", typed(undefined), [`${at}.instanceType is not set. ${writeType}`]],
    ["an empty type is refused", typed(""), [`${at}.instanceType is an empty string. ${writeType}`]],
    ["a number for a type is refused", typed(5), [`${at}.instanceType is a number. ${writeType}`]],
    ["EC2's name is refused", typed("g4dn.xlarge"), [`${at}.instanceType is no hosting instance type. ${writeType}`]],
    [
        "no variants are refused",
        configurationWith({ productionVariants: undefined }),
        ["productionVariants is not set. Write a list of variants."],
    ],
    [
        "an empty list is refused",
        configurationWith({ productionVariants: [] }),
        ["productionVariants is an empty list. Write a list of variants."],
    ],
    [
        "a list for a variant is refused",
        configurationWith({ productionVariants: [[]] }),
        [`${at} is a list. ${writeType}`],
    ],
    [
        "one NVMe among others forbids the key",
        configurationWith({ kmsKeyArn: key, productionVariants: [cpuVariant, gpuVariant] }),
        [needless("productionVariants[1]")],
    ],
    ["and wants none", configurationWith({ kmsKeyArn: undefined, productionVariants: [cpuVariant, gpuVariant] }), []],
];

const unknowns: [string, object, string[]][] = [
    [
        "an instance type",
        typed(output("ml.m5.xlarge")),
        [`${at}.instanceType is known only after deployment, so it cannot be checked. ${writeType}`],
    ],
    [
        "a list of variants",
        configurationWith({ kmsKeyArn: key, productionVariants: output([cpuVariant]) }),
        [
            "productionVariants is known as a whole only after deployment, so its variants cannot be checked. Write the block as a literal; only the values in it may be outputs.",
        ],
    ],
    ["a key that is not there after all", gpu({ kmsKeyArn: output(undefined) }), [needless(at)]],
    ["a size that is not there after all", gpu({ [`${at}.volumeSizeInGb`]: output(undefined) }), [size]],
];

describe("volume-key-fits-the-instance-type", () => {
    for (const [what, props, says] of table) {
        it(what, async () => {
            for (const preview of [true, false]) {
                assert.deepEqual(await judged(volumeKeyFitsTheInstanceType, props, preview), says);
            }
        });
    }

    for (const [what, props, says] of unknowns) {
        it(`${what}, as an output, is refused in a preview and passes once it is known`, async () => {
            assert.deepEqual(await judged(volumeKeyFitsTheInstanceType, props, true), says);
            assert.deepEqual(await judged(volumeKeyFitsTheInstanceType, props, false), []);
        });
    }

    it("a key that the program makes is judged once it is known", async () => {
        const rule = volumeKeyFitsTheInstanceType;
        assert.deepEqual(await judged(rule, configuration, true), []);
        assert.deepEqual(await deferrals(rule, endpointConfigurationType, configuration, { preview: true }), [
            "kmsKeyArn is known only after deployment",
        ]);
        assert.deepEqual(await judged(rule, configuration, false), []);
        assert.deepEqual(await judged(rule, keyed(output("summaries")), false), [noArn]);
    });

    /**
     * Cases of comparable rules, by hand. They ask for a key whatever the instance type; where that cannot be deployed, this one
     * differs on purpose (CreateEndpointConfig refuses KmsKeyId for types with local NVMe).
     */
    const peers: [string, object, "pass" | "fail", "pass" | "fail"][] = [
        ["CKV_AWS_98: a key", typed("ml.m5.xlarge"), "pass", "pass"],
        ["CKV_AWS_98: no key", keyed(undefined), "fail", "fail"],
        ["cfn-nag W1200: a key", typed("ml.c5.large"), "pass", "pass"],
        ["cfn-nag W1200: no key", keyed(undefined), "fail", "fail"],
        ["cdk-nag EndpointConfigurationKMSKeyConfigured: no key", keyed(undefined), "fail", "fail"],
        ["all: no key for ml.g4dn", gpu(), "fail", "pass"],
        ["all: a key for ml.g4dn", gpu({ kmsKeyArn: key }), "pass", "fail"],
        ["all: an empty key", keyed(""), "fail", "fail"],
    ];
    for (const [peer, props, theirs, ours] of peers) {
        it(`${peer} is a ${theirs} there and a ${ours} here`, async () => {
            const said = await judged(volumeKeyFitsTheInstanceType, props, true);
            assert.equal(said.length === 0 ? "pass" : "fail", ours);
        });
    }

    it("resources of other types are not concerned", async () => {
        const props = keyed(undefined);
        const type = "aws:sagemaker/endpoint:Endpoint";
        assert.deepEqual(await analyze(volumeKeyFitsTheInstanceType, type, props, { preview: true }), []);
    });

    it("an unknown anywhere never lets a bad configuration pass", async () => {
        for (const bad of [keyed("alias/summaries"), gpu({ kmsKeyArn: key }), typed("ml.m5"), typed("ml.g5.xlarge")]) {
            await staysRefused(volumeKeyFitsTheInstanceType, bad);
        }
    });

    it("nothing makes the rule throw", () => neverThrows(volumeKeyFitsTheInstanceType, key, "ml.g4dn.xlarge"));
});
