/**
 * Whether the text names a key that AWS keeps for one of its services, by alias or by the alias's ARN. Its policy cannot be
 * changed, so nobody can be admitted to it (AWS: KMS Developer Guide, "AWS managed keys").
 */
export function isAwsManagedKey(text: unknown): boolean {
    return typeof text === "string" && /(^|:)alias\/aws\//.test(text);
}
