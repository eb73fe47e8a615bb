import { randomUUID } from "node:crypto";

import { validationException } from "../awsError";
import { type Context } from "../context";
import { accessDeniedException } from "../iam/operationPermissions";
import { type Caller } from "../iam/principal";
import { sageMakerArn } from "../sageMaker/sageMakerArn";
import { serviceLinkedRole, type TargetName } from "./scalableTarget";
import { type TrackingAlarms } from "./trackingAlarms";

/**
 * What Application Auto Scaling asks of its callers beyond its own actions. It tries out whether they could do themselves what it
 * is to do for them, and says what is missing with a ValidationException (AWS: Application Auto Scaling User Guide, "Permissions
 * validation for API calls on target resources"). Scaling itself is done by its service-linked role: then nobody is asked.
 */
export class CallerPermissions {
    private hasServiceLinkedRole = false;

    constructor(private readonly context: Context) {}

    /**
     * Leave for the action itself.
     *
     * @param targetArn of a registered target. One that is not registered has no id yet; that it is asked for as `*` is inferred.
     * @throws AwsError AccessDeniedException
     */
    onTarget(by: Caller | undefined, action: string, target: TargetName, targetArn: string | undefined): void {
        const resource = targetArn ?? this.context.arn("application-autoscaling", "scalable-target/*");
        const keys = {
            "application-autoscaling:service-namespace": target.ServiceNamespace,
            "application-autoscaling:scalable-dimension": target.ScalableDimension,
        };
        const permission = { action: `application-autoscaling:${action}`, resource, keys };
        this.context.access.require(by, permission, accessDeniedException);
    }

    /**
     * Leave for what a registration is for: to look at the endpoint and to scale it, and to have alarms (AWS: SageMaker Developer
     * Guide, "Auto scaling prerequisites").
     *
     * The configuration that is asked for has a made-up name (aws-controllers-k8s/community #2110). AWS's page tells the order of
     * the checks and that they are for no alarm in particular, with Aurora as its example; that it is the same with SageMaker is
     * inferred.
     *
     * @throws AwsError ValidationException; AccessDeniedException for the service-linked role
     */
    onRegistration(by: Caller | undefined, endpointName: string): void {
        const endpoint = sageMakerArn(this.context, "endpoint", endpointName);
        const alarms = this.context.arn("cloudwatch", "alarm:*");
        this.validate(by, "sagemaker:DescribeEndpoint", endpoint);
        this.validate(
            by,
            "sagemaker:DescribeEndpointConfig",
            this.context.arn("sagemaker", `endpoint-config/${randomUUID()}`),
        );
        this.validate(by, "sagemaker:UpdateEndpointWeightsAndCapacities", endpoint);
        this.validate(by, "cloudwatch:PutMetricAlarm", alarms);
        this.validate(by, "cloudwatch:DescribeAlarms", alarms);
        this.validate(by, "cloudwatch:DeleteAlarms", alarms);
        this.serviceLinkedRole(by);
    }

    /** Leave for the alarms of a target tracking policy. @throws AwsError ValidationException */
    onAlarms(by: Caller | undefined, { high, low }: TrackingAlarms, action: "PutMetricAlarm" | "DeleteAlarms"): void {
        this.validate(by, "cloudwatch:DescribeAlarms", this.context.arn("cloudwatch", "alarm:*"));
        for (const { AlarmARN } of [high, low]) this.validate(by, `cloudwatch:${action}`, AlarmARN);
    }

    /**
     * The first registration of an account makes the role (AWS: Application Auto Scaling User Guide, "Service-linked roles").
     * A stand-in: IAM does not show it, and it is never deleted.
     */
    private serviceLinkedRole(by: Caller | undefined): void {
        const { access, partition, accountId } = this.context;
        if (this.hasServiceLinkedRole) return;
        const permission = {
            action: "iam:CreateServiceLinkedRole",
            resource: serviceLinkedRole(partition, accountId),
            keys: { "iam:AWSServiceName": "sagemaker.application-autoscaling.amazonaws.com" },
        };
        access.require(by, permission, accessDeniedException);
        this.hasServiceLinkedRole = true;
    }

    private validate(by: Caller | undefined, action: string, resource: string): void {
        this.context.access.require(by, { action, resource }, validationException);
    }
}
