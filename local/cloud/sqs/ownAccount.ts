import { denialMessage } from "../iam/access";
import { type Caller } from "../iam/principal";
import { accessDenied } from "./sqsPermissions";

/**
 * What only a queue's own account does with it, whatever its policy says (AWS: SQS Developer Guide, "Limitations of Amazon SQS custom
 * policies": "Cross-account permissions don't apply"). That nobody and services are refused like other accounts is inferred.
 *
 * @param by undefined: AWS itself, which asks nobody
 * @throws AwsError AccessDenied (403)
 */
export function requireOwnAccount(
    { accountId }: { accountId: string },
    by: Caller | undefined,
    action: "sqs:SetQueueAttributes" | "sqs:DeleteQueue",
    queueArn: string,
): void {
    if (by === undefined) return;
    const { principal } = by;
    if (principal.kind === "identity" && principal.accountId === accountId) return;
    const refused = { allowed: false, reason: "not allowed", statements: [], missing: ["resource"] } as const;
    throw accessDenied(denialMessage(principal, { action, resource: queueArn }, refused), by);
}
