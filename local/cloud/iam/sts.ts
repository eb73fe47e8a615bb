import { type Context, type Service } from "../context";

/** Security Token Service: who am I. */
export class Sts implements Service {
    constructor(private readonly context: Context) {}

    async GetCallerIdentity(): Promise<{ Account: string; Arn: string; UserId: string }> {
        const { partition, accountId } = this.context;
        return { Account: accountId, Arn: `arn:${partition}:iam::${accountId}:user/laptop`, UserId: "AIDALAPTOP" };
    }

    inventory(): string[] {
        return [];
    }
}
