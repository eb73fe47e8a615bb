import { AwsError } from "../awsError";
import { type Context, type Service } from "../context";
import { type Caller, type IdentityPrincipal } from "./principal";

/** Security Token Service: who am I. */
export class Sts implements Service {
    constructor(private readonly context: Context) {}

    /**
     * Needs no leave, and answers somebody of another account with that account.
     *
     * @throws AwsError MissingAuthenticationToken (403) for a request that nobody signed
     */
    async GetCallerIdentity(
        ...[, by]: [input?: object, by?: Caller]
    ): Promise<{ Account: string; Arn: string; UserId: string }> {
        const { partition, accountId } = this.context;
        const owner = `arn:${partition}:iam::${accountId}:user/laptop`;
        if (by === undefined) return { Account: accountId, Arn: owner, UserId: userId("laptop") };
        const { principal } = by;
        if (principal.kind !== "identity") {
            throw new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
        }
        return { Account: principal.accountId, Arn: principal.arn, UserId: await this.uniqueId(principal) };
    }

    inventory(): string[] {
        return [];
    }

    /** A user's own id, or the role's and the session's name (AWS: IAM User Guide, "Unique identifiers"). */
    private async uniqueId({ arn, identityArn }: IdentityPrincipal): Promise<string> {
        const name = lastSegment(identityArn);
        if (arn === identityArn) return userId(name);
        return `${await this.roleId(name)}:${lastSegment(arn)}`;
    }

    /** Of the roles whom the laptop AWS knows from the start, IAM knows nothing: their ids are made from their names. */
    private async roleId(name: string): Promise<string> {
        try {
            return (await this.context.call("iam", "GetRole", { RoleName: name })).Role.RoleId;
        } catch (error) {
            if (error instanceof AwsError && error.code === "NoSuchEntity") return `AROA${name.toUpperCase()}`;
            throw error;
        }
    }
}

function userId(name: string): string {
    return `AIDA${name.toUpperCase()}`;
}

function lastSegment(arn: string): string {
    return arn.slice(arn.lastIndexOf("/") + 1);
}
