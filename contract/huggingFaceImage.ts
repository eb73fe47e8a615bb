import { parseInstanceType } from "./instanceTypes";
import { dnsSuffix } from "./partition";
import { SettingsError } from "./settingsError";

export const huggingFaceRepository = "huggingface-pytorch-inference";

/**
 * Pinned to transformers 4.49: version 5 has no summarization pipeline any more (huggingface/transformers #43256), and
 * these two tags are the newest of version 4 that AWS documents for CPU and GPU alike.
 */
const tags = {
    cpu: "2.6.0-transformers4.49.0-cpu-py312-ubuntu22.04",
    gpu: "2.6.0-transformers4.49.0-gpu-py312-cu124-ubuntu22.04",
} as const;

/** Account of AWS Deep Learning Containers in most regions. */
const commonAccount = "763104351884";

/**
 * Registry account by region, from aws/sagemaker-python-sdk, image_uri_config/huggingface.json, inference, 4.49.0.
 * The isolated regions (us-iso*) are left out: their DNS suffixes differ and nobody could try them.
 */
const registryAccounts: Readonly<Record<string, string>> = {
    "af-south-1": "626614931356",
    "ap-east-1": "871362719292",
    "ap-northeast-1": commonAccount,
    "ap-northeast-2": commonAccount,
    "ap-northeast-3": "364406365360",
    "ap-south-1": commonAccount,
    "ap-south-2": "772153158452",
    "ap-southeast-1": commonAccount,
    "ap-southeast-2": commonAccount,
    "ap-southeast-3": "907027046896",
    "ap-southeast-4": "457447274322",
    "ca-central-1": commonAccount,
    "ca-west-1": "204538143572",
    "cn-north-1": "727897471807",
    "cn-northwest-1": "727897471807",
    "eu-central-1": commonAccount,
    "eu-central-2": "380420809688",
    "eu-north-1": commonAccount,
    "eu-south-1": "692866216735",
    "eu-south-2": "503227376785",
    "eu-west-1": commonAccount,
    "eu-west-2": commonAccount,
    "eu-west-3": commonAccount,
    "il-central-1": "780543022126",
    "me-central-1": "914824155844",
    "me-south-1": "217643126080",
    "sa-east-1": commonAccount,
    "us-east-1": commonAccount,
    "us-east-2": commonAccount,
    "us-gov-east-1": "446045086412",
    "us-gov-west-1": "442386744353",
    "us-west-1": commonAccount,
    "us-west-2": commonAccount,
};

/**
 * The Hugging Face inference image of a region, for CPU or GPU as the instance type needs it.
 *
 * @throws SettingsError when no registry account is known for the region, or the image does not run on the instance type
 */
export function huggingFaceImage(region: string, instanceType: string): string {
    const account = registryAccounts[region];
    if (account === undefined) {
        throw new SettingsError(
            `aws:region is "${region}", but must be a region with a known account for the Hugging Face image, such as us-east-1, or summarizer:image must be set`,
        );
    }
    const accelerator = parseInstanceType(instanceType)?.accelerator ?? "cpu";
    if (accelerator === "neuron") {
        throw new SettingsError(
            `summarizer:instanceType is "${instanceType}", but must be a CPU or GPU type, or summarizer:image must be set`,
        );
    }
    const suffix = dnsSuffix(region.startsWith("cn-") ? "aws-cn" : "aws");
    return `${account}.dkr.ecr.${region}.${suffix}/${huggingFaceRepository}:${tags[accelerator]}`;
}
