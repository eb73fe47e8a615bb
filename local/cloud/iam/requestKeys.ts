import { arnPart } from "./arn";
import { type Account, type Permission } from "./permission";
import { type ConditionKeys } from "./conditionKeys";
import { type Caller } from "./principal";
import { UnknownCondition } from "./unknownCondition";

/**
 * Stands for the account that an AWS service belongs to, which AWS does not tell: no policy names it, and a comparison with an
 * account's digits ends as AWS's would.
 */
const accountOfAws = "aws";

/** Stands for an address of AWS's: it is reserved (RFC 1112), so that only a range which has all addresses has it. */
const addressOfAws = "240.0.0.1";

/** What CreateGrant says of a grant: where a service makes one for itself, AWS does not tell what it asks for. */
const saidOfGrant = new Map(
    ["kms:GrantOperations", "kms:GranteePrincipal", "kms:RetiringPrincipal"].map((key) => [key.toLowerCase(), key]),
);

/**
 * What a request says to condition keys: what its service put into the permission, then the global keys
 * (AWS: IAM User Guide, "AWS global condition context keys", "Availability" of each). Nothing is worked out until it is asked.
 *
 * @param aliases of a key, by its ARN
 */
export function requestKeys(
    caller: Caller,
    permission: Permission,
    account: Account,
    aliases: (keyArn: string) => readonly string[],
): ConditionKeys {
    let own: ReadonlyMap<string, readonly string[]> | undefined;
    return (key) => {
        own ??= ownKeys(permission);
        const values = own.get(key);
        if (values) return values;
        const ofGrant = saidOfGrant.get(key);
        if (ofGrant !== undefined && own.get("kms:grantisforawsresource")?.[0] === "true") {
            throw UnknownCondition.of(`value of ${ofGrant} in a grant that a service makes for itself`);
        }
        const value = globalKey(key, caller, permission, account, own.has("kms:viaservice"));
        if (value !== undefined) return [value];
        const { action, resource } = permission;
        return key === "kms:resourcealiases" && isOfKms(action) && resource.includes(":key/")
            ? aliases(resource)
            : undefined;
    };
}

function ownKeys({ keys = {} }: Permission): ReadonlyMap<string, readonly string[]> {
    const own = new Map<string, readonly string[]>();
    for (const [key, value] of Object.entries(keys)) {
        if (value !== undefined) own.set(key.toLowerCase(), typeof value === "string" ? [value] : value);
    }
    return own;
}

/** @param viaService whether a service uses somebody's credentials for them, as S3 does with the key of a bucket */
function globalKey(
    key: string,
    { principal, secureTransport }: Caller,
    { action, resource }: Permission,
    account: Account,
    viaService: boolean,
): string | undefined {
    const identity = principal.kind === "identity" ? principal : undefined;
    const service = principal.kind === "service" ? principal : undefined;
    switch (key) {
        case "aws:securetransport":
            return String(secureTransport);
        case "aws:sourceip":
            return service || viaService ? addressOfAws : "127.0.0.1";
        case "aws:viaawsservice":
            return String(viaService);
        case "aws:principalarn":
            return identity?.identityArn;
        case "aws:principalaccount":
            return principal.kind === "anonymous" ? "anonymous" : (identity?.accountId ?? accountOfAws);
        case "kms:calleraccount":
            if (!isOfKms(action) || principal.kind === "anonymous") return undefined;
            return identity?.accountId ?? accountOfAws;
        case "aws:principaltype":
            if (principal.kind === "anonymous") return "Anonymous";
            // Every request carries it, and of a service's AWS does not tell what it says.
            if (service) throw UnknownCondition.of("value of aws:PrincipalType for a service");
            return identity && (isSession(identity.arn) ? "AssumedRole" : "User");
        case "aws:multifactorauthpresent":
            // Only temporary credentials carry it, which a service also has that asks for a user; nobody here has a second factor.
            return identity && (viaService || isSession(identity.arn)) ? "false" : undefined;
        case "aws:username":
            return identity?.arn.includes(":user/") ? lastSegment(identity.arn) : undefined;
        case "aws:principalisawsservice":
            return principal.kind === "anonymous" ? undefined : String(service !== undefined);
        case "aws:principalservicename":
            return service?.name;
        case "aws:sourcearn":
            return service?.sourceArn;
        case "aws:sourceaccount":
            return service?.sourceAccount;
        // What SNS compares with in the policy that it gives a topic by default.
        case "aws:sourceowner":
            return identity?.accountId ?? service?.sourceAccount;
        case "aws:resourceaccount":
            return arnPart(resource, 4) || account.accountId;
        case "aws:requestedregion":
            return action.toLowerCase().startsWith("iam:") ? regionOfIam(account) : account.region;
        case "aws:currenttime":
            return account.clock.date().toISOString();
        case "aws:epochtime":
            return String(Math.floor(account.clock.now() / 1000));
        default:
            return undefined;
    }
}

/** IAM has one endpoint in each partition (AWS: IAM User Guide, `aws:RequestedRegion`; AWS General Reference, IAM endpoints). */
function regionOfIam({ partition }: Account): string {
    if (partition === "aws-cn") return "cn-north-1";
    return partition === "aws-us-gov" ? "us-gov-west-1" : "us-east-1";
}

function isOfKms(action: string): boolean {
    return /^kms:/i.test(action);
}

function isSession(arn: string): boolean {
    return arn.includes(":assumed-role/");
}

function lastSegment(arn: string): string {
    return arn.slice(arn.lastIndexOf("/") + 1);
}
