/** What computes on an instance. */
export type Accelerator = "cpu" | "gpu" | "neuron";

/** A SageMaker hosting instance type, taken apart. */
export interface InstanceType {
    /** Between the dots, e.g. `g4dn`. */
    family: string;
    /** After the second dot, e.g. `xlarge`. */
    size: string;
    /** `neuron` stands for AWS Inferentia and Trainium. */
    accelerator: Accelerator;
    /** Graviton runs arm64 images only. */
    architecture: "x86_64" | "arm64";
    /** Burstable types (`ml.t*`) earn and spend CPU credits. */
    burstable: boolean;
    /** Local NVMe storage, which SageMaker uses as the instance's volume. */
    localNvme: boolean;
}

/** Letters, generation, attributes: `g4dn` is g, 4, dn; `p6-b200` is p, 6 and a chip. */
const form = /^ml\.(?<family>(?<series>[a-z]+)\d+(?<attributes>[a-z]*)(-[a-z]+\d+)?)\.(?<size>medium|large|\d*xlarge)$/;

/** AWS: Amazon EC2 instance type naming convention, instance families. */
const accelerators: Readonly<Record<string, Accelerator>> = {
    g: "gpu",
    gr: "gpu",
    p: "gpu",
    inf: "neuron",
    trn: "neuron",
};

/**
 * Accelerated families that have NVMe instance store although their name holds no `d` (AWS: Amazon EC2, instance store
 * volume specifications for accelerated computing instances).
 */
const acceleratedWithNvme = /^(g5|g6|g6e|g7|g7e|gr6|p5|p5e|p5en|p6-b200|p6-b300|p6e-gb200|trn1|trn1n|trn2)$/;

/** @returns undefined when `text` has not the form of a SageMaker hosting instance type, such as `ml.m5.xlarge` */
export function parseInstanceType(text: string): InstanceType | undefined {
    const groups = form.exec(text)?.groups;
    if (!groups) return undefined;
    const { family = "", series = "", attributes = "", size = "" } = groups;
    return {
        family,
        size,
        accelerator: accelerators[series] ?? "cpu",
        // AWS: naming convention, attribute g: "AWS Graviton processors"; GB200 couples its GPUs to arm64 CPUs.
        architecture: attributes.includes("g") || family.includes("-gb") ? "arm64" : "x86_64",
        burstable: series === "t",
        // AWS: naming convention, attribute d: "instance store volumes".
        localNvme: attributes.includes("d") || acceleratedWithNvme.test(family),
    };
}

/**
 * Whether the type brings its own NVMe volume. For such types CreateEndpointConfig refuses a KmsKeyId and a volume size
 * (AWS: SageMaker API Reference, CreateEndpointConfig, KmsKeyId): their storage is encrypted by hardware.
 */
export function hasLocalNvme(instanceType: string): boolean {
    return parseInstanceType(instanceType)?.localNvme ?? false;
}
