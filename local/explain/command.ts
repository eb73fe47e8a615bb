import { Command, CommanderError, Option } from "commander";

import { type DeployedProgram } from "../deployedProgram";
import { loadProject, type Project, settingsOf } from "../../contract/project";
import { askedAction } from "./askedAction";
import { askedContext } from "./askedContext";
import { askedResource, resourceOutputs } from "./askedResource";
import { callerNames, type CallerName } from "./askingCaller";
import { checkVia, type Via, viaNames } from "./assumedKeys";
import { type AskedQuestion, explain } from "./explanation";
import { report } from "./report";

/** Where a command runs. */
export interface Surroundings {
    /** Folder of the project. */
    readonly root: string;
    /** What is closed once the answer is written. */
    readonly deploy: (project: Project) => Promise<DeployedProgram>;
    readonly out: (text: string) => void;
    readonly error: (text: string) => void;
    /** How long whoever watches waits before being told what is going on; undefined: nobody watches. */
    readonly quietMilliseconds: number | undefined;
}

interface Options {
    as: CallerName;
    action: string;
    resource: string;
    stack: string;
    context?: string[];
    via?: Via;
    http?: boolean;
    json?: boolean;
}

/**
 * `npm run explain`: all input is checked before anything is made.
 *
 * @param args what stands after the command's name
 * @returns its exit code: 0 allowed, 1 denied, 2 when there is no answer
 */
export async function explainCommand(args: readonly string[], surroundings: Surroundings): Promise<number> {
    const { root, deploy, out, error } = surroundings;
    try {
        const { stack, json, ...options } = parsed(args, surroundings);
        const question = questionOf(options);
        const project = loadProject(root, stack);
        settingsOf(project);
        const arrived = progress(
            `Deploying the program, stack ${stack}, into a laptop AWS, to ask its policies.`,
            surroundings,
        );
        const deployed = await deploy(project).finally(arrived);
        try {
            const explanation = await explain(deployed, question);
            out(`${json ? JSON.stringify(explanation, undefined, 2) : report(explanation)}\n`);
            return explanation.allowed ? 0 : 1;
        } finally {
            await deployed.close();
        }
    } catch (thrown) {
        // Commander has written its own words.
        if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
        error(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
        return 2;
    }
}

function parsed(args: readonly string[], { out, error }: Surroundings): Options {
    const via = new Option(
        "--via <service>",
        "through which service a KMS key is used (default: s3; sagemaker for grants)",
    );
    return new Command("explain")
        .description(
            "Says whether somebody may do something to a stack, and by which statements of the program's own policies. No AWS account.",
        )
        .addOption(new Option("--as <who>", "who asks").choices(callerNames).makeOptionMandatory())
        .requiredOption("--action <service:Name>", "what is asked: one action")
        .requiredOption("--resource <arn>", 'an ARN, "*", or an output of the stack that names a resource')
        .option("--stack <name>", "environment, whose Pulumi.<stack>.yaml is used", "dev")
        .option("--context <key=value...>", "condition keys that the request carries, over those that are assumed")
        .addOption(via.choices(viaNames))
        .option("--http", "asked over plain HTTP")
        .option("--json", "print one JSON object on stdout")
        .addHelpText("after", help)
        .allowExcessArguments(false)
        .configureOutput({
            writeOut: out,
            // One line, its suggestion included.
            outputError: (text) => {
                error(text.replace(/\n(?=.)/g, " "));
            },
        })
        .exitOverride()
        .parse(args, { from: "user" })
        .opts<Options>();
}

const help = `
Who asks:
  caller      somebody with the caller policy
  execution   the endpoint's role
  deployer, preview
              who deploys, and who previews
  stranger    an administrator of another account
  anonymous   nobody
  sns, cloudwatch, sagemaker
              the service in its own name, for --context aws:SourceArn=… (default: what it acts for in the stack)

Outputs that name a resource; what follows the name is added to the ARN:
  ${resourceOutputs.slice(0, 8).join(" ")}
  ${resourceOutputs.slice(8).join(" ")}

What an operation needs besides the action and the key of a bucket, topic or queue, such as iam:PassRole for a model or
kms:CreateGrant for an endpoint, is a question of its own.

Ends with 0 when it is allowed, 1 when it is denied, 2 when there is no answer.

Examples:
  npm run explain -- --as caller --action s3:GetObject --resource outputBucketName/summaries/x.out
  npm run explain -- --as cloudwatch --action sns:Publish --resource alarmTopicArn --http`;

/** @throws QuestionError */
function questionOf(options: Omit<Options, "stack" | "json">): AskedQuestion {
    const { as, action, resource, context = [], via, http = false } = options;
    checkVia(askedAction(action), via);
    askedResource(resource);
    return { as, action, resource, context: askedContext(context, http), via, http };
}

/** @returns a function that says that it is done */
function progress(words: string, { quietMilliseconds, error }: Surroundings): () => void {
    if (quietMilliseconds === undefined) return () => undefined;
    const timer = setTimeout(() => {
        error(`${words}\n`);
    }, quietMilliseconds);
    return () => {
        clearTimeout(timer);
    };
}
