import { type ScalingActivity } from "@aws-sdk/client-application-auto-scaling";

import { fulfilmentPollSeconds } from "../../../scaling/alarmSchedule";
import { cooldownAtEnd, cooldownAtStart } from "../../../scaling/cooldown";
import { AwsError } from "../awsError";
import { type Scheduled } from "../clock";
import { type Context } from "../context";
import { type RegisteredTarget } from "./scalableTarget";
import { type ScalingActivities } from "./scalingActivities";
import { cooldownsOf, type ScalingPolicy } from "./scalingPolicy";

/** A production variant, as far as scaling is concerned. */
export interface Variant {
    endpointStatus: string;
    desired: number;
    current: number;
}

/** A change that has been asked for and not yet fulfilled. */
interface Change {
    from: number;
    to: number;
    activity: ScalingActivity;
    /** Undefined when it was not a policy that asked. A name, since the policy may be replaced meanwhile. */
    policyName: string | undefined;
    poll: Scheduled | undefined;
}

/** Changes capacities through SageMaker and follows each change until it is fulfilled. */
export class CapacityChanges {
    private readonly changes = new Map<RegisteredTarget, Change>();
    private readonly refusals = new Map<RegisteredTarget, string>();

    constructor(
        private readonly context: Context,
        private readonly activities: ScalingActivities,
    ) {}

    /** The variant as SageMaker has it, or undefined when there is none. */
    async describe({
        endpointName,
        variantName,
    }: Pick<RegisteredTarget, "endpointName" | "variantName">): Promise<Variant | undefined> {
        try {
            const endpoint = await this.context.call("sagemaker", "DescribeEndpoint", { EndpointName: endpointName });
            const variant = endpoint.ProductionVariants.find((other) => other.VariantName === variantName);
            if (!variant) return undefined;
            return {
                endpointStatus: endpoint.EndpointStatus,
                desired: variant.DesiredInstanceCount,
                current: variant.CurrentInstanceCount,
            };
        } catch (error) {
            if (error instanceof AwsError) return undefined;
            throw error;
        }
    }

    /** Simulated seconds since which all instances of the last scale-out have been there; `Infinity` while they are not. */
    scaledOutAt(target: RegisteredTarget): number {
        const change = this.changes.get(target);
        return change && change.to > change.from ? Infinity : target.scaledOutAt;
    }

    /**
     * Asks SageMaker for another capacity.
     *
     * @returns whether it agreed; it refuses while an endpoint is updating
     */
    async start(
        target: RegisteredTarget,
        variant: Variant,
        to: number,
        cause: string,
        policy: ScalingPolicy | undefined,
    ): Promise<boolean> {
        const scaling = {
            kind: "scaling" as const,
            resourceId: target.ResourceId,
            policyName: policy?.PolicyName ?? "",
            from: variant.desired,
            to,
        };
        try {
            await this.context.call("sagemaker", "UpdateEndpointWeightsAndCapacities", {
                EndpointName: target.endpointName,
                DesiredWeightsAndCapacities: [{ VariantName: target.variantName, DesiredInstanceCount: to }],
            });
        } catch (error) {
            if (!(error instanceof AwsError)) throw error;
            const reason = error.message;
            // An alarm asks again every minute; those who watch are told once.
            const refusal = JSON.stringify([scaling, reason]);
            if (this.refusals.get(target) !== refusal)
                this.context.journal.record({ ...scaling, outcome: "refused", reason });
            this.refusals.set(target, refusal);
            if (variant.endpointStatus === "InService") this.activities.failed(target, to, cause, reason);
            else this.activities.notScaled(target, cause, { Code: "TargetServicePutResourceAsUnscalable" });
            return false;
        }
        this.refusals.delete(target);
        this.context.journal.record({ ...scaling, outcome: "started", reason: cause });
        this.begin(target, variant.desired, to, cause, policy);
        return true;
    }

    /** Follows a target's change no longer. */
    abandon(target: RegisteredTarget): void {
        this.changes.get(target)?.poll?.cancel();
        this.changes.delete(target);
        this.refusals.delete(target);
    }

    private begin(
        target: RegisteredTarget,
        from: number,
        to: number,
        cause: string,
        policy: ScalingPolicy | undefined,
    ): void {
        const before = this.changes.get(target);
        if (before) this.finish(target, before, "overridden");
        const activity = this.activities.started(target, to, cause);
        for (const each of target.policies.values()) {
            each.cooldown = cooldownAtStart(each.cooldown, each === policy, this.seconds(), from, to);
        }
        const change: Change = { from, to, activity, policyName: policy?.PolicyName, poll: undefined };
        this.changes.set(target, change);
        this.watch(target, change);
    }

    private watch(target: RegisteredTarget, change: Change): void {
        const poll = async (): Promise<void> => {
            const variant = await this.describe(target);
            if (this.changes.get(target) !== change) return;
            if (!variant) this.abandon(target);
            else if (variant.endpointStatus !== "InService") this.watch(target, change);
            else if (variant.desired !== change.to) this.finish(target, change, "overridden");
            else if (variant.current !== change.to) this.watch(target, change);
            else this.finish(target, change, "fulfilled");
        };
        change.poll = this.context.clock.after(fulfilmentPollSeconds, poll, "polls");
    }

    private finish(target: RegisteredTarget, change: Change, outcome: "fulfilled" | "overridden"): void {
        const { policyName, activity, to, from } = change;
        change.poll?.cancel();
        this.changes.delete(target);
        this.activities[outcome](activity, to);
        if (outcome === "fulfilled" && to > from) target.scaledOutAt = this.seconds();
        const policy = target.policies.get(policyName ?? "");
        if (policy) policy.cooldown = cooldownAtEnd(policy.cooldown, outcome, this.seconds(), cooldownsOf(policy));
    }

    private seconds(): number {
        return this.context.clock.now() / 1000;
    }
}
