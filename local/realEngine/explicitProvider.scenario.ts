import assert from "node:assert/strict";
import { resolve } from "node:path";

import { makeProject } from "../testing/temporaryProject";
import { RealStack } from "./realStack";

/** What spares the SDK a minute of formatting when a program throws. */
const plainErrors = resolve(__dirname, "../../infra/plainErrors.cjs");

const program = {
    "Pulumi.yaml": `name: sample\nruntime:\n  name: nodejs\n  options:\n    nodeargs: --require ${plainErrors}\n`,
    "Pulumi.dev.yaml": "config: {}\n",
    "package.json": '{ "name": "sample", "version": "1.0.0" }',
    "tsconfig.json":
        '{ "compilerOptions": { "target": "es2022", "module": "commonjs", "moduleResolution": "bundler", "types": ["node"] } }',
    "index.ts": `
import { Provider } from "@pulumi/aws/provider";
import { Topic } from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";

const laptop = new Provider("laptop", {
    region: "us-east-1",
    accessKey: "laptop",
    secretKey: pulumi.secret("laptop"),
    skipCredentialsValidation: true,
    endpoints: [{ sns: process.env.LAPTOP_URL, sts: process.env.LAPTOP_URL }],
});
export const topicArn = new Topic("news", { displayName: "News" }, { provider: laptop }).arn;
`,
};

describe("a program with an explicit aws.Provider", () => {
    let stack: RealStack;
    before(async () => {
        stack = await RealStack.start("dev", {}, makeProject(program));
    });
    after(() => stack.stop());

    /** The laptop AWS is named by the program, and by nothing else. */
    const environment = () => ({
        LAPTOP_URL: stack.aws.environment["AWS_ENDPOINT_URL"],
        AWS_ENDPOINT_URL: "",
        AWS_ACCESS_KEY_ID: "",
        AWS_SECRET_ACCESS_KEY: "",
        AWS_REGION: "",
    });

    it("deploys into the laptop AWS that it names", async () => {
        await stack.good(["up", "--yes", "--stack", "dev"], environment());
        const { stdout } = await stack.good(["stack", "output", "topicArn", "--stack", "dev"]);
        const { Attributes } = await stack.aws.cloud.call("sns", "GetTopicAttributes", { TopicArn: stdout.trim() });
        assert.equal(Attributes["DisplayName"], "News");
    });

    it("changes nothing when deployed again, finds no drift, and is destroyed", async () => {
        await stack.good(["up", "--yes", "--stack", "dev", "--expect-no-changes"], environment());
        await stack.good(["refresh", "--yes", "--stack", "dev", "--expect-no-changes"], environment());
        await stack.good(["destroy", "--yes", "--stack", "dev"], environment());
        assert.deepEqual(stack.aws.cloud.inventory(), []);
    });

    it("is told what is missing when no laptop AWS is named", async () => {
        const output = await stack.bad(["up", "--yes", "--stack", "dev"], { ...environment(), LAPTOP_URL: "" });
        assert.match(output, /This provider speaks to a laptop AWS only, and none is named/);
    });
});
