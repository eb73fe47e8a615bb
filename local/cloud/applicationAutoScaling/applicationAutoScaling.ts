import { randomUUID } from "node:crypto";

import {
    type DescribeScalableTargetsCommandInput,
    type DescribeScalingActivitiesCommandInput,
    type DescribeScalingPoliciesCommandInput,
    type PutScalingPolicyCommandInput,
    type RegisterScalableTargetCommandInput,
    type ScalingActivity,
} from "@aws-sdk/client-application-auto-scaling";

import { noCooldown } from "../../../scaling/cooldown";
import { defaultScalingOptions, type ScalingOptions } from "../../../scaling/scalingState";
import { AwsError, validationException } from "../awsError";
import { CallerPermissions } from "./furtherLeave";
import { CapacityChanges } from "./capacityChange";
import { type CloudWatch } from "../cloudWatch/cloudWatch";
import { type Context, type Service } from "../context";
import { DynamicScaling } from "./dynamicScaling";
import { type Caller } from "../iam/principal";
import { page } from "../page";
import {
    checkedLimits,
    describedTarget,
    describesTarget,
    type RegisteredTarget,
    required,
    serviceLinkedRole,
    targetName,
} from "./scalableTarget";
import { ScalingActivities } from "./scalingActivities";
import { describedPolicy, policyDefinition, type ScalingPolicy } from "./scalingPolicy";
import { deleteTrackingAlarms, newTrackingAlarms, type PolicyAlarm, putTrackingAlarms } from "./trackingAlarms";

type NamesTarget = Pick<RegisterScalableTargetCommandInput, "ServiceNamespace" | "ResourceId" | "ScalableDimension">;

/** Scalable targets, scaling policies and what they do; only for instance counts of SageMaker variants. */
export class ApplicationAutoScaling implements Service {
    private readonly targets = new Map<string, RegisteredTarget>();
    private readonly activities: ScalingActivities;
    private readonly changes: CapacityChanges;
    private readonly scaling: DynamicScaling;
    private readonly leave: CallerPermissions;

    constructor(
        private readonly context: Context,
        cloudWatch: CloudWatch,
        options: Partial<ScalingOptions> = {},
    ) {
        this.leave = new CallerPermissions(context);
        this.activities = new ScalingActivities(() => context.clock.date());
        this.changes = new CapacityChanges(context, this.activities);
        this.scaling = new DynamicScaling(context, this.targets, this.activities, this.changes, {
            ...defaultScalingOptions,
            ...options,
        });
        cloudWatch.handlePolicies((invocations) => this.scaling.alarmsTriggered(invocations));
    }

    async RegisterScalableTarget(
        input: RegisterScalableTargetCommandInput,
        by?: Caller,
    ): Promise<{ ScalableTargetARN: string }> {
        const name = targetName(input);
        const present = this.targets.get(name.ResourceId);
        this.leave.onTarget(by, "RegisterScalableTarget", name, present?.ScalableTargetARN);
        // AWS: Application Auto Scaling User Guide, "Tagging support": tags on registration take leave of their own.
        if (Object.keys(input.Tags ?? {}).length > 0) {
            this.leave.onTarget(by, "TagResource", name, present?.ScalableTargetARN);
        }
        const limits = checkedLimits(input, present);
        if (present && input.Tags && Object.keys(input.Tags).length > 0) {
            throw validationException(
                "The scalable target that you tried to tag already exists. To update tags on an existing scalable target, use the TagResource API.",
            );
        }
        this.leave.onRegistration(by, name.endpointName);
        if (!(await this.changes.describe(name))) {
            throw validationException(`No scalable resource found for ${describesTarget(name)}`);
        }
        const suspended = {
            DynamicScalingInSuspended: false,
            DynamicScalingOutSuspended: false,
            ScheduledScalingSuspended: false,
        };
        const target: RegisteredTarget = Object.assign(
            present ?? {
                ...name,
                ScalableTargetARN: this.context.arn(
                    "application-autoscaling",
                    `scalable-target/${randomUUID().replaceAll("-", "")}`,
                ),
                RoleARN: serviceLinkedRole(this.context.partition, this.context.accountId),
                CreationTime: this.context.clock.date(),
                tags: new Map(Object.entries(input.Tags ?? {})),
                policies: new Map<string, ScalingPolicy>(),
                scaledOutAt: -Infinity,
            },
            limits,
            { SuspendedState: { ...suspended, ...present?.SuspendedState, ...input.SuspendedState } },
        );
        this.targets.set(name.ResourceId, target);
        await this.scaling.fitIntoLimits(target);
        return { ScalableTargetARN: target.ScalableTargetARN };
    }

