import { typesWith } from "../documents";
import { covers } from "../policyDocument";
import { type Argument, type Mutation, without } from "./arguments";
import { type RecordedResource } from "./recordedStack";

type Statement = Record<string, unknown>;

const documentTypes = new Set(
    typesWith("identity", "trust", "bucket", "topic", "queue", "key", "repository", "secret", "table"),
);

/** Changes inside a policy document, one statement at a time. */
export function documentMutations(type: string, { path, value }: Argument): { what: string; mutation: Mutation }[] {
    if (!documentTypes.has(type) || typeof value !== "string") return [];
    if (!/(^|\.)(policy|assumeRolePolicy)$/.test(path)) return [];
    const document = JSON.parse(value) as { Statement: Statement | Statement[] };
    const statements = [document.Statement].flat();
    const withStatements = (list: Statement[]): Mutation => ({
        change: "perturb",
        value: JSON.stringify({ ...document, Statement: list }),
    });
    return statements.flatMap((statement, place) => {
        const label = typeof statement["Sid"] === "string" ? statement["Sid"] : String(place);
        const changed = (change: Statement): Mutation =>
            withStatements(statements.map((other, at) => (at === place ? change : other)));
        const { Principal, Resource, Condition, Effect } = statement;
        const others = statements.filter((_, at) => at !== place);
        return [
            ...(others.length > 0 ? [{ what: `drop ${label}`, mutation: withStatements(others) }] : []),
            {
                what: `flip ${label}`,
                mutation: changed({ ...statement, Effect: Effect === "Allow" ? "Deny" : "Allow" }),
            },
            ...(Principal !== undefined && Principal !== "*"
                ? [{ what: `widen Principal of ${label}`, mutation: changed({ ...statement, Principal: "*" }) }]
                : []),
            { what: `widen Action of ${label}`, mutation: changed({ ...statement, Action: "*" }) },
            ...(Resource !== undefined && Resource !== "*"
                ? [{ what: `widen Resource of ${label}`, mutation: changed({ ...statement, Resource: "*" }) }]
                : []),
            ...conditionsWithout(Condition as Conditions | undefined).map(({ key, left }) => {
                const mutation = changed({ ...without(statement, "Condition"), ...(left && { Condition: left }) });
                return { what: `drop ${key} of ${label}`, mutation };
            }),
        ];
    });
}

type Conditions = Record<string, Record<string, unknown>>;

function conditionsWithout(conditions: Conditions = {}): { key: string; left: Conditions | undefined }[] {
    const each = Object.entries(conditions).flatMap(([operator, keys]) =>
        Object.keys(keys).map((key): { key: string; left: Conditions | undefined } => {
            const [others, rest] = [without(keys, key), without(conditions, operator)];
            const left = Object.keys(others).length > 0 ? { ...rest, [operator]: others } : rest;
            return { key, left: Object.keys(left).length > 0 ? left : undefined };
        }),
    );
    return each.length > 1 ? [...each, { key: "every condition", left: undefined }] : each;
}

