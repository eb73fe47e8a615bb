import {
    type AlarmHistoryItem,
    type Datapoint,
    type DeleteAlarmsCommandInput,
    type DescribeAlarmHistoryCommandInput,
    type DescribeAlarmsCommandInput,
    type GetMetricDataCommandInput,
    type GetMetricStatisticsCommandInput,
    type ListMetricsCommandInput,
    type Metric,
    type MetricDataResult,
    type PutMetricAlarmCommandInput,
    type PutMetricDataCommandInput,
    type SetAlarmStateCommandInput,
    type Tag,
} from "@aws-sdk/client-cloudwatch";

import { type AlarmState } from "../../../scaling/alarm";
import { defaultMetricLagSeconds } from "../../../scaling/alarmSchedule";
import { AlarmHistory } from "./alarmHistory";
import { AlarmRunner, type PolicyHandler } from "./alarmRunner";
import { AwsError } from "../awsError";
import { type Context, type Service } from "../context";
import { type Alarm, alarmDefinition, describedAlarm, validationError } from "./metricAlarm";
import { aggregateOf } from "./metricDatum";
import { metricData, metricStatistics } from "./metricStatistics";
import { MetricStore } from "./metricStore";
import { page } from "../page";

export interface CloudWatchOptions {
    /** Seconds from a datapoint's timestamp until alarms see it; 30 unless told otherwise. */
    metricLagSeconds?: number;
}

const alarmStates: readonly AlarmState[] = ["OK", "ALARM", "INSUFFICIENT_DATA"];
const activeMilliseconds = 3 * 3600 * 1000;

/** Metrics and metric alarms. */
export class CloudWatch implements Service {
    private readonly store = new MetricStore();
    private readonly alarms = new Map<string, Alarm>();
    private readonly tags = new Map<string, Map<string, string>>();
    private readonly history: AlarmHistory;
    private readonly runner: AlarmRunner;

    constructor(
        private readonly context: Context,
        options: CloudWatchOptions = {},
    ) {
        this.history = new AlarmHistory(() => context.clock.date());
        const lag = options.metricLagSeconds ?? defaultMetricLagSeconds;
        this.runner = new AlarmRunner(context, this.alarms, this.store, this.history, lag);
    }

    /**
     * Who acts when an alarm names a scaling policy.
     * Not an operation: how CloudWatch reaches Application Auto Scaling inside AWS is not public.
     */
    handlePolicies(handler: PolicyHandler): void {
        this.runner.setPolicyHandler(handler);
    }

    async PutMetricData(input: PutMetricDataCommandInput): Promise<object> {
        const namespace = input.Namespace;
        if (!namespace) throw new AwsError("MissingParameter", "The parameter Namespace is required.");
        if (input.EntityMetricData?.length) {
            throw new AwsError("NotImplemented", "The laptop AWS does not implement EntityMetricData.", 501);
        }
        const now = this.context.clock.now();
        // All data are checked before any is stored: a refused call stores nothing.
        const checked = (input.MetricData ?? []).map((datum, index) => ({
            datum,
            value: aggregateOf(datum, index + 1, now),
        }));
        for (const { datum, value } of checked) {
            const identity = { namespace, metricName: datum.MetricName ?? "", dimensions: datum.Dimensions ?? [] };
            const time = datum.Timestamp?.getTime() ?? now;
            this.store.add(identity, time, datum.Unit ?? "None", datum.StorageResolution ?? 60, value);
        }
        return {};
    }

    async GetMetricStatistics(
        input: GetMetricStatisticsCommandInput,
    ): Promise<{ Label: string; Datapoints: Datapoint[] }> {
        return { Label: input.MetricName ?? "", Datapoints: metricStatistics(this.store, input) };
    }

    async GetMetricData(
        input: GetMetricDataCommandInput,
    ): Promise<{ MetricDataResults: MetricDataResult[]; Messages: [] }> {
        return { MetricDataResults: metricData(this.store, input), Messages: [] };
    }

    async ListMetrics(input: ListMetricsCommandInput): Promise<{ Metrics: Metric[]; NextToken?: string }> {
        const now = this.context.clock.now();
        const found = this.store
            .list()
            .filter(
                (metric) =>
                    (input.Namespace === undefined || metric.namespace === input.Namespace) &&
                    (input.MetricName === undefined || metric.metricName === input.MetricName) &&
                    (input.RecentlyActive === undefined || metric.newest >= now - activeMilliseconds) &&
                    (input.Dimensions ?? []).every(({ Name, Value }) =>
                        metric.dimensions.some(
                            (dimension) =>
                                dimension.Name === Name && (Value === undefined || dimension.Value === Value),
                        ),
                    ),
            );
        const listed = page(found, 500, input.NextToken);
        return {
            Metrics: listed.page.map((metric) => ({
                Namespace: metric.namespace,
                MetricName: metric.metricName,
                Dimensions: [...metric.dimensions],
            })),
            ...(listed.next !== undefined && { NextToken: listed.next }),
        };
    }

    async PutMetricAlarm(input: PutMetricAlarmCommandInput): Promise<object> {
        const now = this.context.clock.date();
        const definition = alarmDefinition(input, this.context.region, now);
        const present = this.alarms.get(definition.name);
        // Documented: an update replaces the whole definition and leaves the state as it is.
        if (present) Object.assign(present, definition);
        else {
            this.alarms.set(definition.name, {
                ...definition,
                arn: this.context.arn("cloudwatch", `alarm:${definition.name}`),
                state: "INSUFFICIENT_DATA",
                stateReason: "Unchecked: Initial alarm creation",
                stateUpdated: now,
            });
            this.tags.set(definition.name, tagMap(input.Tags));
        }
        this.history.configured(definition.name, present ? "updated" : "created");
        this.runner.alarmsChanged();
        return {};
    }

