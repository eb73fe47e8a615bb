import { AwsError } from "../awsError";
import { type Permission } from "../iam/access";
import { type Place, type ServicePermissions } from "../iam/operationPermissions";

function onEverything(action: string): () => readonly Permission[] {
    return () => [{ action: `cloudwatch:${action}`, resource: "*" }];
}

interface OnAlarms {
    AlarmNames?: string[] | undefined;
}

/** Leave for each of the alarms that are named; where none is, for `alarm:*`, as refusals of DescribeAlarms say. */
function onAlarms(action: string): (input: OnAlarms, place: Place) => readonly Permission[] {
    return ({ AlarmNames = [] }, place) =>
        (AlarmNames.length > 0 ? AlarmNames : ["*"]).map((name) => onAlarm(action, name, place));
}

function onAlarm(action: string, name: string | undefined, place: Place): Permission {
    return { action: `cloudwatch:${action}`, resource: place.arn("cloudwatch", `alarm:${name ?? "*"}`) };
}

function onTagged(action: string): (input: { ResourceARN: string | undefined }) => readonly Permission[] {
    return ({ ResourceARN }) => [{ action: `cloudwatch:${action}`, resource: ResourceARN || "*" }];
}

/** AWS: Service Authorization Reference, "Actions, resources, and condition keys for Amazon CloudWatch". */
export const cloudWatchPermissions: ServicePermissions<"cloudwatch"> = {
    operations: {
        PutMetricData: ({ Namespace }) => [
            { action: "cloudwatch:PutMetricData", resource: "*", keys: { "cloudwatch:namespace": Namespace } },
        ],
        GetMetricStatistics: onEverything("GetMetricStatistics"),
        GetMetricData: onEverything("GetMetricData"),
        ListMetrics: onEverything("ListMetrics"),
        PutMetricAlarm: ({ AlarmName, Tags = [], ...input }, place) => {
            const actions = [input.OKActions, input.AlarmActions, input.InsufficientDataActions].flat();
            const put = {
                ...onAlarm("PutMetricAlarm", AlarmName, place),
                keys: { "cloudwatch:AlarmActions": actions.filter((action) => action !== undefined) },
            };
            // AWS: CloudWatch API Reference, PutMetricAlarm: to tag an alarm on creation takes both.
            return Tags.length === 0 ? [put] : [put, onAlarm("TagResource", AlarmName, place)];
        },
        DescribeAlarms: onAlarms("DescribeAlarms"),
        DescribeAlarmHistory: ({ AlarmName }, place) => [onAlarm("DescribeAlarmHistory", AlarmName, place)],
        DeleteAlarms: onAlarms("DeleteAlarms"),
        EnableAlarmActions: onAlarms("EnableAlarmActions"),
        DisableAlarmActions: onAlarms("DisableAlarmActions"),
        SetAlarmState: ({ AlarmName }, place) => [onAlarm("SetAlarmState", AlarmName, place)],
        TagResource: onTagged("TagResource"),
        UntagResource: onTagged("UntagResource"),
        ListTagsForResource: onTagged("ListTagsForResource"),
    },
    refusal: (message) => new AwsError("AccessDenied", message, 403),
};
