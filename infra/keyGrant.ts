import { type Names, type Place } from "../contract/names";
import { dnsSuffix } from "../contract/partition";
import { type Statement } from "./policyDocument";

/**
 * Use of the stack's key, but only through the services that hold what it encrypts.
 *
 * A key's ARN is AWS's choice and unknown before the key exists. Its alias is ours: naming the key by alias keeps the
 * document known in the first preview. KMS takes up to five minutes to see a new alias (AWS: KMS Developer Guide, ABAC
 * for KMS); the endpoint that needs the grant takes as long to start.
 */
export function keyGrant(
    { partition, region, accountId }: Place,
    names: Pick<Names, "keyAlias">,
    services: ("s3" | "sns")[],
    actions: string[],
): Statement {
    return {
        Sid: "UseKey",
        Effect: "Allow",
        Action: actions,
        Resource: `arn:${partition}:kms:${region}:${accountId}:key/*`,
        Condition: {
            StringEquals: {
                "kms:ViaService": services.map((service) => `${service}.${region}.${dnsSuffix(partition)}`),
            },
            "ForAnyValue:StringEquals": { "kms:ResourceAliases": names.keyAlias.name },
        },
    };
}
