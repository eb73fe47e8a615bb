import { type Checkpoint } from "./checkpoint";
import { pythonRepr, pythonStr, pythonType } from "./python";
import { type SummaryLength } from "./summary";

/** What a request's `parameters` come to. */
export interface GenerationParameters extends SummaryLength {
    /** Whether a text that is longer than the model's positions is cut instead of refused. */
    truncation: boolean;
    /** Parameters that transformers knows and that change nothing here, in the order in which they were given. */
    ignored: string[];
}

const honoured: ReadonlySet<string> = new Set([
    "max_length",
    "min_length",
    "max_new_tokens",
    "min_new_tokens",
    "truncation",
]);

/**
 * Accepted without effect: beams, sampling and penalties mean nothing to an extractive summarizer. Fields of
 * GenerationConfig and keyword arguments of pipelines in transformers 4.49, as far as JSON can express them.
 */
const withoutEffect: ReadonlySet<string> = new Set(
    (
        "assistant_confidence_threshold assistant_early_exit assistant_lookbehind bad_words_ids batch_size " +
        "begin_suppress_tokens bos_token_id cache_config cache_implementation clean_up_tokenization_spaces constraints " +
        "decoder_start_token_id disable_compile diversity_penalty do_sample dola_layers early_stopping " +
        "encoder_no_repeat_ngram_size encoder_repetition_penalty eos_token_id epsilon_cutoff eta_cutoff " +
        "exponential_decay_length_penalty force_words_ids forced_bos_token_id forced_decoder_ids forced_eos_token_id " +
        "generation_kwargs guidance_scale length_penalty low_memory max_matching_ngram_size max_time min_p " +
        "no_repeat_ngram_size num_assistant_tokens num_assistant_tokens_schedule num_beam_groups num_beams num_workers " +
        "output_attentions output_hidden_states output_logits output_scores pad_token_id penalty_alpha " +
        "prompt_lookup_num_tokens remove_invalid_values renormalize_logits repetition_penalty return_legacy_cache " +
        "return_text sequence_bias stop_sequence stop_strings suppress_tokens target_lookbehind temperature " +
        "token_healing top_k top_p typical_p use_cache watermarking_config"
    ).split(" "),
);

/** Known to transformers, but their effect cannot be had without a model; the neutral values change nothing. */
const neutral: Readonly<Record<string, readonly unknown[]>> = {
    num_return_sequences: [null, 1],
    return_tensors: [null, false],
    return_type: [null, 1],
    return_dict_in_generate: [null, false],
};

const strategies = ["only_first", "only_second", "longest_first", "do_not_truncate"];

/**
 * Reads the parameters of a request as transformers 4.49 reads keyword arguments of its summarization pipeline.
 *
 * @param parameters a JSON object
 * @throws Error in the words of transformers' ValueError or TypeError, or saying what the stand-in cannot do
 */
export function readParameters(
    parameters: Readonly<Record<string, unknown>>,
    checkpoint: Checkpoint,
): GenerationParameters {
    const truncation = readTruncation(parameters.truncation);
    for (const [name, values] of Object.entries(neutral)) {
        if (Object.hasOwn(parameters, name) && !values.includes(parameters[name])) {
            throw new Error(
                `\`${name}\` is ${pythonRepr(parameters[name])}, which this stand-in for the model cannot do.`,
            );
        }
    }
    const newTokens = readCount(parameters, "max_new_tokens");
    if (newTokens !== undefined && newTokens <= 0) {
        throw new Error(`\`max_new_tokens\` must be greater than 0, but is ${String(newTokens)}.`);
    }
    refuseUnknown(parameters);

    // Generation starts from one decoder token; new tokens come on top of it (`_prepare_generated_length`).
    const maxLength =
        newTokens === undefined ? readLength(parameters, "max_length", checkpoint.maxLength) : newTokens + 1;
    const minNewTokens = readCount(parameters, "min_new_tokens");
    const minLength =
        minNewTokens === undefined ? readLength(parameters, "min_length", checkpoint.minLength) : minNewTokens + 1;
    return {
        maxLength,
        minLength,
        truncation,
        ignored: Object.keys(parameters).filter((key) => withoutEffect.has(key)),
    };
}

/**
 * Refuses a `max_length` that leaves no token to generate. transformers looks at it after the encoder has read the text.
 *
 * @throws Error in transformers' words
 */
export function checkMaxLength({ maxLength, minLength }: SummaryLength): void {
    if (maxLength <= 1) {
        throw new Error(
            `Input length of decoder_input_ids is 1, but \`max_length\` is set to ${String(maxLength)}. This can lead ` +
                "to unexpected behavior. You should consider increasing `max_length` or, better yet, setting `max_new_tokens`.",
        );
    }
    if (minLength > 0 && !Number.isInteger(minLength)) {
        throw new Error(`\`min_length\` has to be a non-negative integer, but is ${String(minLength)}`);
    }
}

function readTruncation(value: unknown): boolean {
    if (value === undefined || value === null || value === false) return false;
    if (value === true) return true;
    if (typeof value !== "string" || !strategies.includes(value)) {
        throw new Error(
            `${pythonStr(value)} is not a valid TruncationStrategy, please select one of ${pythonRepr(strategies)}`,
        );
    }
    return value !== "do_not_truncate";
}

function refuseUnknown(parameters: Readonly<Record<string, unknown>>): void {
    const unknown = Object.keys(parameters).filter(
        (key) =>
            parameters[key] !== null && !honoured.has(key) && !withoutEffect.has(key) && !Object.hasOwn(neutral, key),
    );
    if (unknown.length > 0) {
        throw new Error(
            `The following \`model_kwargs\` are not used by the model: ${pythonRepr(unknown)} (note: typos in the ` +
                "generate arguments will also show up in this list)",
        );
    }
}

/** `max_length` or `min_length`. The pipeline compares one with the other before anything else. */
function readLength(
    parameters: Readonly<Record<string, unknown>>,
    key: "max_length" | "min_length",
    otherwise: number,
) {
    const value = Object.hasOwn(parameters, key) ? parameters[key] : otherwise;
    if (typeof value === "number") return value;
    const types = key === "max_length" ? [pythonType(value), "int"] : ["int", pythonType(value)];
    throw new Error(`'<' not supported between instances of ${types.map((type) => `'${type}'`).join(" and ")}`);
}

function readCount(parameters: Readonly<Record<string, unknown>>, key: string): number | undefined {
    const value = parameters[key];
    if (value === undefined || value === null) return undefined;
    if (typeof value === "number") return value;
    throw new Error(`'<=' not supported between instances of '${pythonType(value)}' and 'int'`);
}
