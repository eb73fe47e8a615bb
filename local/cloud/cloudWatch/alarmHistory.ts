import { type AlarmHistoryItem, type DescribeAlarmHistoryCommandInput } from "@aws-sdk/client-cloudwatch";

import { type AlarmState } from "../../../scaling/alarm";

/** What is kept at most; AWS keeps 30 days, however much that is. */
const maxItems = 10_000;

/** What happened to alarms, also to those that are gone. */
export class AlarmHistory {
    private readonly items: (AlarmHistoryItem & { Timestamp: Date })[] = [];

    constructor(private readonly now: () => Date) {}

    configured(alarmName: string, what: "created" | "updated" | "deleted"): void {
        const type = { created: "Create", updated: "Update", deleted: "Delete" }[what];
        this.add(alarmName, "ConfigurationUpdate", `Alarm "${alarmName}" ${what}`, { version: "1.0", type });
    }

    stateChanged(alarmName: string, from: AlarmState, to: AlarmState, reason: string): void {
        const data = {
            version: "1.0",
            oldState: { stateValue: from },
            newState: { stateValue: to, stateReason: reason },
        };
        this.add(alarmName, "StateUpdate", `Alarm updated from ${from} to ${to}`, data);
    }

    actionTaken(alarmName: string, action: string, state: AlarmState, error?: string): void {
        const summary = error ? `Failed to execute action ${action}` : `Successfully executed action ${action}`;
        const actionState = error ? "Failed" : "Succeeded";
        this.add(alarmName, "Action", summary, {
            version: "1.0",
            actionState,
            stateUpdateValue: state,
            error: error ?? null,
        });
    }

    /** The newest first, unless it is asked otherwise. */
    find(input: DescribeAlarmHistoryCommandInput): AlarmHistoryItem[] {
        const found = this.items.filter(
            (item) =>
                (input.AlarmName === undefined || item.AlarmName === input.AlarmName) &&
                (input.HistoryItemType === undefined || item.HistoryItemType === input.HistoryItemType) &&
                (input.StartDate === undefined || item.Timestamp >= input.StartDate) &&
                (input.EndDate === undefined || item.Timestamp <= input.EndDate),
        );
        return input.ScanBy === "TimestampAscending" ? found : found.reverse();
    }

    private add(
        AlarmName: string,
        HistoryItemType: NonNullable<AlarmHistoryItem["HistoryItemType"]>,
        HistorySummary: string,
        data: object,
    ): void {
        const HistoryData = JSON.stringify(data);
        const AlarmType = "MetricAlarm";
        this.items.push({ AlarmName, AlarmType, Timestamp: this.now(), HistoryItemType, HistorySummary, HistoryData });
        if (this.items.length > maxItems) this.items.shift();
    }
}
