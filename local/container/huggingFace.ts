import { type Checkpoint, checkpointOf } from "./checkpoint";
import { csvRow } from "./csv";
import { checkMaxLength, type GenerationParameters, readParameters } from "./generationParameters";
import { pythonStr, pythonType } from "./python";
import { decodeBody, unsupportedFormat } from "./requestBody";
import { summarize } from "./summary";
import { takeTokens } from "./tokens";

/** One POST /invocations. */
export interface Invocation {
    body: Buffer;
    contentType: string | undefined;
    accept: string | undefined;
}

export interface Prediction {
    body: string;
    contentType: string;
    /** Parameters that transformers knows and that had no effect here. */
    ignored: string[];
}

/** Answers one invocation; rejects with an Error whose message is what the toolkit would say. */
export type Handler = (invocation: Invocation) => Promise<Prediction>;

/** What the pipeline calls its result, by task (transformers: `return_name` of the pipeline). */
const resultKeys: Readonly<Record<string, string>> = {
    summarization: "summary_text",
    "text2text-generation": "generated_text",
};

/**
 * Loads the "model": what the Hugging Face inference toolkit 2.6 with transformers 4.49 does around a pipeline, with an
 * extractive summarizer in the pipeline's place.
 *
 * @param environment `HF_TASK` (without it text2text-generation, as the toolkit takes it from
 * PegasusForConditionalGeneration) and `HF_MODEL_ID`, which decides positions and lengths
 * @throws Error when the task is not one that a summarizer can stand in for
 */
export function loadHandler(environment: Readonly<Record<string, string | undefined>>): Handler {
    const task = environment.HF_TASK ?? "text2text-generation";
    const resultKey = Object.hasOwn(resultKeys, task) ? resultKeys[task] : undefined;
    if (resultKey === undefined) {
        throw new Error(
            `HF_TASK is "${task}", but this stand-in for the Hugging Face container can only summarize: ` +
                `set it to ${Object.keys(resultKeys).join(" or ")}.`,
        );
    }
    const checkpoint = checkpointOf(environment.HF_MODEL_ID);
    return async ({ body, contentType, accept }) => {
        const { inputs, parameters } = readRequest(decodeBody(body, contentType), checkpoint);
        const summaries = Array.isArray(inputs)
            ? await inTurn(inputs, (text) => predict(text, parameters, checkpoint))
            : [predict(inputs, parameters, checkpoint)];
        const responseType = accept === undefined || accept === "" || accept === "*/*" ? "application/json" : accept;
        return { ...encode(resultKey, summaries, responseType), ignored: parameters.ignored };
    };
}

function readRequest(data: unknown, checkpoint: Checkpoint) {
    // The toolkit calls `data.pop("inputs", data)`, which only a dict takes.
    if (Array.isArray(data)) throw new Error("pop expected at most 1 argument, got 2");
    if (typeof data !== "object" || data === null) {
        throw new Error(`'${pythonType(data)}' object has no attribute 'pop'`);
    }
    const { inputs, parameters, ...rest } = data as Record<string, unknown>;
    if (parameters !== undefined && parameters !== null && pythonType(parameters) !== "dict") {
        throw new Error(
            `SummarizationPipeline object argument after ** must be a mapping, not ${pythonType(parameters)}`,
        );
    }
    return {
        // Without `inputs` the toolkit hands the whole document to the pipeline, which then wants a text or a list.
        inputs: inputs === undefined ? rest : inputs,
        parameters: readParameters((parameters ?? {}) as Record<string, unknown>, checkpoint),
    };
}

/** @throws Error in the words of the pipeline, the encoder or `generate`, whichever comes first there */
function predict(text: unknown, parameters: GenerationParameters, checkpoint: Checkpoint): string {
    if (Array.isArray(text)) throw new Error("This stand-in for the model does not summarize lists inside lists.");
    if (typeof text !== "string") {
        throw new Error(
            ` \`args[0]\`: ${pythonStr(text)} have the wrong format. The should be either of type \`str\` or type \`list\``,
        );
    }
    // The tokenizer ends every text with </s>, which takes a position.
    const readable = takeTokens(text, checkpoint.positions - 1);
    // What torch says on a CPU when positions run out; on a GPU it is "CUDA error: device-side assert triggered".
    if (readable.length < text.length && !parameters.truncation) throw new Error("index out of range in self");
    checkMaxLength(parameters);
    return summarize(readable, parameters);
}

/** One text after the other, with a turn of the event loop between them: /ping is answered in the middle of a long list. */
async function inTurn<T>(inputs: readonly unknown[], work: (input: unknown) => T): Promise<T[]> {
    const results: T[] = [];
    for (const input of inputs) {
        await new Promise((resolve) => setImmediate(resolve));
        results.push(work(input));
    }
    return results;
}

function encode(key: string, summaries: readonly string[], contentType: string) {
    switch (contentType) {
        case "application/json":
            return { body: JSON.stringify(summaries.map((summary) => ({ [key]: summary }))), contentType };
        case "text/csv":
            if (summaries.length === 0) throw new Error("list index out of range");
            return { body: [[key], ...summaries.map((summary) => [summary])].map(csvRow).join(""), contentType };
        case "application/x-npy":
            throw new Error("This stand-in for the model does not write application/x-npy.");
        default:
            throw unsupportedFormat(contentType);
    }
}
