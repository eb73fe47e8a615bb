import assert from "node:assert/strict";
import { resolve } from "node:path";

import { withEditedProject } from "../testing/temporaryProject";
import { explainCommand } from "./command";

const root = resolve(__dirname, "../..");
const neverMade = async (): Promise<never> => Promise.reject(new Error("It was deployed."));

async function run(line: string, folder = root): Promise<{ code: number; out: string; error: string }> {
    let [out, error] = ["", ""];
    const code = await explainCommand(line.split(" "), {
        root: folder,
        deploy: neverMade,
        out: (text) => (out += text),
        error: (text) => (error += text),
        quietMilliseconds: undefined,
    });
    return { code, out, error };
}

describe("explainCommand", () => {
    describe("refuses, in one line and before anything is made,", () => {
        const good = ["--as caller", "--action s3:GetObject", "--resource *"];
        const but = (option: string): string =>
            [...good.filter((one) => one.split(" ")[0] !== option.split(" ")[0]), option].join(" ");

        it("nothing of a good question", async () => {
            assert.deepEqual(await run(good.join(" ")), {
                code: 2,
                out: "",
                error: "It was deployed.\n",
            });
        });

        for (const [what, line, error] of [
            [
                "a question without a caller",
                good.slice(1).join(" "),
                "error: required option '--as <who>' not specified",
            ],
            [
                "a question without an action",
                [good[0], good[2]].join(" "),
                "error: required option '--action <service:Name>' not specified",
            ],
            [
                "a question without a resource",
                good.slice(0, 2).join(" "),
                "error: required option '--resource <arn>' not specified",
            ],
            [
                "a caller that there is not",
                but("--as admin"),
                "error: option '--as <who>' argument 'admin' is invalid. Allowed choices are caller, execution, deployer, preview, stranger, anonymous, sns, cloudwatch, sagemaker.",
            ],
            ["an unknown option", but("--fast"), "error: unknown option '--fast' (Did you mean --as?)"],
            ["an argument", `x ${good.join(" ")}`, "error: too many arguments. Expected 0 arguments but got 1."],
            [
                "a wildcard for an action",
                but("--action s3:Get*"),
                '--action is "s3:Get*", but a question is about one action: name it without wildcards.',
            ],
            [
                "all actions",
                but("--action *"),
                '--action is "*", but a question is about one action: name it without wildcards.',
            ],
            [
                "what is no action",
                but("--action GetObject"),
                '--action is "GetObject", but must be service:Name, such as s3:GetObject.',
            ],
            [
                "what is no resource",
                but("--resource inputBucket"),
                '--resource is "inputBucket", but must be an ARN, "*", or an output of the stack that names a resource: is it inputBucketName?',
            ],
            [
                "a condition key that there is not",
                but("--context s3:prefx=a"),
                '--context names the key "s3:prefx", which is not known: is it s3:prefix?',
            ],
            [
                "a condition key without a value",
                but("--context s3:prefix"),
                '--context is "s3:prefix", but must be key=value, such as s3:prefix=articles/.',
            ],
            [
                "two answers to who asks",
                but("--context aws:principalarn=arn:aws:iam::123456789012:role/r"),
                '--context names the key "aws:principalarn", which is what --as says.',
            ],
            [
                "two answers to how it is asked",
                `${but("--context aws:SecureTransport=true")} --http`,
                '--context names the key "aws:SecureTransport", which is what --http says.',
            ],
            [
                "what needs no leave",
                but("--action sts:GetCallerIdentity"),
                '--action is "sts:GetCallerIdentity", which needs no leave: no policy has a say.',
            ],
            [
                "a way to a key for what is no key",
                but("--via s3"),
                "--via says through which service a KMS key is used, and s3:GetObject is no action of KMS.",
            ],
            [
                "a service through which no key is used",
                but("--via ec2"),
                "error: option '--via <service>' argument 'ec2' is invalid. Allowed choices are s3, sns, sqs, sagemaker, none.",
            ],
            [
                "a stack that does not exist",
                but("--stack staging"),
                `There is no stack "staging": ${root}/Pulumi.staging.yaml does not exist. Stacks here: dev, prod.`,
            ],
        ] as const) {
            it(what, async () => {
                assert.deepEqual(await run(line), { code: 2, out: "", error: `${error}\n` });
            });
        }

        it("a bad setting", async () => {
            const edits = [
                { file: "Pulumi.dev.yaml", from: "summarizer:protect: false", to: "summarizer:maxCapacity: -1" },
            ];
            await withEditedProject(edits, async (folder) => {
                const { code, out, error } = await run(good.join(" "), folder);
                assert.deepEqual({ code, out }, { code: 2, out: "" });
                assert.match(error, /^[^\n]*maxCapacity[^\n]*\n$/);
            });
        });
    });

    it("says what it is doing to whoever watches, once it takes a while", async () => {
        let error = "";
        let told: () => void = () => undefined;
        const isTold = new Promise<void>((resolve) => (told = resolve));
        const code = await explainCommand("--as caller --action s3:GetObject --resource *".split(" "), {
            root,
            deploy: async () => {
                await isTold;
                return neverMade();
            },
            out: () => undefined,
            error: (text) => {
                error += text;
                told();
            },
            quietMilliseconds: 1,
        });
        assert.equal(code, 2);
        const words = "Deploying the program, stack dev, into a laptop AWS, to ask its policies.";
        assert.equal(error, `${words}\nIt was deployed.\n`);
    });

    it("helps, with all who can ask", async () => {
        const { code, out, error } = await run("--help");
        assert.deepEqual({ code, error }, { code: 0, error: "" });
        assert.match(out, /Examples:\n {2}npm run explain -- --as caller --action s3:GetObject/);
    });
});
