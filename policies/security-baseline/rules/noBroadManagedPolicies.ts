import { deferUntilKnown } from "../../deferral";
import { covers } from "../../policyDocument";
import { isAbsent, type Path, readLeaf, readList, written } from "../../reading";
import { type Guard, type ResourceRule } from "../../rule";

/** Where policies are attached: one, or a list of them. */
const places: Readonly<Record<string, { path: Path; list: boolean; optional: boolean }>> = {
    "aws:iam/role:Role": { path: ["managedPolicyArns"], list: true, optional: true },
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": one("policyArn"),
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": one("policyArn"),
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": one("policyArn"),
    "aws:iam/policyAttachment:PolicyAttachment": one("policyArn"),
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": one("managedPolicyArn"),
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": many("policyArns"),
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": many("policyArns"),
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": many("policyArns"),
};

function one(property: string): (typeof places)[string] {
    return { path: [property], list: false, optional: false };
}

function many(property: string): (typeof places)[string] {
    return { path: [property], list: true, optional: false };
}

const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
const mend = "Write the ARN of a policy that grants only what is needed.";

/** Concerns AWS's own managed policies; what a policy of the account says is judged where it is written. */
export const noBroadManagedPolicies: ResourceRule = {
    name: "no-broad-managed-policies",
    description:
        "Roles, users and groups must not have AWS's broad managed policies; otherwise whoever takes over one of them has the whole service, or the whole account.",
    severity: "high",
    enforcementLevel: "mandatory",
    remediationSteps: "Replace the managed policy by one that names the actions and resources that are needed.",
    evidence: "values",
    required: true,
    guards: Object.entries(places).flatMap(([type, { path, list, optional }]): Guard[] => {
        const whole = written(path);
        if (!list) return [{ type, path: whole, spares: ["unknown"], bad: [administrator] }];
        return [
            // Without the list, or with an empty one, nothing is attached.
            { type, path: whole, spares: optional ? ["remove", "null"] : [], bad: [[administrator]] },
            { type, path: `${whole}[*]`, spares: ["remove", "unknown"], bad: [administrator] },
        ];
    }),
    peers: ["cdk-nag IAM4", "CKV_AWS_274"],
    parameters: {
        broadNames: {
            type: "array",
            items: { type: "string", minLength: 1 },
            description: "Names of managed policies that are refused, with * for any text.",
            default: ["AdministratorAccess*", "PowerUserAccess", "*FullAccess*", "ReadOnlyAccess"],
        },
        allowedArns: {
            type: "array",
            items: { type: "string", minLength: 1 },
            description: "ARNs of managed policies that may be attached though their names are broad.",
            default: [],
        },
    },
    validateResource: (args, report) => {
        const { props } = args;
        const place = places[args.type];
        if (!place) return args.notApplicable("Concerns what attaches managed policies");
        const { path, list, optional } = place;
        if (optional && isAbsent(props, path)) return;
        const parameters = args.getConfig<{ broadNames: string[]; allowedArns: string[] }>();
        const deferred: string[] = [];
        for (const at of list ? elements() : [path]) {
            const arn = readLeaf(props, at);
            if (arn.state !== "set") report(`${arn.because}. ${mend}`);
            else if (!arn.known) deferred.push(written(at));
            else if (typeof arn.value !== "string") report(`${written(at)} is a ${typeof arn.value}. ${mend}`);
            else if (isBroad(arn.value, parameters)) {
                report(`${written(at)} is ${arn.value}, which grants far more than is needed. ${mend}`);
            }
        }
        deferUntilKnown(args, deferred);

        function elements(): Path[] {
            const length = readList(props, path);
            if (length.state === "set") return Array.from({ length: length.length }, (_, index) => [...path, index]);
            report(`${length.because}, so its policies cannot be checked. Write them as a literal list.`);
            return [];
        }
    },
};

function isBroad(arn: string, { broadNames, allowedArns }: { broadNames: string[]; allowedArns: string[] }): boolean {
    const name = /^arn:[^:]*:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
    if (name === undefined || allowedArns.includes(arn)) return false;
    return broadNames.some((pattern) => covers(pattern, name, { anyCase: true }));
}
