import { type ServiceName } from "./context";
import { type ServicePermissions } from "./iam/operationPermissions";
import { applicationAutoScalingPermissions } from "./applicationAutoScaling/applicationAutoScalingPermissions";
import { cloudWatchLogsPermissions } from "./cloudWatchLogs/cloudWatchLogsPermissions";
import { cloudWatchPermissions } from "./cloudWatch/cloudWatchPermissions";
import { iamPermissions } from "./iam/iamPermissions";
import { kmsPermissions } from "./kms/kmsPermissions";
import { s3Permissions } from "./s3/s3Permissions";
import { sageMakerPermissions } from "./sageMaker/sageMakerPermissions";
import { sageMakerRuntimePermissions } from "./sageMaker/sageMakerRuntimePermissions";
import { snsPermissions } from "./sns/snsPermissions";
import { sqsPermissions } from "./sqs/sqsPermissions";
import { stsPermissions } from "./iam/stsPermissions";

/** What every operation of every service needs leave for. */
export const permissions: { readonly [S in ServiceName]: ServicePermissions<S> } = {
    "application-autoscaling": applicationAutoScalingPermissions,
    cloudwatch: cloudWatchPermissions,
    iam: iamPermissions,
    kms: kmsPermissions,
    logs: cloudWatchLogsPermissions,
    s3: s3Permissions,
    sagemaker: sageMakerPermissions,
    "sagemaker-runtime": sageMakerRuntimePermissions,
    sns: snsPermissions,
    sqs: sqsPermissions,
    sts: stsPermissions,
};
