import { decideScaling, type NotScaledCode } from "../../../scaling/scalingDecision";
import { type ScalingOptions } from "../../../scaling/scalingState";
import { type PolicyInvocation } from "../cloudWatch/alarmRunner";
import { type CapacityChanges } from "./capacityChange";
import { type Context } from "../context";
import { type RegisteredTarget } from "./scalableTarget";
import { type ScalingActivities } from "./scalingActivities";
import { policyState, type ScalingPolicy } from "./scalingPolicy";

/** AWS's own codes among the reasons not to scale; the others have none and are not told as activities. */
const awsCodes: readonly NotScaledCode[] = [
    "AutoScalingAnticipatedFlapping",
    "AlreadyAtMaxCapacity",
    "AlreadyAtMinCapacity",
    "AlreadyAtDesiredCapacity",
];

/** Turns alarms and limits into changes of capacity. */
export class DynamicScaling {
    constructor(
        private readonly context: Context,
        private readonly targets: ReadonlyMap<string, RegisteredTarget>,
        private readonly activities: ScalingActivities,
        private readonly changes: CapacityChanges,
        private readonly options: ScalingOptions,
    ) {}

    /** Alarms that name scaling policies are in ALARM; CloudWatch says so again every minute. */
    async alarmsTriggered(invocations: PolicyInvocation[]): Promise<string[]> {
        const unknown = new Set(invocations.map(({ policyArn }) => policyArn));
        for (const target of [...this.targets.values()]) {
            const arns = new Set([...target.policies.values()].map((policy) => policy.PolicyARN));
            const own = invocations.filter(({ policyArn }) => arns.has(policyArn));
            for (const { policyArn } of own) unknown.delete(policyArn);
            if (own.length > 0) await this.scale(target, own);
        }
        return [...unknown];
    }

    private async scale(target: RegisteredTarget, invocations: readonly PolicyInvocation[]): Promise<void> {
        const variant = await this.changes.describe(target);
        if (!variant || !this.targets.has(target.ResourceId)) return;
        const decision = decideScaling(
            {
                capacity: variant.desired,
                minCapacity: target.MinCapacity,
                maxCapacity: target.MaxCapacity,
                scaleInSuspended: target.SuspendedState.DynamicScalingInSuspended,
                scaleOutSuspended: target.SuspendedState.DynamicScalingOutSuspended,
                scaledOutAt: this.changes.scaledOutAt(target),
            },
            [...target.policies.values()].map((policy) => policyState(policy, invocations)),
            this.context.clock.now() / 1000,
            this.options,
        );
        if (decision.action === "scale") {
            const policy = target.policies.get(decision.policyName) as ScalingPolicy;
            await this.changes.start(target, variant, decision.capacity, causeOf(policy, invocations), policy);
            return;
        }
        for (const { policyName, code } of decision.reasons) {
            if (!awsCodes.includes(code)) continue;
            const cause = causeOf(target.policies.get(policyName) as ScalingPolicy, invocations);
            this.activities.notScaled(target, cause, {
                Code: code,
                ...(code === "AlreadyAtMaxCapacity" && { MaxCapacity: target.MaxCapacity }),
                ...(code === "AlreadyAtMinCapacity" && { MinCapacity: target.MinCapacity }),
                ...((code === "AlreadyAtDesiredCapacity" || code === "AutoScalingAnticipatedFlapping") && {
                    CurrentCapacity: variant.desired,
                }),
            });
        }
    }

    /** A capacity outside the limits is moved to the nearer one on registration; there is no alarm to ask again, so this does. */
    async fitIntoLimits(target: RegisteredTarget): Promise<void> {
        if (this.targets.get(target.ResourceId) !== target) return;
        const variant = await this.changes.describe(target);
        if (!variant) return;
        const { MinCapacity, MaxCapacity } = target;
        const to = Math.min(Math.max(variant.desired, MinCapacity), MaxCapacity);
        if (to === variant.desired) return;
        const cause = to > variant.desired ? `minimum capacity was set to ${to}` : `maximum capacity was set to ${to}`;
        if (await this.changes.start(target, variant, to, cause, undefined)) return;
        this.context.clock.after(60, () => this.fitIntoLimits(target));
    }
}

function causeOf(policy: ScalingPolicy, invocations: readonly PolicyInvocation[]): string {
    const alarm = invocations.find(({ policyArn }) => policyArn === policy.PolicyARN);
    return `monitor alarm ${String(alarm?.alarmName)} in state ALARM triggered policy ${policy.PolicyName}`;
}
