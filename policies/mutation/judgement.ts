import { type ResourceValidationArgs, type StackValidationArgs } from "@pulumi/policy";

import { type served } from "../rule";

/** What rules said of one state of a stack. */
export interface Judgement {
    /** Names of the rules that reported something. */
    fired: Set<string>;
    /** Names of those that judge once outputs are known. */
    deferred: Set<string>;
    /** `rule: what`, of those that gave way to an unknown or threw. */
    failed: string[];
    /** `rule: message`. */
    messages: string[];
}

/** A rule as its pack serves it. */
export type Policy = ReturnType<typeof served>[number] & {
    validateResource?: (args: ResourceValidationArgs, report: (message: string, urn?: string) => void) => unknown;
    validateStack?: (args: StackValidationArgs, report: (message: string, urn?: string) => void) => unknown;
};

class NotApplicable extends Error {
    constructor(readonly reason: string | undefined) {
        super();
    }
}

/** What a rule calls to say that it does not judge; `deferred: …` where it will, once outputs are known. */
export function notApplicable(reason?: string): never {
    throw new NotApplicable(reason);
}

/** Has one rule judge, and adds what it says. */
export async function ask(
    { name }: Policy,
    judgement: Judgement,
    validate: (report: (message: string) => void) => unknown,
): Promise<void> {
    try {
        await validate((message) => {
            judgement.fired.add(name);
            judgement.messages.push(`${name}: ${message}`);
        });
    } catch (error) {
        if (!(error instanceof NotApplicable)) judgement.failed.push(`${name}: ${String(error)}`);
        else if (error.reason?.startsWith("deferred: ")) judgement.deferred.add(name);
    }
}

export function nothing(): Judgement {
    return { fired: new Set(), deferred: new Set(), failed: [], messages: [] };
}

export function merge(judgement: Judgement, { fired, deferred, failed, messages }: Judgement): void {
    for (const name of fired) judgement.fired.add(name);
    for (const name of deferred) judgement.deferred.add(name);
    judgement.failed.push(...failed);
    judgement.messages.push(...messages);
}
