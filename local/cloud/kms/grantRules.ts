import { type CreateGrantCommandInput, type GrantOperation } from "@aws-sdk/client-kms";

import { AwsError, validationException } from "../awsError";
import { isNull } from "./kmsRules";

/** What a grant says, once it is checked. */
export interface GrantTerms {
    readonly grantee: string;
    readonly retiring: string | undefined;
    readonly operations: readonly GrantOperation[];
    readonly name: string | undefined;
}

/** AWS: KMS Developer Guide, "Grant operations", for symmetric encryption keys. */
const grantable: readonly GrantOperation[] = [
    "CreateGrant",
    "Decrypt",
    "DescribeKey",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateDataKeyWithoutPlaintext",
    "ReEncryptFrom",
    "ReEncryptTo",
    "RetireGrant",
];

/** Members that would narrow a grant or hand it to a service, and that nothing here carries out. */
const notImplemented = ["Constraints", "DryRun", "GranteeServicePrincipal", "RetiringServicePrincipal"] as const;

/**
 * What KMS refuses as a grant (AWS: KMS API Reference, CreateGrant). That a principal exists is not checked, unlike in AWS.
 *
 * @throws AwsError ValidationException, InvalidArnException (400), NotImplemented (501)
 */
export function grantTerms(input: CreateGrantCommandInput): GrantTerms {
    for (const member of notImplemented) {
        if (input[member]) throw grantNotImplemented(member);
    }
    const { GranteePrincipal, RetiringPrincipal, Operations, Name } = input;
    if (GranteePrincipal === undefined) throw isNull("granteePrincipal");
    if (Operations === undefined) throw isNull("operations");
    // The words of both are inferred.
    if (Operations.length === 0) throw validationException("A grant must permit at least one operation.");
    const wrong = Operations.find((operation) => !grantable.includes(operation));
    if (wrong !== undefined) {
        throw validationException(`Operation ${wrong} cannot be granted on a symmetric encryption key.`);
    }
    return {
        grantee: checkPrincipal(GranteePrincipal),
        retiring: RetiringPrincipal === undefined ? undefined : checkPrincipal(RetiringPrincipal),
        operations: [...new Set(Operations)],
        name: Name,
    };
}

export function grantNotImplemented(what: string): AwsError {
    return new AwsError("NotImplemented", `The laptop AWS does not implement ${what} of KMS grants.`, 501);
}

function checkPrincipal(arn: string): string {
    if (/^(\d{12}|arn:[^:]+:iam::\d{12}:root)$/.test(arn)) throw grantNotImplemented("an account as principal");
    if (/^arn:[^:]+:(iam::\d{12}:(user|role)|sts::\d{12}:(assumed-role|federated-user))\/.+$/.test(arn)) return arn;
    throw new AwsError("InvalidArnException", `ARN does not refer to a valid principal: ${arn}`);
}
