import { type Call } from "../../cloud/context";
import { type Target } from "../resource";

/** One call of an AWS operation: service, operation, input. */
export type Recorded = [service: string, operation: string, input: unknown];

/** An output, or what to throw; of a list each call takes the next, and the last stays. */
export type Answer = object | Error | readonly (object | Error)[];

/** A place in which operations are written down and answered from a table; what is not in the table throws. */
export function recordingTarget(
    answers: Readonly<Record<string, Answer>>,
): Target & { calls: Recorded[]; slept: number[] } {
    const calls: Recorded[] = [];
    const slept: number[] = [];
    const asked = new Map<string, number>();
    const call = async (service: string, operation: string, input: unknown): Promise<unknown> => {
        calls.push([service, operation, structuredClone(input)]);
        const answer = answers[operation];
        if (answer === undefined) throw new Error(`unexpected call of ${service} ${operation}`);
        const times = asked.get(operation) ?? 0;
        asked.set(operation, times + 1);
        const now: unknown = Array.isArray(answer) ? answer[Math.min(times, answer.length - 1)] : answer;
        if (now instanceof Error) throw now;
        return Promise.resolve(now);
    };
    return {
        call: call as unknown as Call,
        accountId: "111122223333",
        region: "eu-west-1",
        partition: "aws",
        sleep: async (milliseconds) => {
            slept.push(milliseconds);
            return Promise.resolve();
        },
        calls,
        slept,
    };
}

export const checkContext = { name: "it", autoname: () => "it-0a1b2c3" };