/** By resource and rule: what makes the rule fire, `*` for any text. */
const expectations: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
    "aws:kms/key:Key::encryption": {
        "keys-admit-their-users": [...lost("SnsDeliversToEncryptedQueues", "AlarmsPublishToEncryptedTopics")],
        "resource-policies-are-not-public": ["widen Principal of AccountAdministersKey"],
    },
    "aws:iam/policy:Policy::caller": {
        "iam-grants-are-narrow": [
            ...["widen Action of *", "widen Resource of *"],
            ...["drop kms:ResourceAliases of UseKey", "drop every condition of UseKey"],
        ],
    },
    "aws:iam/role:Role::execution": {
        "service-trust-names-its-source": ["drop every condition of SageMakerAssumesRole"],
    },
    "aws:iam/rolePolicy:RolePolicy::execution": {
        "execution-role-stays-with-its-own": [
            ...widened("ReadArticles", "WriteResults", "TellMissingArticles"),
            // What allows every action on every resource also allows to read, write and publish there.
            ...["widen Resource of Notify", "widen Action of PutMetrics", "widen Action of LogInToRegistry"],
        ],
        "iam-grants-are-narrow": [
            ...["widen Action of *", "widen Resource of *"],
            ...["drop kms:ResourceAliases of UseKey", "drop every condition of UseKey"],
            "drop cloudwatch:namespace of PutMetrics",
        ],
        "keys-admit-their-users": lost("UseKey", "Notify"),
        "pass-role-is-narrow": ["widen Action of PutMetrics", "widen Action of LogInToRegistry"],
    },
    ...each("aws:sqs/queuePolicy:QueuePolicy", ["notification-dead-letters", "smoke", "load", "alarm-inbox"], {
        "keys-admit-their-users": lost("TopicsSend"),
        "resource-policies-are-not-public": ["flip DenyInsecureTransport"],
        "topics-and-queues-are-encrypted": tlsLost("DenyInsecureTransport"),
    }),
    // Its one statement: without it there is no document.
    "aws:sqs/queuePolicy:QueuePolicy::inbox-dead-letters": {
        "resource-policies-are-not-public": ["flip DenyInsecureTransport"],
        "topics-and-queues-are-encrypted": tlsLost("DenyInsecureTransport").slice(1),
    },
    ...each("aws:sns/topicPolicy:TopicPolicy", ["success", "error"], {
        "resource-policies-are-not-public": ["flip DenyInsecureTransport"],
        "topics-and-queues-are-encrypted": tlsLost("DenyInsecureTransport").slice(1),
    }),
    "aws:sns/topicPolicy:TopicPolicy::alarms": {
        "keys-admit-their-users": lost("AlarmsPublish"),
        "resource-policies-are-not-public": ["flip DenyInsecureTransport"],
        "topics-and-queues-are-encrypted": tlsLost("DenyInsecureTransport"),
    },
    ...each("aws:s3/bucketPolicy:BucketPolicy", ["input", "output"], {
        "buckets-refuse-plain-http": tlsLost("DenyInsecureTransport").slice(1),
        "resource-policies-are-not-public": ["flip DenyInsecureTransport"],
    }),

    // The foreign stack; its statements have no Sid, and so are known by their places.
    "aws:kms/key:Key::transcripts": {
        "keys-admit-their-users": lost("1", "2"),
        "resource-policies-are-not-public": ["widen Principal of 0"],
    },
    "aws:s3/bucketPolicy:BucketPolicy::recordings": {
        "buckets-refuse-plain-http": tlsLost("0").slice(1),
        "resource-policies-are-not-public": ["flip 0"],
    },
    ...each("aws:sqs/queuePolicy:QueuePolicy", ["lost", "inbox"], {
        "keys-admit-their-users": lost("0"),
        "resource-policies-are-not-public": ["flip 1"],
        "topics-and-queues-are-encrypted": tlsLost("1"),
    }),
    ...each("aws:sns/topicPolicy:TopicPolicy", ["done", "failed"], {
        "resource-policies-are-not-public": ["widen Principal of 0", "flip 2"],
        "topics-and-queues-are-encrypted": tlsLost("2"),
    }),
    "aws:sns/topicPolicy:TopicPolicy::pager": {
        "keys-admit-their-users": lost("1"),
        "resource-policies-are-not-public": ["widen Principal of 0", "flip 2"],
        "topics-and-queues-are-encrypted": tlsLost("2"),
    },
    "aws:iam/role:Role::listener": { "service-trust-names-its-source": ["drop every condition of 0"] },
    "aws:iam/rolePolicy:RolePolicy::listener": {
        "execution-role-stays-with-its-own": [
            ...widened("0", "1", "2"),
            ...["widen Resource of 4", "widen Action of 6", "widen Action of 8", "widen Action of 9"],
        ],
        "iam-grants-are-narrow": ["widen Action of *", "widen Resource of *", "drop cloudwatch:namespace of 6"],
        "keys-admit-their-users": lost("3", "4"),
        "pass-role-is-narrow": ["widen Action of 6", "widen Action of 8", "widen Action of 9"],
    },
    "aws:iam/policy:Policy::deploy": {
        "iam-grants-are-narrow": ["widen Action of *", "widen Resource of *"],
        "pass-role-is-narrow": ["widen Resource of 1", "drop iam:PassedToService of 1"],
    },
    "aws:iam/role:Role::deploy": {
        "github-trust-is-exact": [
            ...["aud", "sub"].map((claim) => `drop token.actions.githubusercontent.com:${claim} of 0`),
            "drop every condition of 0",
        ],
        "resource-policies-are-not-public": ["widen Principal of 0"],
    },
};

/** A grant that somebody needs is gone, or refused. */
function lost(...statements: readonly string[]): string[] {
    return statements.flatMap((statement) => [`drop ${statement}`, `flip ${statement}`]);
}

/** A statement that refuses plain HTTP does so no more; the first has it gone. */
function tlsLost(statement: string): string[] {
    return [...lost(statement), `drop aws:SecureTransport of ${statement}`];
}

function widened(...statements: readonly string[]): string[] {
    return statements.flatMap((statement) => [`widen Action of ${statement}`, `widen Resource of ${statement}`]);
}

/** The same for several resources of a type. */
function each(type: string, names: readonly string[], rules: Readonly<Record<string, readonly string[]>>) {
    return Object.fromEntries(names.map((name) => [`${type}::${name}`, rules]));
}

/** The rules that fire, in order. */
export function expectedInDocument({ type, name }: Pick<RecordedResource, "type" | "name">, what: string): string[] {
    return Object.entries(expectations[`${type}::${name}`] ?? {})
        .filter(([, patterns]) => patterns.some((pattern) => covers(pattern, what)))
        .map(([rule]) => rule)
        .sort();
}

/** Rows to which no mutation belongs. */
export function unusedExpectations(mutations: readonly string[]): string[] {
    return Object.entries(expectations).flatMap(([resource, rules]) => {
        const start = `${resource.replace("::", " ")} `;
        const own = mutations.filter((one) => one.startsWith(start)).map((one) => one.slice(one.indexOf(": ") + 2));
        return [...new Set(Object.values(rules).flat())]
            .filter((pattern) => !own.some((what) => covers(pattern, what)))
            .map((pattern) => `${resource}: ${pattern}`);
    });
}