    async DescribeAlarms(
        input: DescribeAlarmsCommandInput,
    ): Promise<{ MetricAlarms: ReturnType<typeof describedAlarm>[]; CompositeAlarms: []; NextToken?: string }> {
        const { AlarmNames, AlarmNamePrefix, StateValue, ActionPrefix } = input;
        if (AlarmNames && AlarmNamePrefix !== undefined) {
            throw validationError("AlarmNamePrefix and AlarmNames are mutually exclusive and you have specified both.");
        }
        const wantsMetricAlarms = input.AlarmTypes === undefined || input.AlarmTypes.includes("MetricAlarm");
        const found = [...this.alarms.values()].filter(
            (alarm) =>
                wantsMetricAlarms &&
                (AlarmNames === undefined || AlarmNames.includes(alarm.name)) &&
                (AlarmNamePrefix === undefined || alarm.name.startsWith(AlarmNamePrefix)) &&
                (StateValue === undefined || alarm.state === StateValue) &&
                (ActionPrefix === undefined ||
                    Object.values(alarm.actions)
                        .flat()
                        .some((action) => action.startsWith(ActionPrefix))),
        );
        found.sort((a, b) => (a.name < b.name ? -1 : 1));
        const described = page(found, input.MaxRecords ?? 50, input.NextToken);
        return {
            MetricAlarms: described.page.map(describedAlarm),
            CompositeAlarms: [],
            ...(described.next !== undefined && { NextToken: described.next }),
        };
    }

    async DescribeAlarmHistory(
        input: DescribeAlarmHistoryCommandInput,
    ): Promise<{ AlarmHistoryItems: AlarmHistoryItem[]; NextToken?: string }> {
        const found = page(this.history.find(input), input.MaxRecords ?? 50, input.NextToken);
        return { AlarmHistoryItems: found.page, ...(found.next !== undefined && { NextToken: found.next }) };
    }

    /** Documented: if one name is unknown, none is deleted. */
    async DeleteAlarms(input: DeleteAlarmsCommandInput): Promise<object> {
        const alarms = (input.AlarmNames ?? []).map((name) => this.alarm(name));
        for (const { name } of alarms) {
            this.alarms.delete(name);
            this.tags.delete(name);
            this.history.configured(name, "deleted");
        }
        this.runner.alarmsChanged();
        return {};
    }

    async EnableAlarmActions(input: { AlarmNames: string[] | undefined }): Promise<object> {
        for (const name of input.AlarmNames ?? []) this.alarm(name).actionsEnabled = true;
        return {};
    }

    async DisableAlarmActions(input: { AlarmNames: string[] | undefined }): Promise<object> {
        for (const name of input.AlarmNames ?? []) this.alarm(name).actionsEnabled = false;
        return {};
    }

    /** The state holds until the next evaluation, which knows nothing of it. */
    async SetAlarmState(input: SetAlarmStateCommandInput): Promise<object> {
        const alarm = this.alarm(input.AlarmName ?? "");
        const state = alarmStates.find((known) => known === input.StateValue);
        if (!state) {
            throw validationError(
                `1 validation error detected: Value '${String(input.StateValue)}' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]`,
            );
        }
        if (input.StateReasonData !== undefined && !isJson(input.StateReasonData)) {
            throw new AwsError("InvalidFormat", "StateReasonData is not valid JSON.");
        }
        await this.runner.setState(alarm, state, input.StateReason ?? "", input.StateReasonData);
        return {};
    }

    async TagResource(input: { ResourceARN: string | undefined; Tags: Tag[] | undefined }): Promise<object> {
        const tags = this.tagsOf(input.ResourceARN);
        for (const [key, value] of tagMap(input.Tags)) tags.set(key, value);
        return {};
    }

    async UntagResource(input: { ResourceARN: string | undefined; TagKeys: string[] | undefined }): Promise<object> {
        const tags = this.tagsOf(input.ResourceARN);
        for (const key of input.TagKeys ?? []) tags.delete(key);
        return {};
    }

    async ListTagsForResource(input: { ResourceARN: string | undefined }): Promise<{ Tags: Tag[] }> {
        return { Tags: [...this.tagsOf(input.ResourceARN)].map(([Key, Value]) => ({ Key, Value })) };
    }

    inventory(): string[] {
        return [...this.alarms.values()].map((alarm) => alarm.arn);
    }

    private alarm(name: string): Alarm {
        const alarm = this.alarms.get(name);
        if (!alarm) throw new AwsError("ResourceNotFound", `Alarm ${name} does not exist.`, 404);
        return alarm;
    }

    private tagsOf(arn: string | undefined): Map<string, string> {
        const alarm = [...this.alarms.values()].find((known) => known.arn === arn);
        const tags = alarm && this.tags.get(alarm.name);
        if (!tags) throw new AwsError("ResourceNotFoundException", `Resource ${String(arn)} does not exist.`, 404);
        return tags;
    }
}

function tagMap(tags: readonly Tag[] | undefined): Map<string, string> {
    return new Map((tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
}

function isJson(text: string): boolean {
    try {
        JSON.parse(text);
        return true;
    } catch {
        return false;
    }
}