    async DescribeScalableTargets(
        input: DescribeScalableTargetsCommandInput,
    ): Promise<{ ScalableTargets: ReturnType<typeof describedTarget>[]; NextToken?: string }> {
        required(input.ServiceNamespace, "serviceNamespace");
        const found = [...this.targets.values()].filter(
            (target) =>
                target.ServiceNamespace === input.ServiceNamespace &&
                (input.ScalableDimension === undefined || target.ScalableDimension === input.ScalableDimension) &&
                (!input.ResourceIds?.length || input.ResourceIds.includes(target.ResourceId)),
        );
        const listed = page(found, input.MaxResults ?? 50, input.NextToken);
        return {
            ScalableTargets: listed.page.map(describedTarget),
            ...(listed.next !== undefined && { NextToken: listed.next }),
        };
    }

    /** Takes the target's policies and their alarms with it. */
    async DeregisterScalableTarget(input: NamesTarget, by?: Caller): Promise<object> {
        const target = this.target(input, "found", "DeregisterScalableTarget", by);
        for (const policy of target.policies.values()) this.requireAlarms(by, policy, "DeleteAlarms");
        this.targets.delete(target.ResourceId);
        this.changes.abandon(target);
        for (const policy of target.policies.values()) await this.deleteAlarms(policy);
        return {};
    }

    async PutScalingPolicy(
        input: PutScalingPolicyCommandInput,
        by?: Caller,
    ): Promise<{ PolicyARN: string; Alarms: PolicyAlarm[] }> {
        const target = this.target(input, "registered", "PutScalingPolicy", by);
        const definition = policyDefinition(input, target);
        const PolicyName = input.PolicyName as string;
        const present = target.policies.get(PolicyName);
        this.refuseSameMetric(target, PolicyName, definition);
        const common = {
            PolicyName,
            PolicyARN: present?.PolicyARN ?? this.policyArn(target, PolicyName),
            CreationTime: present?.CreationTime ?? this.context.clock.date(),
            cooldown: present?.cooldown ?? noCooldown,
        };
        let policy: ScalingPolicy;
        if (definition.PolicyType === "TargetTrackingScaling") {
            const alarms =
                present?.PolicyType === "TargetTrackingScaling"
                    ? present.alarms
                    : newTrackingAlarms(this.context, target.ResourceId);
            policy = { ...common, ...definition, alarms };
            this.requireAlarms(by, policy, "PutMetricAlarm");
            await putTrackingAlarms(this.context, policy);
        } else {
            policy = { ...common, ...definition };
            if (present) {
                this.requireAlarms(by, present, "DeleteAlarms");
                await this.deleteAlarms(present);
            }
        }
        target.policies.set(PolicyName, policy);
        return { PolicyARN: policy.PolicyARN, Alarms: describedPolicy(policy, target).Alarms };
    }

    async DescribeScalingPolicies(
        input: DescribeScalingPoliciesCommandInput,
    ): Promise<{ ScalingPolicies: ReturnType<typeof describedPolicy>[]; NextToken?: string }> {
        required(input.ServiceNamespace, "serviceNamespace");
        const found = [...this.targets.values()]
            .filter((target) => target.ServiceNamespace === input.ServiceNamespace)
            .flatMap((target) => [...target.policies.values()].map((policy) => describedPolicy(policy, target)))
            .filter(
                (policy) =>
                    (input.ResourceId === undefined || policy.ResourceId === input.ResourceId) &&
                    (input.ScalableDimension === undefined || policy.ScalableDimension === input.ScalableDimension) &&
                    (!input.PolicyNames?.length || input.PolicyNames.includes(policy.PolicyName)),
            );
        const listed = page(found, input.MaxResults ?? 10, input.NextToken);
        return { ScalingPolicies: listed.page, ...(listed.next !== undefined && { NextToken: listed.next }) };
    }

