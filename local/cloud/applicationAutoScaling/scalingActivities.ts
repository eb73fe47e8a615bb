import { randomUUID } from "node:crypto";

import {
    type DescribeScalingActivitiesCommandInput,
    type NotScaledReason,
    type ScalingActivity,
} from "@aws-sdk/client-application-auto-scaling";

import { type TargetName } from "./scalableTarget";

/** AWS shows the activities of the last six weeks (User Guide, "Scaling activities"). */
const retentionMilliseconds = 42 * 24 * 3600 * 1000;

/** What scalable targets did and tried, also those that are gone. */
export class ScalingActivities {
    private activities: ScalingActivity[] = [];
    private readonly lastReason = new Map<string, string>();

    constructor(private readonly now: () => Date) {}

    started(target: TargetName, capacity: number, cause: string): ScalingActivity {
        this.forget(target.ResourceId);
        const activity = this.add(target, `Setting desired instance count to ${capacity}.`, cause, "InProgress");
        activity.StatusMessage = `Successfully set desired instance count to ${capacity}. Waiting for change to be fulfilled by sagemaker.`;
        return activity;
    }

    fulfilled(activity: ScalingActivity, capacity: number): void {
        this.end(
            activity,
            "Successful",
            `Successfully set desired instance count to ${capacity}. Change successfully fulfilled by sagemaker.`,
        );
    }

    /** Something else has set another capacity meanwhile. */
    overridden(activity: ScalingActivity, capacity: number): void {
        this.end(activity, "Overridden", `Desired instance count ${capacity} was overridden by another change.`);
    }

    failed(target: TargetName, capacity: number, cause: string, reason: string): void {
        const description = `Setting desired instance count to ${capacity}.`;
        const message = `Failed to set desired instance count to ${capacity}. Reason: ${reason}`;
        if (this.repeats(target, cause, message)) return;
        this.end(this.add(target, description, cause, "Failed"), "Failed", message);
    }

    /** An alarm that led to nothing; the same reason of the same alarm is told once, as AWS does. */
    notScaled(target: TargetName, cause: string, reason: NotScaledReason): void {
        if (this.repeats(target, cause, String(reason.Code))) return;
        const activity = this.add(target, "Attempting to scale due to alarm triggered", cause, "Failed");
        activity.NotScaledReasons = [reason];
        activity.EndTime = activity.StartTime;
    }

    /** The newest first. */
    find(input: DescribeScalingActivitiesCommandInput): ScalingActivity[] {
        return this.activities
            .filter(
                (activity) =>
                    activity.ServiceNamespace === input.ServiceNamespace &&
                    (input.ResourceId === undefined || activity.ResourceId === input.ResourceId) &&
                    (input.ScalableDimension === undefined || activity.ScalableDimension === input.ScalableDimension) &&
                    (input.IncludeNotScaledActivities === true || activity.NotScaledReasons === undefined),
            )
            .map((activity) => ({ ...activity }))
            .reverse();
    }

    private add(
        { ServiceNamespace, ResourceId, ScalableDimension }: TargetName,
        Description: string,
        Cause: string,
        StatusCode: NonNullable<ScalingActivity["StatusCode"]>,
    ): ScalingActivity {
        const StartTime = this.now();
        const oldest = StartTime.getTime() - retentionMilliseconds;
        this.activities = this.activities.filter((activity) => (activity.StartTime as Date).getTime() >= oldest);
        const activity: ScalingActivity = {
            ActivityId: randomUUID(),
            ServiceNamespace,
            ResourceId,
            ScalableDimension,
            Description,
            Cause,
            StartTime,
            StatusCode,
        };
        this.activities.push(activity);
        return activity;
    }

    private end(activity: ScalingActivity, status: NonNullable<ScalingActivity["StatusCode"]>, message: string): void {
        activity.StatusCode = status;
        activity.StatusMessage = message;
        activity.EndTime = this.now();
    }

    private repeats(target: TargetName, cause: string, reason: string): boolean {
        const key = `${target.ResourceId} ${cause}`;
        if (this.lastReason.get(key) === reason) return true;
        this.lastReason.set(key, reason);
        return false;
    }

    /** After a change of capacity every reason is news again. */
    private forget(resourceId: string): void {
        for (const key of this.lastReason.keys()) if (key.startsWith(`${resourceId} `)) this.lastReason.delete(key);
    }
}
