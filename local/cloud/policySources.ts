import { type Services } from "./context";
import { arnPart } from "./iam/arn";
import { type PolicySources as Sources } from "./iam/access";
import { type KeyGrant, type Policies, type Policy } from "./iam/evaluation";
import { type IdentityName, type KnownIdentity } from "./iam/identities";

/** What the services of one account say when they are asked for policies. */
export class PolicySources implements Sources {
    private readonly known: ReadonlyMap<string, KnownIdentity>;
    private readonly accountId: string;

    constructor(
        { identities, accountId }: { identities: Readonly<Record<IdentityName, KnownIdentity>>; accountId: string },
        /** A function: they come into being after this. */
        private readonly services: () => Services,
    ) {
        this.accountId = accountId;
        this.known = new Map(
            Object.values(identities).flatMap((identity) => {
                const { principal } = identity.caller;
                return principal.kind === "identity" ? [[principal.identityArn, identity]] : [];
            }),
        );
    }

    identityPolicies(identityArn: string): readonly Policy[] {
        const { iam } = this.services();
        const known = this.known.get(identityArn);
        if (!known) return iam.policiesOf(identityArn);
        // Whoever operates a stack attaches its caller policy to its callers; here that needs nobody.
        return known.policies === "those of callers" ? iam.policiesNamed("-caller") : known.policies;
    }

    resourcePolicies(action: string, resource: string): Omit<Policies, "identity"> {
        const { s3, sns, sqs, kms, iam } = this.services();
        const name = arnPart(resource, 5);
        switch (arnPart(resource, 2)) {
            case "s3":
                return oneSideIsEnough("bucket policy", s3.policyOf(upTo("/", name)));
            case "sns":
                // A subscription has its topic's.
                return oneSideIsEnough(
                    "topic policy",
                    sns.policyOf(resource.slice(0, resource.length - name.length) + upTo(":", name)),
                );
            case "sqs":
                return oneSideIsEnough("queue policy", sqs.policyOf(resource));
            case "kms":
                return name.startsWith("key/") ? ofKey(kms.policyOf(resource), kms.grantsOf(resource)) : none;
            case "iam":
                return action === "sts:AssumeRole" ? resourceMustAgree("trust policy", iam.trustOf(resource)) : none;
            case "ecr":
                return arnPart(resource, 4) === this.accountId
                    ? none
                    : oneSideIsEnough("repository policy", openRepository);
            default:
                return none;
        }
    }

    aliases(keyArn: string): readonly string[] {
        return this.services().kms.aliasesOf(keyArn);
    }
}

/**
 * What AWS's Deep Learning Containers have, and a repository of another account needs. A stand-in: there is no registry here, so
 * each repository of another account is taken for one that is open to all accounts.
 */
const openRepository = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
        {
            Effect: "Allow",
            Principal: "*",
            Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            Resource: "*",
        },
    ],
});

const none = { resourceMustAllow: false } as const;

function upTo(separator: string, text: string): string {
    const at = text.indexOf(separator);
    return at < 0 ? text : text.slice(0, at);
}

function oneSideIsEnough(name: string, document: string | undefined): Omit<Policies, "identity"> {
    if (document === undefined) return none;
    return { resource: { name, document, kind: "resource" }, resourceMustAllow: false };
}

/** Of a key that does not exist, identity policies decide alone who is told so (inferred from KMS's NotFoundException). */
function ofKey(policy: string | undefined, grants: readonly KeyGrant[]): Omit<Policies, "identity"> {
    return policy === undefined ? none : { ...resourceMustAgree("key policy", policy), grants };
}

function resourceMustAgree(
    name: "key policy" | "trust policy",
    document: string | undefined,
): Omit<Policies, "identity"> {
    if (document === undefined) return { resourceMustAllow: true };
    return {
        resource: { name, document, kind: name === "trust policy" ? "trust" : "resource" },
        resourceMustAllow: true,
    };
}
