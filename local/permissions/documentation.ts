import { type DocumentName, documentNames, holders, providerDocuments, readDocument } from "./documents";
import { type PolicyStatement } from "./minimalPolicy";
import { providerCalls } from "./providerCalls";
import { wideGrants } from "./wideGrants";

const about: Record<DocumentName, string> = {
    "deployer-data": "Buckets, key, topics and queues, for whoever deploys. Recorded.",
    "deployer-endpoint": "Roles, endpoint, scaling, alarms and logs, for whoever deploys. Recorded.",
    smoke: "What the smoke test does to a deployed stack. Recorded.",
    preview: "Reads, for whoever previews with a refresh. Recorded.",
    "provider-reads": "What Pulumi's AWS provider reads besides, for both. Not recorded.",
    "provider-changes": "What Pulumi's AWS provider changes besides, for whoever deploys. Not recorded.",
};

/** The text of docs/permissions.md: what the documents themselves say. */
export function documentation(): string {
    const parts = [
        "# Permissions",
        "<!-- Made from local/permissions by `npm run docs`; a test keeps it current. -->",
        "The least that each needs who works with a stack of this program. The laptop AWS decides as AWS decides, writes down what is asked for in " +
            "the whole life of both stacks on Pulumi's own engine, and gives deployer and preview exactly what is recorded: an update that asks for " +
            "more fails there first.",
        "## Who needs what",
        table(
            ["Who", "Does", "Documents"],
            [
                [
                    "deploy role of GitHub, people who deploy",
                    "`pulumi up`, `refresh`, `import`, `destroy`, and the smoke test",
                    [...holders.deployer, ...holders.smoke].map(link).join(", "),
                ],
                ["preview role of GitHub", "`pulumi preview --refresh`", holders.preview.map(link).join(", ")],
                ["people who run the smoke test alone", "`npm run smoke`", holders.smoke.map(link).join(", ")],
                [
                    "callers",
                    "put articles, have them summarized, get the results",
                    "the managed policy that the program makes ([callerPolicy.ts](../infra/callerPolicy.ts)); attach it",
                ],
                [
                    "execution role",
                    "what SageMaker does for the endpoint",
                    "made by the program ([executionRole.ts](../infra/executionRole.ts))",
                ],
            ],
        ),
        "Pulumi's own state and secrets are on top of that: [docs/github.md](github.md#roles) has the statements.",
        "## Fill in",
        "The documents hold placeholders: `<partition>`, `<region>`, `<account>`, `<name>` (`<project>-<stack>`, with which all names begin), `<endpoint>`, " +
            "`<endpoint-in-lower-case>` (as SageMaker writes it in ARNs) and `<dns-suffix>` (`amazonaws.com`, in China `amazonaws.com.cn`). This prints them for one stack, " +
            "one policy per key, ready for `aws iam create-policy`:",
        [
            "```sh",
            "npm run --silent permissions -- --print deployer --stack prod --account 111122223333 --region eu-west-1",
            "npm run --silent permissions -- --print smoke --stack prod --account 111122223333",
            "npm run --silent permissions -- --print preview --stack prod --account 111122223333",
            "```",
        ].join("\n"),
        "Bad input is refused in one sentence, with exit code 2. Each document is shorter than the 6,144 characters that IAM keeps in a managed policy.",
        "## What is wide",
        "What AWS or Pulumi names itself cannot be named before it exists; and some actions take no resource, or are tried on all.",
        table(
            ["Grant", "Why", "What it opens"],
            wideGrants.map(({ resource, why, opens }) => [code(resource), why, opens]),
        ),
        "Whoever may write the execution role's policy, as a deployer must, may do what that role can be given. Where that is too much, set a " +
            "permissions boundary for roles that deployers make.",
        "## What was recorded, and what was not",
        "`npm run permissions` lets dev and prod live on Pulumi's own engine, each with all permissions: up, smoke test, an update of every setting that changes something in " +
            "place or by replacement (instance type, variant, image, model, capacity, e-mails, retention, a token, guards), a preview and a repair of everything that somebody " +
            "changed by hand, a refresh and destroy. It writes the documents. [permissions.scenario.ts](../local/realEngine/permissions.scenario.ts), a part of `npm run test:engine`, " +
            "does the same under exactly the documents and compares: nothing may be missing, nothing unused. `npm test` takes every action away once and sees something refused.",
        [
            "Not recorded are",
            "",
            "- calls of Pulumi's AWS provider that the laptop's does not make: [listed below](#provider-reads), as read in its source; some cannot be told without an AWS account",
            "- Pulumi's state bucket and the key of its secrets: [docs/github.md](github.md#roles)",
            "- taking over an endpoint that was made by hand: deleting its old configuration and model takes `sagemaker:DeleteEndpointConfig` and `sagemaker:DeleteModel` on their names",
            "- an own image in a registry, or an artifact in a bucket: it is the execution role that reads them",
        ].join("\n"),
        ...documentNames.flatMap(section),
    ];
    return `${parts.join("\n\n")}\n`;
}

function section(name: DocumentName): string[] {
    const { Statement } = readDocument(name);
    return [
        `## ${name}`,
        `${about[name]} [${name}.json](../local/permissions/documents/${name}.json)`,
        table(["Statement", "Actions", "Resources", "Condition"], Statement.map(row)),
        ...(isProvider(name) ? [providerTable(name)] : []),
    ];
}

function row({ Sid, Action, Resource, Condition }: PolicyStatement): string[] {
    const conditions = Object.values(Condition ?? {}).flatMap((keys) =>
        Object.entries(keys).map(([key, values]) => `${code(key)}: ${values.map(code).join(" or ")}`),
    );
    const resources = Resource.map((resource) => code(shortened(resource)));
    return [Sid, Action.map(code).join(" "), resources.join(" "), conditions.join("<br>")];
}

function providerTable(name: keyof typeof providerCalls): string {
    return table(
        ["Resource type", "Actions", "Why", "Read in"],
        providerCalls[name].map(({ type, actions, because, source }) => [
            code(type),
            actions.map(code).join(" "),
            because,
            source,
        ]),
    );
}

function isProvider(name: DocumentName): name is keyof typeof providerCalls {
    return (providerDocuments as readonly string[]).includes(name);
}

/** Place and account are the same everywhere. */
function shortened(resource: string): string {
    return resource.replace(/^arn:<partition>:[\w-]+:(<region>)?:(<account>)?:/, "");
}

function link(name: DocumentName): string {
    return `[${name}](#${name})`;
}

function code(text: string): string {
    return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const line = (cells: readonly string[]): string =>
        `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
