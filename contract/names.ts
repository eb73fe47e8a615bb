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
    /** Where messages end that an inbox's reader gave up on. */
    inboxDeadLetters: Named;
    /** Where notifications end that SNS could not deliver. */
    notificationDeadLetters: Named;
    executionRole: Named;
    callerPolicy: Named;
    endpoint: Named;
    backlogPolicy: Named;
    wakeUpPolicy: Named;
    wakeUpAlarm: Named;
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

/** The one production variant. */
export const variantName = "primary";
