import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { join } from "node:path";

import { type Handler, loadHandler } from "./huggingFace";
import { createContainerServer } from "./server";

const pegasus = { HF_TASK: "summarization", HF_MODEL_ID: "google/pegasus-cnn_dailymail" };
const short = "The tide came in.";
const long = readFileSync(join(__dirname, "../../examples/night-train.txt"), "utf8");

describe("createContainerServer", () => {
    let server: Server | undefined;
    let url = "";

    const printed: string[] = [];

    async function start(environment: Record<string, string>, handler?: Handler): Promise<void> {
        printed.length = 0;
        const started = createContainerServer(environment, handler, (line) => printed.push(line));
        server = started;
        await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
        url = `http://127.0.0.1:${String((started.address() as AddressInfo).port)}`;
    }

    afterEach(() => {
        server?.close();
        server?.closeAllConnections();
        server = undefined;
    });

    function invoke(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
        return fetch(`${url}/invocations`, {
            method: "POST",
            headers: { "content-type": "application/json", ...headers },
            body: typeof body === "string" || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
        });
    }

    async function answer(body: unknown, headers?: Record<string, string>): Promise<unknown> {
        const response = await invoke(body, headers);
        const text = await response.text();
        assert.equal(response.status, 200, text);
        return JSON.parse(text);
    }

    /** What the container says when it refuses: always 400, always this shape. */
    async function refusal(body: unknown, headers?: Record<string, string>): Promise<string> {
        const response = await invoke(body, headers);
        const { code, type, message, ...rest } = (await response.json()) as Record<string, unknown>;
        assert.equal(response.status, 400);
        assert.equal(response.headers.get("content-type"), "application/json");
        assert.deepEqual([code, type, rest], [400, "InternalServerException", {}]);
        return String(message);
    }

    describe("answers", () => {
        beforeEach(() => start(pegasus));

        it("with compact JSON, and says that it is no model", async () => {
            const response = await invoke({ inputs: short });
            assert.equal(response.status, 200);
            assert.equal(await response.text(), '[{"summary_text":"The tide came in."}]');
            assert.equal(response.headers.get("content-type"), "application/json");
            assert.equal(response.headers.get("x-summarizer"), "extractive stand-in, not PEGASUS");
            assert.equal(response.headers.get("x-summarizer-ignored"), null);
        });

        it("a list with a list", async () => {
            assert.deepEqual(await answer({ inputs: [short, "The mill grinds.", ""] }), [
                { summary_text: short },
                { summary_text: "The mill grinds." },
                { summary_text: "" },
            ]);
            assert.deepEqual(await answer({ inputs: [] }), []);
        });

        it("with the characters of every script as they are", async () => {
            const response = await invoke({ inputs: "Die Mühle “mahlt” 潮 wieder." });
            assert.equal(await response.text(), '[{"summary_text":"Die Mühle “mahlt” 潮 wieder."}]');
        });

        it("a text longer than the model's positions only with truncation", async () => {
            assert.equal(await refusal({ inputs: long }), "index out of range in self");
            assert.equal(await refusal({ inputs: [short, long] }), "index out of range in self");
            assert.equal(
                await refusal({ inputs: long, parameters: { truncation: false } }),
                "index out of range in self",
            );
            const [first] = (await answer({ inputs: long, parameters: { truncation: true } })) as Record<
                string,
                string
            >[];
            assert.match(String(first?.summary_text), /^On the evening of 14 November, at 9:42 p\.m\., a train/);
            assert.doesNotMatch(String(first?.summary_text), /Adamik travelled/);
        });

        it("up to the last position, which the end of the text takes", async () => {
            const inputs = "word ".repeat(1023);
            await answer({ inputs });
            assert.equal(await refusal({ inputs: `${inputs} word` }), "index out of range in self");
        });

        it("within max_length", async () => {
            const tight = await answer({ inputs: "One two three four five.", parameters: { max_length: 3 } });
            assert.deepEqual(tight, [{ summary_text: "One two three" }]);
        });

        it("and names the parameters without effect", async () => {
            const response = await invoke({ inputs: short, parameters: { num_beams: 4, truncation: true, top_k: 5 } });
            assert.equal(response.headers.get("x-summarizer-ignored"), "num_beams, top_k");
        });

        it("CSV with an inputs column", async () => {
            const csv = { "content-type": "text/csv" };
            assert.deepEqual(await answer('id,inputs\n1,The tide came in.\n2,"The mill, it grinds."\n', csv), [
                { summary_text: short },
                { summary_text: "The mill, it grinds." },
            ]);
            const response = await invoke({ inputs: 'The "mill", it grinds.' }, { accept: "text/csv" });
            assert.equal(response.headers.get("content-type"), "text/csv");
            assert.equal(await response.text(), 'summary_text\r\n"The ""mill"", it grinds."\r\n');
        });

        it("whatever Accept allows JSON", async () => {
            for (const accept of ["*/*", "application/json"]) await answer({ inputs: short }, { accept });
        });
    });

    describe("refuses with 400", () => {
        beforeEach(() => start(pegasus));

        const json = "application/json";
        const unsupported = (type: string) =>
            `Content type ${type} is not supported by this framework.\n\nPlease implement input_fn to to deserialize the request data or an output_fn to\nserialize the response. For more information, see the SageMaker Python SDK README.`;
        const cases: readonly (readonly [string, unknown, string, Record<string, string>?])[] = [
            ["no body", "", "Expecting value: line 1 column 1 (char 0)"],
            ["a text that is not JSON", "\n plain text", "Expecting value: line 2 column 2 (char 2)"],
            [
                "a byte order mark",
                "\uFEFF{}",
                "Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)",
            ],
            [
                "bytes that are not UTF-8",
                Uint8Array.of(0x22, 0xff, 0x22),
                "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte",
            ],
            [
                "no inputs",
                { text: short, n: 1 },
                " `args[0]`: {'text': 'The tide came in.', 'n': 1} have the wrong format. The should be either of type `str` or type `list`",
            ],
            [
                "nothing at all",
                {},
                " `args[0]`: {} have the wrong format. The should be either of type `str` or type `list`",
            ],
            [
                "inputs that are null",
                { inputs: null },
                " `args[0]`: None have the wrong format. The should be either of type `str` or type `list`",
            ],
            [
                "a list of other things",
                { inputs: [short, 5] },
                " `args[0]`: 5 have the wrong format. The should be either of type `str` or type `list`",
            ],
            [
                "lists in a list",
                { inputs: [[short]] },
                "This stand-in for the model does not summarize lists inside lists.",
            ],
            ["a list as document", [short], "pop expected at most 1 argument, got 2"],
            ["a text as document", '"text"', "'str' object has no attribute 'pop'"],
            [
                "parameters that are a list",
                { inputs: short, parameters: [] },
                "SummarizationPipeline object argument after ** must be a mapping, not list",
            ],
            [
                "an unknown parameter",
                { inputs: short, parameters: { max_lenght: 5 } },
                "The following `model_kwargs` are not used by the model: ['max_lenght'] (note: typos in the generate arguments will also show up in this list)",
            ],
            ["plain text", short, unsupported("text/plain"), { "content-type": "text/plain" }],
            ["a charset", {}, unsupported(`${json}; charset=utf-8`), { "content-type": `${json}; charset=utf-8` }],
            [
                "an image",
                "x",
                "This stand-in for the model reads texts, not image/png.",
                { "content-type": "image/png" },
            ],
            ["an Accept it cannot serve", { inputs: short }, unsupported("text/html"), { accept: "text/html" }],
            [
                "an Accept of arrays",
                { inputs: short },
                "This stand-in for the model does not write application/x-npy.",
                { accept: "application/x-npy" },
            ],
            [
                "CSV without a header",
                "The tide came in.",
                "You need to provide the correct CSV with Header columns to use it with the inference toolkit default handler. : 400",
                { "content-type": "text/csv" },
            ],
            ["CSV without rows", "inputs\n", "list index out of range", { "content-type": "text/csv" }],
            [
                "CSV of questions",
                "question\nWhy?\n",
                " `args[0]`: {'question': 'Why?'} have the wrong format. The should be either of type `str` or type `list`",
                { "content-type": "text/csv" },
            ],
        ];
        for (const [name, body, message, headers] of cases) {
            it(name, async () => {
                assert.equal(await refusal(body, headers), message);
            });
        }

        it("JSON that breaks off", async () => {
            assert.match(await refusal('{"inputs": "The tide'), /^Not valid JSON: /);
        });

        it("a request without a content type", async () => {
            const response = await fetch(`${url}/invocations`, { method: "POST", body: new Uint8Array([123, 125]) });
            assert.equal(response.status, 400);
            assert.equal(((await response.json()) as { message: string }).message, unsupported("None"));
        });

        it("in Model Server's handwriting, and closes the connection", async () => {
            const response = await invoke('"text"');
            assert.equal(response.headers.get("connection"), "close");
            assert.equal(
                await response.text(),
                '{\n  "code": 400,\n  "type": "InternalServerException",\n  "message": "\\u0027str\\u0027 object has no attribute \\u0027pop\\u0027"\n}\n',
            );
        });
    });

    it("answers /ping", async () => {
        await start(pegasus);
        const response = await fetch(`${url}/ping`);
        assert.equal(response.status, 200);
        assert.deepEqual(await response.json(), { status: "Healthy" });
    });

    describe("prints", () => {
        const article = "Ostermark";
        const posts: [string, unknown, Record<string, string>, number][] = [
            ["an answer", { inputs: `${article} slept.` }, {}, 200],
            ["a text that is no JSON", `${article} is no JSON`, {}, 400],
            ["JSON that breaks off", `{"inputs": "${article}`, {}, 400],
            ["inputs of a wrong type", { inputs: { text: article } }, {}, 400],
            ["a parameter of a wrong type", { inputs: "a", parameters: { max_length: article } }, {}, 400],
            ["CSV without an inputs column", `${article}\n`, { "content-type": "text/csv" }, 400],
            ["a content type that nobody knows", article, { "content-type": `text/${article}` }, 400],
            ["an Accept that nobody knows", { inputs: article }, { accept: `text/${article}` }, 400],
            ["a body that is too large", article.repeat(30), {}, 413],
        ];
        for (const [what, body, headers, status] of posts) {
            it(`status, seconds and inference id for ${what}, and nothing of the text`, async () => {
                await start({ ...pegasus, MMS_MAX_REQUEST_SIZE: "200" });
                const response = await invoke(body, { ...headers, "x-amzn-sagemaker-inference-id": "a b:1" });
                await response.text();
                assert.equal(response.status, status);
                assert.equal(printed.length, 2);
                const line = new RegExp(`^POST /invocations ${String(status)} \\d+\\.\\d{3} s inference-id=a b:1$`);
                assert.match(String(printed[1]), line);
            });
        }

        it("what it is, once", async () => {
            await start({ ...pegasus, SAGEMAKER_MODEL_SERVER_WORKERS: "2" });
            await (await fetch(`${url}/ping`)).text();
            assert.deepEqual(printed, [
                "extractive stand-in, not PEGASUS: HF_TASK=summarization HF_MODEL_ID=google/pegasus-cnn_dailymail, 2 workers",
            ]);
        });
    });

    it("knows no other path", async () => {
        await start(pegasus);
        const response = await fetch(`${url}/models`);
        assert.equal(response.status, 404);
        assert.equal(((await response.json()) as { type: string }).type, "ResourceNotFoundException");
    });

    it("answers with generated_text without HF_TASK, as text2text-generation does", async () => {
        await start({});
        assert.deepEqual(await answer({ inputs: short }), [{ generated_text: short }]);
    });

    it("has the positions of the model that it stands in for", async () => {
        await start({ HF_TASK: "summarization", HF_MODEL_ID: "google/pegasus-xsum" });
        await answer({ inputs: "word ".repeat(511) });
        assert.equal(await refusal({ inputs: "word ".repeat(512) }), "index out of range in self");
    });

    for (const [limits, limit] of [
        [{ MMS_MAX_REQUEST_SIZE: "100" }, 100],
        [{ SAGEMAKER_MAX_PAYLOAD_IN_MB: "1" }, 1024 * 1024],
        [{ SAGEMAKER_MAX_PAYLOAD_IN_MB: "1", MMS_MAX_REQUEST_SIZE: "200" }, 200],
        [{}, 6_553_500],
    ] as const) {
        it(`answers more than ${String(limit)} bytes with 413 and nothing else, as Netty does`, async () => {
            await start({ ...pegasus, ...limits });
            const padded = (size: number) => JSON.stringify({ inputs: short }).padEnd(size);
            assert.equal((await invoke(padded(limit))).status, 200);
            const response = await invoke(padded(limit + 1));
            assert.equal(response.status, 413);
            assert.equal(await response.text(), "");
        });
    }

    it("works on as many requests as there are workers, answers /ping meanwhile, and turns away what the queue cannot hold", async () => {
        const jobs: (() => void)[] = [];
        const arrivals: (() => void)[] = [];
        let started = 0;
        const handler: Handler = ({ body }) => {
            started++;
            for (const arrived of arrivals.splice(0)) arrived();
            return new Promise((resolve) => {
                jobs.push(() => {
                    resolve({ body: String(body), contentType: "application/json", ignored: [] });
                });
            });
        };
        const begun = async (count: number) => {
            while (started < count) await new Promise<void>((resolve) => arrivals.push(resolve));
        };
        await start({ ...pegasus, SAGEMAKER_MODEL_SERVER_WORKERS: "2", MMS_JOB_QUEUE_SIZE: "1" }, handler);
        const working = [answer("1"), answer("2")];
        await begun(2);
        const others = [invoke("3"), invoke("4")];
        const turnedAway = await Promise.race(others);
        assert.equal(turnedAway.status, 503);
        assert.deepEqual(await turnedAway.json(), {
            code: 503,
            type: "ServiceUnavailableException",
            message: "No worker is available to serve request: model",
        });
        assert.match(String(printed[1]), /^POST \/invocations 503 /);
        assert.equal((await fetch(`${url}/ping`)).status, 200);
        assert.equal(started, 2);

        jobs[0]?.();
        await begun(3);
        for (const job of jobs) job();
        assert.deepEqual(await Promise.all(working), [1, 2]);
        assert.deepEqual((await Promise.all(others)).map(({ status }) => status).sort(), [200, 503]);
    });

    it("lets /ping come between the texts of a list", async () => {
        const texts = 20;
        const body = Buffer.from(JSON.stringify({ inputs: Array.from({ length: texts }, () => short) }));
        let done = false;
        let turns = 0;
        const turn = () => {
            if (done) return;
            turns++;
            setImmediate(turn);
        };
        setImmediate(turn);
        await loadHandler(pegasus)({ body, contentType: "application/json", accept: undefined });
        done = true;
        assert.ok(turns >= texts, String(turns));
    });

    for (const [environment, message] of [
        [
            { HF_TASK: "translation" },
            'HF_TASK is "translation", but this stand-in for the Hugging Face container can only summarize: set it to summarization or text2text-generation.',
        ],
        [{ HF_TASK: "toString" }, /^HF_TASK is "toString", but/],
        [
            { SAGEMAKER_MODEL_SERVER_WORKERS: "0" },
            'SAGEMAKER_MODEL_SERVER_WORKERS must be a whole number from 1, not "0".',
        ],
        [{ MMS_MAX_REQUEST_SIZE: "6M" }, 'MMS_MAX_REQUEST_SIZE must be a whole number from 1, not "6M".'],
    ] as const) {
        it(`does not start with ${JSON.stringify(environment)}`, () => {
            assert.throws(() => createContainerServer(environment), { message });
        });
    }
});
