import { type Permission } from "../iam/access";
import { accessDeniedException, type Place, type ServicePermissions } from "../iam/operationPermissions";

interface OnGroup {
    logGroupName?: string | undefined;
    /** Its name or its ARN. */
    logGroupIdentifier?: string | undefined;
}

function onGroup(action: string): (input: OnGroup, place: Place) => readonly Permission[] {
    return (input, place) => [{ action: `logs:${action}`, resource: anyStreamOf(groupArn(input, place)) }];
}

/**
 * A group is granted by its ARN with `:*`, but for its tags (AWS: CloudWatch Logs API Reference, LogGroup); what AWS's refusals name is
 * the group with no stream in particular (cloudposse/terraform-aws-cicd 33).
 */
function anyStreamOf(group: string): string {
    return `${group}:log-stream:`;
}

function groupArn({ logGroupName, logGroupIdentifier }: OnGroup, place: Place): string {
    const group = logGroupName ?? logGroupIdentifier ?? "";
    return group.startsWith("arn:") ? group.replace(/:\*$/, "") : place.arn("logs", `log-group:${group}`);
}

interface OnStream extends OnGroup {
    logStreamName?: string | undefined;
}

function onStream(action: string): (input: OnStream, place: Place) => readonly Permission[] {
    return (input, place) => [
        { action: `logs:${action}`, resource: `${groupArn(input, place)}:log-stream:${input.logStreamName ?? ""}` },
    ];
}

/** Tags go by the ARN without `:*` (AWS: CloudWatch Logs API Reference, TagResource). */
function onTagged(action: string): (input: { resourceArn?: string | undefined }) => readonly Permission[] {
    return ({ resourceArn }) => [{ action: `logs:${action}`, resource: resourceArn || "*" }];
}

/**
 * AWS: Service Authorization Reference, "Actions, resources, and condition keys for Amazon CloudWatch Logs".
 */
export const cloudWatchLogsPermissions: ServicePermissions<"logs"> = {
    operations: {
        CreateLogGroup: ({ logGroupName, tags = {} }, place) => {
            const group = groupArn({ logGroupName }, place);
            const create = { action: "logs:CreateLogGroup", resource: anyStreamOf(group) };
            // AWS: CloudWatch Logs API Reference, CreateLogGroup: to tag a group on creation takes both.
            return Object.keys(tags).length === 0
                ? [create]
                : [create, { action: "logs:TagResource", resource: group }];
        },
        DescribeLogGroups: () => [{ action: "logs:DescribeLogGroups", resource: "*" }],
        DeleteLogGroup: onGroup("DeleteLogGroup"),
        PutRetentionPolicy: onGroup("PutRetentionPolicy"),
        DeleteRetentionPolicy: onGroup("DeleteRetentionPolicy"),
        TagResource: onTagged("TagResource"),
        UntagResource: onTagged("UntagResource"),
        ListTagsForResource: onTagged("ListTagsForResource"),
        CreateLogStream: onStream("CreateLogStream"),
        DeleteLogStream: onStream("DeleteLogStream"),
        DescribeLogStreams: onGroup("DescribeLogStreams"),
        PutLogEvents: onStream("PutLogEvents"),
        GetLogEvents: onStream("GetLogEvents"),
        FilterLogEvents: onGroup("FilterLogEvents"),
    },
    refusal: accessDeniedException,
};
