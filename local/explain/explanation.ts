import { type Permission, denialMessage } from "../cloud/iam/access";
import { type Decision } from "../cloud/iam/evaluation";
import { type NearMiss, nearMisses } from "../cloud/iam/nearMisses";
import { type Place } from "../cloud/iam/operationPermissions";
import { type Caller, nameOf, overPlainHttp } from "../cloud/iam/principal";
import { type DeployedProgram } from "../deployedProgram";
import { type RequestKeys, without } from "./askedContext";
import { askedResource } from "./askedResource";
import { askingCaller, type CallerName } from "./askingCaller";
import { assumedKeys, type Via, viaKeys } from "./assumedKeys";
import { quoted, type QuotedStatement } from "./decidingStatement";
import { hintOn } from "./knownActions";
import { neededOfKey } from "./neededKey";

/** May this one do that? All of it was checked before. */
export interface AskedQuestion {
    readonly as: CallerName;
    readonly action: string;
    /** As {@link askedResource} takes it. */
    readonly resource: string;
    /** Condition keys that were given. */
    readonly context: RequestKeys;
    readonly via?: Via | undefined;
    /** Over plain HTTP. */
    readonly http: boolean;
}

/** One decision, and what it rests on. */
export interface Explained {
    readonly allowed: boolean;
    readonly reason: Decision["reason"];
    readonly action: string;
    readonly resource: string;
    readonly context: { readonly given: RequestKeys; readonly assumed: RequestKeys };
    /** Those that decided; of a request that is not allowed, those that would allow it if `missing` did too. */
    readonly statements: readonly QuotedStatement[];
    /** Sides on which an Allow is missing. */
    readonly missing: Decision["missing"];
    /** AWS's words of refusal; null where it is allowed. */
    readonly message: string | null;
    /** Only where nothing allows it; an explicit Deny is no near miss. */
    readonly nearMisses: readonly (NearMiss & QuotedStatement)[];
}

/** What `--json` prints: one object, whose keys stay. */
export interface Explanation extends Explained {
    /** The action and all in `also`: whether the request would get through. */
    readonly allowed: boolean;
    readonly caller: { readonly name: CallerName; readonly principal: string; readonly http: boolean };
    /** What the request needs besides, of the key that encrypts what it is about. */
    readonly also: readonly Explained[];
    /** What should be known about the question. */
    readonly notes: readonly string[];
}

/**
 * Asks one question of a deployed program's own policies.
 *
 * @throws AwsError NotImplemented, when a policy that concerns the question has a condition that is not known here
 */
export async function explain(deployed: DeployedProgram, question: AskedQuestion): Promise<Explanation> {
    const { cloud, outputs } = deployed;
    const { as: name, action, context, via, http } = question;
    const resource = askedResource(question.resource)(outputs, cloud);
    const overTls = await askingCaller(name, context, resource, deployed);
    const caller = http ? overPlainHttp(overTls) : overTls;
    const given = { ...(via !== undefined && without(viaKeys(action, via, cloud), context)), ...context };
    const assumed = without(assumedKeys(action, caller, cloud, via), given);
    const asked = decided(deployed, caller, { action, resource }, { given, assumed });
    // Of what was said to the action, the key is told what is the same for every service, and what is its own.
    const shared = Object.entries(context).filter(([key]) => /^(aws|kms):/i.test(key));
    const also = (await neededOfKey(cloud, caller, { action, resource })).map(({ keys, ...needed }) =>
        decided(deployed, caller, needed, { given: Object.fromEntries(shared), assumed: without(keys, context) }),
    );
    return {
        ...asked,
        allowed: asked.allowed && also.every(({ allowed }) => allowed),
        caller: { name, principal: nameOf(caller.principal), http },
        also,
        notes: [...notesOnAction(action, deployed), ...notesOnResource(resource, deployed)],
    };
}

function decided(
    { cloud: { access } }: DeployedProgram,
    caller: Caller,
    asked: Pick<Permission, "action" | "resource">,
    context: Explained["context"],
): Explained {
    const permission = { ...asked, keys: { ...context.assumed, ...context.given } };
    const { allowed, reason, statements, missing } = access.decide(caller, permission);
    const { question, policies } = access.considered(caller, permission);
    const near = reason === "not allowed" ? nearMisses(question, policies) : [];
    return {
        allowed,
        reason,
        ...asked,
        context,
        statements: statements.map((statement) => quoted(statement, policies)),
        missing,
        message: allowed ? null : denialMessage(caller.principal, permission, { allowed, reason, statements, missing }),
        nearMisses: near.map((miss) => quoted(miss, policies)),
    };
}

function notesOnAction(action: string, { cloud, resources }: DeployedProgram): string[] {
    const policies = resources.map(({ inputs: { policy } }) => policy).filter((policy) => typeof policy === "string");
    const arn: Place["arn"] = (service, resource) =>
        `arn:${cloud.partition}:${service}:${cloud.region}:${cloud.accountId}:${resource}`;
    const { partition, region, accountId } = cloud;
    const hint = hintOn(action, { partition, region, accountId, arn }, policies);
    return hint === undefined ? [] : [hint];
}

function notesOnResource(resource: string, { resources }: DeployedProgram): string[] {
    if (resource === "*") return [];
    const arns = resources.flatMap(({ outputs: { arn } }) => (typeof arn === "string" ? [arn] : []));
    const belongs = arns.some(
        (arn) => resource === arn || resource.startsWith(`${arn}/`) || resource.startsWith(`${arn}:`),
    );
    return [
        ...(belongs ? [] : ["No resource of the stack has this ARN."]),
        // A log group's streams are all meant by the `*` at its end, as AWS itself writes it.
        ...(/[*?]/.test(resource.replace(/:\*$/, ""))
            ? ["A wildcard in the resource is taken as it stands here."]
            : []),
    ];
}
