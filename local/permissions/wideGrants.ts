/** A resource that a document names more widely than one stack has it. */
export interface WideGrant {
    /** As the documents write it, without place. */
    readonly resource: string;
    readonly why: string;
    readonly opens: string;
}

/** All that is wide, and why; a test finds what else would be. */
export const wideGrants: readonly WideGrant[] = [
    {
        resource: "key/*",
        why: "KMS chooses a key's id.",
        opens: "Keys of the account whose own policy leaves it to IAM. Once the stack exists, put its key's ARN there.",
    },
    {
        resource: "endpoint-config/endpoint-*",
        why: "Pulumi names each configuration anew, since it is replaced on every change.",
        opens: "Configurations of this account's other stacks of the program.",
    },
    {
        resource: "endpoint-config/*",
        why: "Application Auto Scaling tries whether its caller may describe a configuration, by a name that it makes up.",
        opens: "Descriptions of all configurations.",
    },
    {
        resource: "model/model-*",
        why: "Pulumi names each model anew, since it is replaced on every change.",
        opens: "Models of this account's other stacks of the program, with their environment variables.",
    },
    {
        resource: "scalable-target/*",
        why: "Application Auto Scaling chooses a target's id.",
        opens: "Scalable targets of the account, of whatever service.",
    },
    {
        resource: "alarm:*",
        why: "Application Auto Scaling tries whether its caller may have alarms, on none in particular.",
        opens: "Alarms of the account.",
    },
    {
        resource: "*",
        why: "Actions that take no resource (AWS: Service Authorization Reference), or are asked before there is one.",
        opens: "Lists, descriptions and metrics of the account; every subscription; making keys.",
    },
];
