import { randomBytes } from "node:crypto";

import { AwsError } from "../awsError";
import { parsePolicyDocument, PolicyFault, type PolicyKind } from "./policyDocument";

/** Name of a role or policy (AWS: IAM User Guide, names and ARNs). */
export function iamName(value: string | undefined, member: string, longest: number): string {
    const name = required(value, member);
    if (!/^[\w+=,.@-]+$/.test(name)) {
        throw validationError(
            `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
        );
    }
    if (name.length > longest) {
        throw constraint(name, member, `Member must have length less than or equal to ${String(longest)}`);
    }
    return name;
}

export function iamPath(value = "/"): string {
    if (/^\/([\x21-\x7e]*\/)?$/.test(value)) return value;
    throw validationError(
        "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    );
}

/** A policy's JSON text, checked. */
export function iamPolicy(value: string | undefined, member: string, kind: PolicyKind): string {
    const text = required(value, member);
    try {
        parsePolicyDocument(text, kind);
    } catch (error) {
        if (error instanceof PolicyFault) throw new AwsError("MalformedPolicyDocument", error.message);
        throw error;
    }
    return text;
}

/** Characters that count against IAM's quotas: white space does not (AWS: IAM User Guide, quotas). */
export function policySize(document: string): number {
    return document.replace(/\s/g, "").length;
}

/** The quota of a managed policy (AWS: IAM User Guide, quotas). */
export function checkPolicySize(document: string): void {
    if (policySize(document) > 6144) throw limitExceeded("Cannot exceed quota for PolicySize: 6144");
}

/** The quota that a role has by default (AWS: IAM User Guide, quotas). */
export function checkTrustSize(document: string): void {
    if (policySize(document) > 2048) throw limitExceeded("Cannot exceed quota for ACLSizePerRole: 2048");
}

export function checkRange(value: number, member: string, min: number, max: number): void {
    if (value < min) {
        throw constraint(value, member, `Member must have value greater than or equal to ${String(min)}`);
    }
    if (value > max) throw constraint(value, member, `Member must have value less than or equal to ${String(max)}`);
}

export function required(value: string | undefined, member: string): string {
    if (value) return value;
    const found = value === undefined ? "Value null" : "Value ''";
    const rule = value === undefined ? "Member must not be null" : "Member must have length greater than or equal to 1";
    throw validationError(`1 validation error detected: ${found} at '${member}' failed to satisfy constraint: ${rule}`);
}

/** A unique id as IAM makes them: its kind in four letters, then letters and digits. */
export function uniqueId(kind: "AROA" | "ANPA"): string {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    return kind + [...randomBytes(17)].map((byte) => letters[byte % 32]).join("");
}

/** IAM's refusal, and STS's. */
export function accessDenied(message: string): AwsError {
    return new AwsError("AccessDenied", message, 403);
}

export function noSuchEntity(message: string): AwsError {
    return new AwsError("NoSuchEntity", message, 404);
}

export function alreadyExists(message: string): AwsError {
    return new AwsError("EntityAlreadyExists", message, 409);
}

export function deleteConflict(message: string): AwsError {
    return new AwsError("DeleteConflict", message, 409);
}

export function limitExceeded(message: string): AwsError {
    return new AwsError("LimitExceeded", message, 409);
}

function constraint(value: string | number, member: string, rule: string): AwsError {
    return validationError(
        `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: ${rule}`,
    );
}

function validationError(message: string): AwsError {
    return new AwsError("ValidationError", message);
}
