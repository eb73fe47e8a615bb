import assert from "node:assert/strict";
import { join } from "node:path";

import { withProject } from "../local/testing/temporaryProject";
import { loadProject, ProjectError, securePlaceholder, stackNames } from "./project";

const pulumiYaml = `
name: sample
main: program/
runtime:
  name: nodejs
  options:
    nodeargs: --require ./preload.cjs
config:
  count: { type: integer, default: 3 }
  names: { type: array, items: { type: string }, default: [] }
  plain: text
  aws:region: { value: us-east-1 }
  unset: { type: string }
`;

describe("loadProject", () => {
    it("lays the stack's values over the project's defaults, as text", async () => {
        const stack =
            "config:\n  sample:count: 4\n  sample:names: [a, b]\n  aws:defaultTags:\n    tags: { team: ml }\n";
        await withProject({ "Pulumi.yaml": pulumiYaml, "Pulumi.dev.yaml": stack }, (root) => {
            const project = loadProject(root, "dev");
            assert.deepEqual(project, {
                root,
                name: "sample",
                stack: "dev",
                main: join(root, "program"),
                nodeArguments: ["--require", "./preload.cjs"],
                config: {
                    "sample:count": "4",
                    "sample:names": '["a","b"]',
                    "sample:plain": "text",
                    "aws:region": "us-east-1",
                    "aws:defaultTags": '{"tags":{"team":"ml"}}',
                },
                secretKeys: [],
            });
            return Promise.resolve();
        });
    });

    it("needs no passphrase: encrypted values become placeholders, wherever they stand", async () => {
        const stack =
            "config:\n  sample:token: { secure: v1:abc }\n  sample:nested:\n    list: [{ secure: v1:def }, open]\n";
        await withProject({ "Pulumi.yaml": "name: sample\n", "Pulumi.dev.yaml": stack }, (root) => {
            const { config, secretKeys } = loadProject(root, "dev");
            assert.deepEqual(config, {
                "sample:token": securePlaceholder,
                "sample:nested": JSON.stringify({ list: [securePlaceholder, "open"] }),
            });
            assert.deepEqual(secretKeys, ["sample:token", "sample:nested"]);
            return Promise.resolve();
        });
    });

    it("names the stacks there are when one does not exist", async () => {
        const files = {
            "Pulumi.yaml": "name: sample\n",
            "Pulumi.prod.yaml": "config: {}\n",
            "Pulumi.dev.yaml": "config: {}\n",
        };
        await withProject(files, (root) => {
            assert.deepEqual(stackNames(root), ["dev", "prod"]);
            assert.throws(
                () => loadProject(root, "staging"),
                (error: unknown) => {
                    assert.ok(error instanceof ProjectError);
                    assert.match(
                        error.message,
                        /^There is no stack "staging": .*Pulumi\.staging\.yaml does not exist\. Stacks here: dev, prod\.$/,
                    );
                    return true;
                },
            );
            return Promise.resolve();
        });
    });

    const folder = (key: string) =>
        `Pulumi.yaml: ${key} names a folder of stack files, which is not supported: move Pulumi.<stack>.yaml beside Pulumi.yaml and remove ${key}.`;
    const esc =
        "Pulumi.dev.yaml: environment is not supported, as Pulumi ESC is not asked here: write the values it gives under config.";
    for (const [what, project, stack, message] of [
        ["stack files in a folder", "stackConfigDir: stacks\n", "config: {}\n", folder("stackConfigDir")],
        ["stack files in a folder, as once written", "config: stacks\n", "config: {}\n", folder("config")],
        ["environments of Pulumi ESC", "", "environment: [shared]\n", esc],
        ["values of Pulumi ESC", "", "environment: { values: { pulumiConfig: { count: 4 } } }\n", esc],
    ] as const) {
        it(`refuses ${what}, which would change what Pulumi reads`, async () => {
            const files = { "Pulumi.yaml": `name: sample\n${project}`, "Pulumi.dev.yaml": stack };
            await withProject(files, (root) => {
                assert.throws(
                    () => loadProject(root, "dev"),
                    (error: unknown) => {
                        assert.ok(error instanceof ProjectError);
                        assert.equal(error.message, join(root, message));
                        return true;
                    },
                );
                return Promise.resolve();
            });
        });
    }

    for (const [what, content] of [
        ["is no YAML", "name: [unclosed"],
        ["holds no mapping", "- a list\n"],
    ] as const) {
        it(`names a file that ${what}`, async () => {
            await withProject({ "Pulumi.yaml": content }, (root) => {
                assert.throws(() => loadProject(root, "dev"), /Pulumi\.yaml cannot be read: /);
                return Promise.resolve();
            });
        });
    }
});
