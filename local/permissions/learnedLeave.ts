import { AwsError } from "../cloud/awsError";
import { type Cloud } from "../cloud/cloud";
import { type Call } from "../cloud/context";
import { type Policy } from "../cloud/iam/evaluation";
import { type PolicyDocument } from "./minimalPolicy";

/**
 * Somebody who begins with no leave at all and is given, of what certain documents grant, one action at a time: each when
 * something was refused for want of it. So every operation is done with just what it needs, and every action that was given
 * had been missed.
 */
export class LearnedLeave {
    /** What he may do now; it changes in place. */
    readonly policies: Policy[] = [];
    /** Action to the operation that was refused without it. */
    readonly missed = new Map<string, string>();

    constructor(
        private readonly documents: readonly PolicyDocument[],
        private readonly identity: "deployer" | "preview" = "deployer",
    ) {}

    /** Operations on his behalf. */
    of(cloud: Cloud): Call {
        const { caller } = cloud.identities[this.identity];
        const operate = cloud.as(caller);
        return async (service, operation, input) => {
            for (;;) {
                const refused = new Set<string>();
                const end = cloud.access.watch(({ caller: asking, permission: { action }, decision: { allowed } }) => {
                    if (asking === caller && !allowed && !this.missed.has(action)) refused.add(action);
                });
                const named = `${service} ${operation}`;
                try {
                    const answer = await operate(service, operation, input);
                    const partly = refusedInPart(answer);
                    if (partly === undefined || refused.size === 0) return answer;
                    for (const action of refused) this.give(action, named, partly);
                } catch (error) {
                    if (!(error instanceof AwsError) || refused.size === 0) throw error;
                    for (const action of refused) this.give(action, named, error.message);
                } finally {
                    end();
                }
            }
        };
    }

    private give(action: string, operation: string, refusal: string): void {
        const granting = this.documents.flatMap(({ Statement }) =>
            Statement.filter(({ Action }) => Action.includes(action)).map((statement) => ({
                ...statement,
                Action: [action],
            })),
        );
        if (granting.length === 0) {
            throw new Error(`No document grants ${action}, for ${operation}: ${refusal}`);
        }
        this.missed.set(action, operation);
        const document = JSON.stringify({ Version: "2012-10-17", Statement: granting });
        this.policies.push({ name: action, document });
    }
}

/** What an operation on many says of one of them that was refused. */
function refusedInPart(answer: unknown): string | undefined {
    const { Errors = [] } = answer as { Errors?: { Code?: string; Message?: string }[] };
    return Errors.find(({ Code }) => Code === "AccessDenied")?.Message;
}
