import { type Context } from "../context";
import { Access } from "../iam/access";
import { administratorAccess } from "../iam/identities";

const open = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
});

/** For tests of one service alone, which are not about leave: whoever asks has it. */
export function everybodyMay(context: Omit<Context, "as" | "access">): Context {
    const access = new Access(context, {
        identityPolicies: () => [administratorAccess],
        resourcePolicies: () => ({
            resource: { name: "open to everybody", document: open, kind: "resource" },
            resourceMustAllow: false,
        }),
        aliases: () => [],
    });
    return { ...context, access, as: () => context.call };
}
