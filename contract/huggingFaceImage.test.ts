import assert from "node:assert/strict";

import { huggingFaceImage } from "./huggingFaceImage";
import { SettingsError } from "./settings";

const repository = "huggingface-pytorch-inference";

describe("huggingFaceImage", () => {
    it("is the CPU image for a CPU type", () => {
        assert.equal(
            huggingFaceImage("us-east-1", "ml.m5.xlarge"),
            `763104351884.dkr.ecr.us-east-1.amazonaws.com/${repository}:2.6.0-transformers4.49.0-cpu-py312-ubuntu22.04`,
        );
    });

    it("is the GPU image for a GPU type", () => {
        assert.equal(
            huggingFaceImage("us-east-1", "ml.g4dn.xlarge"),
            `763104351884.dkr.ecr.us-east-1.amazonaws.com/${repository}:2.6.0-transformers4.49.0-gpu-py312-cu124-ubuntu22.04`,
        );
    });

    it("comes from the registry of the region", () => {
        assert.match(
            huggingFaceImage("eu-south-1", "ml.m5.xlarge"),
            /^692866216735\.dkr\.ecr\.eu-south-1\.amazonaws\.com\//,
        );
        assert.match(
            huggingFaceImage("cn-north-1", "ml.m5.xlarge"),
            /^727897471807\.dkr\.ecr\.cn-north-1\.amazonaws\.com\.cn\//,
        );
    });

    it("refuses a region without a known account", () => {
        assert.throws(
            () => huggingFaceImage("mars-north-1", "ml.m5.xlarge"),
            new SettingsError(
                'aws:region is "mars-north-1", but must be a region with a known account for the Hugging Face image, such as us-east-1, or summarizer:image must be set',
            ),
        );
    });

    it("refuses a type that needs a compiled model", () => {
        assert.throws(
            () => huggingFaceImage("us-east-1", "ml.inf2.xlarge"),
            new SettingsError(
                'summarizer:instanceType is "ml.inf2.xlarge", but must be a CPU or GPU type, or summarizer:image must be set',
            ),
        );
    });
});
