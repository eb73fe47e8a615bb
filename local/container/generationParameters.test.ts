import assert from "node:assert/strict";

import { type Checkpoint, checkpointOf } from "./checkpoint";
import { checkMaxLength, readParameters } from "./generationParameters";

const checkpoint: Checkpoint = { positions: 1024, maxLength: 128, minLength: 32 };

function refusal(parameters: Record<string, unknown>): string {
    try {
        checkMaxLength(readParameters(parameters, checkpoint));
    } catch (error) {
        return (error as Error).message;
    }
    return "accepted";
}

describe("readParameters", () => {
    it("takes the model's own lengths and does not truncate unless told otherwise", () => {
        assert.deepEqual(readParameters({}, checkpoint), {
            maxLength: 128,
            minLength: 32,
            truncation: false,
            ignored: [],
        });
    });

    it("takes lengths and truncation from the request", () => {
        assert.deepEqual(readParameters({ max_length: 60, min_length: 10, truncation: true }, checkpoint), {
            maxLength: 60,
            minLength: 10,
            truncation: true,
            ignored: [],
        });
    });

    it("prefers new tokens, which come on top of the one that generation starts from", () => {
        const { maxLength, minLength } = readParameters(
            { max_length: 9, max_new_tokens: 60, min_new_tokens: 5 },
            checkpoint,
        );
        assert.deepEqual([maxLength, minLength], [61, 6]);
    });

    for (const [value, truncation] of [
        ["longest_first", true],
        ["only_first", true],
        ["do_not_truncate", false],
        [false, false],
        [null, false],
    ] as const) {
        it(`reads truncation ${String(value)}`, () => {
            assert.equal(readParameters({ truncation: value }, checkpoint).truncation, truncation);
        });
    }

    it("names what transformers knows and an extractive summarizer cannot use", () => {
        const { ignored } = readParameters(
            { num_beams: 4, max_length: 60, do_sample: false, temperature: 0.7 },
            checkpoint,
        );
        assert.deepEqual(ignored, ["num_beams", "do_sample", "temperature"]);
    });

    it("accepts the neutral value of what it cannot do", () => {
        assert.equal(refusal({ num_return_sequences: 1, return_tensors: false }), "accepted");
    });

    for (const [parameters, message] of [
        [
            { max_lenght: 60, foo: 1, num_beams: 2 },
            "The following `model_kwargs` are not used by the model: ['max_lenght', 'foo'] (note: typos in the generate arguments will also show up in this list)",
        ],
        [
            { toString: 1 },
            "The following `model_kwargs` are not used by the model: ['toString'] (note: typos in the generate arguments will also show up in this list)",
        ],
        [
            { truncation: "yes" },
            "yes is not a valid TruncationStrategy, please select one of ['only_first', 'only_second', 'longest_first', 'do_not_truncate']",
        ],
        [
            { truncation: 1 },
            "1 is not a valid TruncationStrategy, please select one of ['only_first', 'only_second', 'longest_first', 'do_not_truncate']",
        ],
        [{ max_length: "60" }, "'<' not supported between instances of 'str' and 'int'"],
        [{ max_length: null }, "'<' not supported between instances of 'NoneType' and 'int'"],
        [{ min_length: [] }, "'<' not supported between instances of 'int' and 'list'"],
        [{ min_length: 1.5 }, "`min_length` has to be a non-negative integer, but is 1.5"],
        [{ max_new_tokens: 0 }, "`max_new_tokens` must be greater than 0, but is 0."],
        [{ max_new_tokens: "9" }, "'<=' not supported between instances of 'str' and 'int'"],
        [
            { max_length: 1 },
            "Input length of decoder_input_ids is 1, but `max_length` is set to 1. This can lead to unexpected behavior. You should consider increasing `max_length` or, better yet, setting `max_new_tokens`.",
        ],
        [{ num_return_sequences: 3 }, "`num_return_sequences` is 3, which this stand-in for the model cannot do."],
        [{ return_tensors: true }, "`return_tensors` is True, which this stand-in for the model cannot do."],
    ] as const) {
        it(`refuses ${JSON.stringify(parameters)}`, () => {
            assert.equal(refusal(parameters), message);
        });
    }
});

describe("checkpointOf", () => {
    for (const [modelId, positions, maxLength] of [
        ["google/pegasus-cnn_dailymail", 1024, 128],
        ["google/pegasus-xsum", 512, 64],
        ["google/pegasus-gigaword", 128, 32],
        ["acme/own-pegasus", 1024, 128],
        ["google/pegasus-constructor", 1024, 128],
        [undefined, 1024, 128],
    ] as const) {
        it(`gives ${modelId ?? "an own artifact"} ${String(positions)} positions`, () => {
            const found = checkpointOf(modelId);
            assert.deepEqual([found.positions, found.maxLength], [positions, maxLength]);
        });
    }
});
