import { SettingsError } from "./settingsError";

/** Where a stack lives; with it every name and ARN is known before anything is deployed. */
export interface Place {
    /** Pulumi project and stack. */
    project: string;
    stack: string;
    /** `aws`, `aws-cn` or `aws-us-gov`. */
    partition: string;
    region: string;
    /** Twelve digits. */
    accountId: string;
}

/** One named resource: what AWS calls it, and its ARN. */
export interface Named {
    name: string;
    arn: string;
}

/**
 * Names that the program chooses, so that ARNs in policy documents are known in the first preview.
 * EndpointConfiguration and Model are not here: both are replaced on every change, and a fixed name would collide.
 */
export interface Names {
    inputBucket: Named;
    outputBucket: Named;
    keyAlias: Named;
    successTopic: Named;
    errorTopic: Named;
    smokeInbox: Named;
    loadInbox: Named;
    /** Told by the alarms below; not by the wake-up alarm, which acts on a scaling policy. */
    alarmTopic: Named;
    alarmInbox: Named;
    /** Where messages end that an inbox's reader gave up on. */
    inboxDeadLetters: Named;
    /** Where notifications end that SNS could not deliver. */
    notificationDeadLetters: Named;
    executionRole: Named;
    callerPolicy: Named;
    endpoint: Named;
    /** Scaling policies: Application Auto Scaling puts an id of its own into their ARNs. */
    backlogPolicy: Pick<Named, "name">;
    wakeUpPolicy: Pick<Named, "name">;
    wakeUpAlarm: Named;
    oldestRequestAlarm: Named;
    expiredRequestsAlarm: Named;
    invocationFailuresAlarm: Named;
    notificationFailuresAlarm: Named;
    /** Where the containers' output goes. SageMaker chooses the name, and makes what is not there. */
    logGroup: Named;
}

/** Key prefixes inside the buckets; grants are made for these, not for whole buckets. */
export const prefixes = {
    /** In the input bucket: articles. */
    input: "articles/",
    /** In the output bucket: summaries. */
    output: "summaries/",
    /** In the output bucket: what could not be summarized. */
    failure: "failures/",
} as const;

/** First part of an inferenceId; the inboxes' filter policies look at it, and a run id follows it. */
export const inferenceIdPrefixes = { smoke: "smoke-", load: "load-" } as const;

/** What kinds of names AWS takes, and how long (AWS: API Reference of each service). */
const longest = {
    "S3 bucket": 63,
    "KMS alias": 256,
    "SNS topic": 256,
    "SQS queue": 80,
    "IAM role": 64,
    "IAM policy": 128,
    "SageMaker endpoint": 63,
    "scaling policy": 256,
    "CloudWatch alarm": 255,
} as const;

/**
 * Names of one stack: `<project>-<stack>-…`, in lower case. What is no letter or digit becomes a dash, since a stack may
 * be called `team_a.dev` but a bucket may not.
 *
 * @param chosen `endpointName` is the name of an endpoint that is to be taken over, or empty
 * @throws SettingsError when AWS would refuse a name, because it is too long or reserved
 */
export function resourceNames(place: Place, chosen: { endpointName: string } = { endpointName: "" }): Names {
    const { partition, region, accountId } = place;
    const base = baseName(place);
    const name = (kind: keyof typeof longest, text: string): string => {
        const length = longest[kind];
        if (text.length <= length) return text;
        throw new SettingsError(
            `The ${kind} would be called "${text}", which has ${text.length} characters, but must have at most ${length}: choose a shorter name for the project or the stack`,
        );
    };
    const arn = (service: string, resource: string): string =>
        `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
    const bucket = (use: string): Named => {
        // Bucket names are shared by all accounts of a partition, so the account makes them the stack's own.
        const bucketName = name("S3 bucket", `${base}-${use}-${accountId}`);
        return { name: bucketName, arn: `arn:${partition}:s3:::${bucketName}` };
    };
    const topic = (use: string): Named => named("sns", "", name("SNS topic", `${base}-${use}`));
    const queue = (use: string): Named => named("sqs", "", name("SQS queue", `${base}-${use}`));
    const alarm = (use: string): Named => named("cloudwatch", "alarm:", name("CloudWatch alarm", `${base}-${use}`));
    const named = (service: string, prefix: string, text: string): Named => ({
        name: text,
        arn: arn(service, `${prefix}${text}`),
    });
    const identity = (prefix: string, text: string): Named => ({
        name: text,
        arn: `arn:${partition}:iam::${accountId}:${prefix}${text}`,
    });
    const endpointName = chosen.endpointName || name("SageMaker endpoint", base);
    // SageMaker writes ARNs in lower case, whatever the name.
    const endpoint = { name: endpointName, arn: arn("sagemaker", `endpoint/${endpointName.toLowerCase()}`) };
    return {
        inputBucket: bucket("input"),
        outputBucket: bucket("output"),
        keyAlias: named("kms", "", name("KMS alias", `alias/${base}`)),
        successTopic: topic("success"),
        errorTopic: topic("error"),
        smokeInbox: queue("smoke"),
        loadInbox: queue("load"),
        alarmTopic: topic("alarms"),
        alarmInbox: queue("alarm-inbox"),
        inboxDeadLetters: queue("inbox-dead-letters"),
        notificationDeadLetters: queue("notification-dead-letters"),
        executionRole: identity("role/", name("IAM role", `${base}-execution`)),
        callerPolicy: identity("policy/", name("IAM policy", `${base}-caller`)),
        endpoint,
        backlogPolicy: { name: name("scaling policy", `${base}-backlog`) },
        wakeUpPolicy: { name: name("scaling policy", `${base}-wake-up`) },
        wakeUpAlarm: alarm("wake-up"),
        oldestRequestAlarm: alarm("oldest-request"),
        expiredRequestsAlarm: alarm("expired-requests"),
        invocationFailuresAlarm: alarm("invocation-failures"),
        notificationFailuresAlarm: alarm("notification-failures"),
        logGroup: named("logs", "log-group:", `/aws/sagemaker/Endpoints/${endpoint.name}`),
    };
}

/** AWS: Amazon S3 User Guide, bucket naming rules: what a bucket's name may not begin with. */
const reservedForBuckets = /^(sthree-|amzn-s3-demo-)/;

/** `<project>-<stack>`, with which all names of a stack begin. @throws SettingsError, as {@link resourceNames} does */
export function baseName({ project, stack }: Pick<Place, "project" | "stack">): string {
    const [first, second] = [project, stack].map((part) =>
        part
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, "-")
            .replace(/^-|-$/g, ""),
    );
    if (!first || !second) {
        throw new SettingsError(
            `The ${first ? "stack" : "project"} is called "${first ? stack : project}", but must have a letter or a digit in its name`,
        );
    }
    const base = `${first}-${second}`;
    if (reservedForBuckets.test(`${base}-`)) {
        throw new SettingsError(
            `The project is called "${project}", but must not begin with what S3 reserves: sthree- and amzn-s3-demo-`,
        );
    }
    return base;
}
