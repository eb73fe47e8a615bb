import { metricNamespaces } from "../contract/metrics";
import { prefixes } from "../contract/names";
import { dnsSuffix } from "../contract/partition";
import { type Permission } from "../local/cloud/iam/access";
import { type Caller, overPlainHttp, roleSession, service } from "../local/cloud/iam/principal";
import { type DeployedProgram, deployProgram } from "../local/deployedProgram";
import { type Project } from "../contract/project";

/** How quickly one question is decided. */
export interface DecisionRate {
    question: string;
    allowed: boolean;
    perSecond: number;
    /** How often it is decided while the policies that have a say are parsed as JSON once. */
    perParse: number;
}

interface Asking {
    question: string;
    caller: Caller;
    permission: Permission;
}

/** Deploys the program, and asks what its requests ask, by its own policies. */
export async function decisionRates(project: Project): Promise<DecisionRate[]> {
    const program = await deployProgram({ project });
    try {
        return questions(program).map((asking) => rateOf(program, asking));
    } finally {
        await program.close();
    }
}

function questions({ cloud, outputs }: DeployedProgram): Asking[] {
    const { accountId, partition, region } = cloud;
    const execution = roleSession(outputs.executionRoleArn, "SageMaker");
    const article = `arn:${partition}:s3:::${outputs.inputBucketName}/${prefixes.input}article.json`;
    const summary = `arn:${partition}:s3:::${outputs.outputBucketName}/${prefixes.output}summary.out`;
    const viaS3 = { "kms:ViaService": `s3.${region}.${dnsSuffix(partition)}` };
    const alarms = service("sns.amazonaws.com", outputs.alarmTopicArn, accountId);
    const inbox = `arn:${partition}:sqs:${region}:${accountId}:${lastSegment(outputs.alarmInboxUrl)}`;
    const ask = (question: string, caller: Caller, permission: Permission): Asking => ({
        question,
        caller,
        permission,
    });
    return [
        ask("the role reads an article", execution, { action: "s3:GetObject", resource: article }),
        ask("the role reads it over plain HTTP", overPlainHttp(execution), {
            action: "s3:GetObject",
            resource: article,
        }),
        ask("the role writes a summary", execution, { action: "s3:PutObject", resource: summary }),
        ask("the role decrypts with the key", execution, {
            action: "kms:Decrypt",
            resource: outputs.keyArn,
            keys: viaS3,
        }),
        ask("the role publishes", execution, { action: "sns:Publish", resource: outputs.successTopicArn }),
        ask("the role puts a metric", execution, {
            action: "cloudwatch:PutMetricData",
            resource: "*",
            keys: { "cloudwatch:namespace": metricNamespaces[0] },
        }),
        ask("SNS delivers to a queue", alarms, { action: "sqs:SendMessage", resource: inbox }),
        ask("a stranger reads a summary", cloud.identities.stranger.caller, {
            action: "s3:GetObject",
            resource: summary,
        }),
    ];
}

function rateOf({ cloud: { access } }: DeployedProgram, { question, caller, permission }: Asking): DecisionRate {
    const { identity, resource } = access.considered(caller, permission).policies;
    const documents = [...identity, ...(resource ? [resource] : [])].map(({ document }) => document);
    const perSecond = ratePerSecond(() => access.decide(caller, permission));
    const parses = ratePerSecond(() => documents.map((document): unknown => JSON.parse(document)));
    const { allowed } = access.decide(caller, permission);
    return { question, allowed, perSecond, perParse: perSecond / parses };
}

/** After a tenth of a second to warm up, the median of five tenths: of the processor's time, which others on the machine do not take. */
function ratePerSecond(work: () => unknown): number {
    const rates = Array.from({ length: 6 }, () => rateOfOneTenth(work)).slice(1);
    return rates.sort((a, b) => a - b)[2] as number;
}

function rateOfOneTenth(work: () => unknown): number {
    const begun = process.cpuUsage();
    let [times, seconds] = [0, 0];
    while (seconds < 0.1) {
        for (let i = 0; i < 500; i++) work();
        times += 500;
        const { user, system } = process.cpuUsage(begun);
        seconds = (user + system) / 1_000_000;
    }
    return times / seconds;
}

function lastSegment(url: string): string {
    return url.slice(url.lastIndexOf("/") + 1);
}
