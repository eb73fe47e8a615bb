import { type Permission } from "../iam/access";
import { accessDeniedException, type Place, type ServicePermissions } from "../iam/operationPermissions";

interface OnGroup {
    logGroupName?: string | undefined;
    /** Its name or its ARN. */
    logGroupIdentifier?: string | undefined;
}

function onGroup(action: string): (input: OnGroup, place: Place) => readonly Permission[] {
    return (input, place) => [{ action: `logs:${action}`, resource: groupArn(input, place) }];
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
 * AWS: Service Authorization Reference, "Actions, resources, and condition keys for Amazon CloudWatch Logs"; CloudWatch Logs User
 * Guide, "Using identity-based policies": what is done to a group is granted on its ARN, what is done to streams on theirs.
 */
export const cloudWatchLogsPermissions: ServicePermissions<"logs"> = {
    operations: {
        CreateLogGroup: ({ logGroupName, tags = {} }, place) => {
            const resource = groupArn({ logGroupName }, place);
            const create = { action: "logs:CreateLogGroup", resource };
            // AWS: CloudWatch Logs API Reference, CreateLogGroup: to tag a group on creation takes both.
            return Object.keys(tags).length === 0 ? [create] : [create, { action: "logs:TagResource", resource }];
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
