import { isAbsent, type Path, readLeaf, readList, written } from "../reading";

/**
 * Canned ACLs that open a bucket neither to everyone nor to every AWS account (AWS: Amazon S3 User Guide, canned ACL).
 * All others, known today or not, count as public.
 */
const privateAcls: ReadonlySet<unknown> = new Set([
    "private",
    "aws-exec-read",
    "bucket-owner-read",
    "bucket-owner-full-control",
    "log-delivery-write",
]);

/** The one predefined group that is not the public (AWS: Amazon S3 User Guide, predefined groups). */
const logDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";

/** Where a resource type lists its grants, and where in each of them the grantee's group stands. */
export interface Grants {
    list: Path;
    group: Path;
}

/** Says, one sentence each, why an ACL is public or cannot be seen to be private. An ACL that is not given is private. */
export function publicAcl(props: object, grants: Grants): string[] {
    return [...cannedAcl(props), ...publicGrants(props, grants)];
}

function cannedAcl(props: object): string[] {
    if (isAbsent(props, ["acl"])) return [];
    const acl = readLeaf(props, ["acl"]);
    if (acl.state !== "set") return [`${acl.because}. Remove it, or write acl: "private".`];
    if (!acl.known) return ['acl is known only after deployment, so it cannot be checked. Write acl: "private".'];
    if (privateAcls.has(acl.value)) return [];
    return [`acl is ${JSON.stringify(acl.value)}, which is not private. Remove it, or write acl: "private".`];
}

function publicGrants(props: object, grants: Grants): string[] {
    if (grants.list.some((_, depth) => isAbsent(props, grants.list.slice(0, depth + 1)))) return [];
    const list = readList(props, grants.list);
    if (list.state !== "set") return [`${list.because}, so grants cannot be checked. Write them as a literal list.`];
    return Array.from({ length: list.length }).flatMap((_, index) => {
        const path = [...grants.list, index, ...grants.group];
        if (isAbsent(props, path)) return [];
        const group = readLeaf(props, path);
        if (group.state !== "set") return [`${group.because}, so this grant cannot be checked. Write it as a literal.`];
        if (!group.known) {
            return [`${written(path)} is known only after deployment, so it cannot be checked. Write it as a literal.`];
        }
        if (group.value === logDelivery) return [];
        return [`${written(path)} names a group that is open to the public. Remove this grant.`];
    });
}
