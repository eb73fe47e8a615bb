import { type Services } from "./context";
import { type PolicySources as Sources } from "./iam/access";
import { type Policies, type Policy } from "./iam/evaluation";
import { type IdentityName, type KnownIdentity } from "./iam/identities";

/** What the services of one account say when they are asked for policies. */
export class PolicySources implements Sources {
    private readonly known: ReadonlyMap<string, KnownIdentity>;

    constructor(
        { identities }: { identities: Readonly<Record<IdentityName, KnownIdentity>> },
        /** A function: they come into being after this. */
        private readonly services: () => Services,
    ) {
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
        const [, , service, , , ...rest] = resource.split(":");
        const { s3, sns, sqs, kms, iam } = this.services();
        const name = rest.join(":");
        switch (service) {
            case "s3":
                return oneSideIsEnough(`bucket policy`, s3.policyOf(name.split("/", 1)[0] as string));
            case "sns":
                // A subscription has its topic's.
                return oneSideIsEnough("topic policy", sns.policyOf(resource.split(":").slice(0, 6).join(":")));
            case "sqs":
                return oneSideIsEnough("queue policy", sqs.policyOf(resource));
            case "kms":
                return name.startsWith("key/") ? resourceMustAgree("key policy", kms.policyOf(resource)) : none;
            case "iam":
                return action === "sts:AssumeRole" ? resourceMustAgree("trust policy", iam.trustOf(resource)) : none;
            default:
                return none;
        }
    }

    aliases(keyArn: string): readonly string[] {
        return this.services().kms.aliasesOf(keyArn);
    }
}

const none = { resourceMustAllow: false } as const;

function oneSideIsEnough(name: string, document: string | undefined): Omit<Policies, "identity"> {
    if (document === undefined) return none;
    return { resource: { name, document, kind: "resource" }, resourceMustAllow: false };
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
