import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { connect } from "../../smoke/clients";
import { monotonicTime } from "../../smoke/deadline";
import { smokeTest } from "../../smoke/smokeTest";
import { followWall } from "../cloud/clock";
import { accessKeys, administratorAccess } from "../cloud/iam/identities";
import { loadProject } from "../../contract/project";
import { DeployedStack } from "../testing/deployedStack";
import { startWire } from "../wire/server";
import { filledDocument, fillingOf } from "./documents";
import { LearnedLeave } from "./learnedLeave";

const root = resolve(__dirname, "../..");
const document = filledDocument("smoke", fillingOf(loadProject(root, "dev")));

describe("the smoke test under its document", () => {
    it("needs each action of it, and nothing else", async () => {
        const learned = new LearnedLeave([document]);
        // To deploy takes more.
        learned.policies.push(administratorAccess);
        const stack = await DeployedStack.deploy(root, { documents: { deployer: learned.policies, preview: [] } });
        learned.policies.length = 0;
        const { cloud, outputs } = stack;
        const call = learned.of(cloud);
        const wire = await startWire({
            clock: cloud.clock,
            has: (service, operation) => cloud.has(service, operation),
            accessKey: (id) => cloud.accessKey(id),
            callAs: (_, service, operation, input) => call(service as never, operation as never, input as never),
        });
        // Another run's message, which the smoke test gives back.
        const MessageBody = JSON.stringify({ inferenceId: "smoke-of-another-run", invocationStatus: "Completed" });
        await cloud.call("sqs", "SendMessage", { QueueUrl: outputs.smokeInboxUrl, MessageBody });
        const clients = connect(outputs.region, { url: wire.url, ...accessKeys.deployer });
        const stop = followWall(cloud.clock, 120);
        try {
            const report = await smokeTest({
                outputs,
                clients,
                article: readFileSync(join(root, "examples/tide-mill.txt"), "utf8").trim(),
                runId: "permissions",
                timeoutMilliseconds: 50_000,
                failureProbe: true,
                pollMilliseconds: 200,
                time: monotonicTime,
                random: () => 0.5,
                print: () => undefined,
                interrupt: new AbortController().signal,
            });
            const { ok, checks } = report.result();
            assert.deepEqual([ok, checks.filter((check) => !check.ok)], [true, []]);
        } finally {
            clients.end();
            await stop();
            await wire.close();
            await stack.close();
        }
        const granted = document.Statement.flatMap(({ Action }) => Action);
        assert.deepEqual([...learned.missed.keys()].sort(), [...new Set(granted)].sort());
    });
});