    async DeleteScalingPolicy(input: NamesTarget & { PolicyName: string | undefined }, by?: Caller): Promise<object> {
        const name = targetName(input);
        const target = this.targets.get(name.ResourceId);
        this.leave.onTarget(by, "DeleteScalingPolicy", name, target?.ScalableTargetARN);
        const policy = target?.policies.get(input.PolicyName ?? "");
        if (!target || !policy) {
            throw notFound(
                `No scaling policy found for ${describesTarget(name)}, policy name: ${String(input.PolicyName)}`,
            );
        }
        this.requireAlarms(by, policy, "DeleteAlarms");
        target.policies.delete(policy.PolicyName);
        await this.deleteAlarms(policy);
        return {};
    }

    async DescribeScalingActivities(
        input: DescribeScalingActivitiesCommandInput,
    ): Promise<{ ScalingActivities: ScalingActivity[]; NextToken?: string }> {
        required(input.ServiceNamespace, "serviceNamespace");
        const listed = page(this.activities.find(input), input.MaxResults ?? 50, input.NextToken);
        return { ScalingActivities: listed.page, ...(listed.next !== undefined && { NextToken: listed.next }) };
    }

    async TagResource(input: {
        ResourceARN: string | undefined;
        Tags: Record<string, string> | undefined;
    }): Promise<object> {
        const { tags } = this.tagged(input.ResourceARN);
        for (const [key, value] of Object.entries(input.Tags ?? {})) tags.set(key, value);
        return {};
    }

    async UntagResource(input: { ResourceARN: string | undefined; TagKeys: string[] | undefined }): Promise<object> {
        const { tags } = this.tagged(input.ResourceARN);
        for (const key of input.TagKeys ?? []) tags.delete(key);
        return {};
    }

    async ListTagsForResource(input: { ResourceARN: string | undefined }): Promise<{ Tags: Record<string, string> }> {
        return { Tags: Object.fromEntries(this.tagged(input.ResourceARN).tags) };
    }

    inventory(): string[] {
        return [...this.targets.values()].flatMap((target) => [
            target.ScalableTargetARN,
            ...[...target.policies.values()].map((policy) => policy.PolicyARN),
        ]);
    }

    private requireAlarms(
        by: Caller | undefined,
        policy: ScalingPolicy,
        action: "PutMetricAlarm" | "DeleteAlarms",
    ): void {
        if (policy.PolicyType === "TargetTrackingScaling") this.leave.onAlarms(by, policy.alarms, action);
    }

    private async deleteAlarms(policy: ScalingPolicy): Promise<void> {
        if (policy.PolicyType === "TargetTrackingScaling") await deleteTrackingAlarms(this.context, policy.alarms);
    }

    private refuseSameMetric(
        target: RegisteredTarget,
        name: string,
        definition: ReturnType<typeof policyDefinition>,
    ): void {
        if (definition.PolicyType !== "TargetTrackingScaling") return;
        for (const other of target.policies.values()) {
            if (other.PolicyName === name || other.PolicyType !== "TargetTrackingScaling") continue;
            if (JSON.stringify(other.metric) !== JSON.stringify(definition.metric)) continue;
            throw validationException(
                "Only one TargetTrackingScaling policy for a given metric specification is allowed.",
            );
        }
    }

    private policyArn({ ResourceId }: RegisteredTarget, policyName: string): string {
        return this.context.arn(
            "autoscaling",
            `scalingPolicy:${randomUUID()}:resource/sagemaker/${ResourceId}:policyName/${policyName}`,
        );
    }

    private target(
        input: NamesTarget,
        word: "found" | "registered",
        action: string,
        by: Caller | undefined,
    ): RegisteredTarget {
        const name = targetName(input);
        const target = this.targets.get(name.ResourceId);
        this.leave.onTarget(by, action, name, target?.ScalableTargetARN);
        if (!target) throw notFound(`No scalable target ${word} for ${describesTarget(name)}`);
        return target;
    }

    private tagged(arn: string | undefined): RegisteredTarget {
        const target = [...this.targets.values()].find((known) => known.ScalableTargetARN === arn);
        if (!target) throw new AwsError("ResourceNotFoundException", `The resource ${String(arn)} doesn't exist.`);
        return target;
    }
}

function notFound(message: string): AwsError {
    return new AwsError("ObjectNotFoundException", message);
}
