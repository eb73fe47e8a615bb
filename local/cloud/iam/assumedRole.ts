import { AwsError } from "../awsError";
import { type Context } from "../context";
import { type Caller, roleSession, service } from "./principal";

/**
 * A service takes a role over, if the role's trust policy lets it (AWS: STS API Reference, AssumeRole).
 *
 * @param sourceArn the resource that it acts for
 * @throws AwsError AccessDenied (403)
 */
export function assumedRole(
    { access, accountId }: Pick<Context, "access" | "accountId">,
    roleArn: string,
    by: { service: string; sourceArn: string; session: string },
): Caller {
    const asking = service(by.service, by.sourceArn, accountId);
    access.require(
        asking,
        { action: "sts:AssumeRole", resource: roleArn },
        (message) => new AwsError("AccessDenied", message, 403),
    );
    return roleSession(roleArn, by.session);
}
