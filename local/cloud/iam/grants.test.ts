import { equal } from "node:assert/strict";

import { isGranted, isGrantedByResource, type ResourceRequest } from "./grants";
import { policy } from "../testing/messagingFixture";

const topic = "arn:aws:sns:us-east-1:123456789012:success";
const allow = { Effect: "Allow", Action: "sns:Publish", Resource: topic };

describe("identity policies", () => {
    const cases: [string, boolean, ...object[]][] = [
        ["an Allow of this action on this resource grants", true, allow],
        ["no statement grants nothing", false, { ...allow, Action: "sns:Subscribe" }],
        ["another resource is not granted", false, { ...allow, Resource: `${topic}-2` }],
        ["a * in the action stands for any text", true, { ...allow, Action: "sns:Pub*" }],
        ["a * for every action grants", true, { ...allow, Action: "*" }],
        ["a ? stands for one character", true, { ...allow, Resource: topic.replace("success", "succes?") }],
        ["a ? does not stand for none", false, { ...allow, Resource: `${topic}?` }],
        ["an action's case does not matter", true, { ...allow, Action: "SNS:publish" }],
        ["a resource's case matters", false, { ...allow, Resource: topic.toUpperCase().replace("ARN:AWS", "arn:aws") }],
        ["a dot in a pattern is a dot", false, { ...allow, Resource: topic.replace("sns", "s.s") + "*" }],
        ["one of several actions is enough", true, { ...allow, Action: ["s3:GetObject", "sns:Publish"] }],
        ["NotAction grants what it does not name", true, { Effect: "Allow", NotAction: "s3:*", Resource: "*" }],
        ["NotAction does not grant what it names", false, { Effect: "Allow", NotAction: "sns:*", Resource: "*" }],
        ["NotResource grants elsewhere", true, { Effect: "Allow", Action: "*", NotResource: `${topic}-2` }],
        ["NotResource does not grant there", false, { Effect: "Allow", Action: "*", NotResource: topic }],
        ["an explicit Deny wins", false, allow, { ...allow, Effect: "Deny", Action: "*", Resource: "*" }],
        ["a Deny of something else does not matter", true, allow, { ...allow, Effect: "Deny", Action: "s3:*" }],
        ["a condition on an Allow is passed over", true, { ...allow, Condition: { Bool: { "aws:x": "true" } } }],
        [
            "a conditional Deny is passed over",
            true,
            allow,
            { ...allow, Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } },
        ],
    ];
    for (const [what, granted, ...statements] of cases) {
        it(what, () => {
            equal(isGranted([policy(...statements)], "sns:Publish", topic), granted);
        });
    }

    it("are taken together: a Deny in one holds against an Allow in another", () => {
        equal(isGranted([policy(allow), policy({ ...allow, Effect: "Deny" })], "sns:Publish", topic), false);
    });

    it("that are none grant nothing", () => {
        equal(isGranted([], "sns:Publish", topic), false);
    });
});

describe("a resource's own policy", () => {
    const queue = "arn:aws:sqs:us-east-1:123456789012:inbox";
    const request: ResourceRequest = {
        principal: { kind: "Service", id: "sns.amazonaws.com" },
        action: "sqs:SendMessage",
        resource: queue,
        context: { "aws:sourcearn": topic, "aws:securetransport": "true" },
    };
    const sends = {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue,
    };
    const when = (Condition: object) => ({ ...sends, Condition });
    const deny = { ...sends, Effect: "Deny", Principal: "*", Action: "sqs:*" };
    const cases: [string, boolean, ...object[]][] = [
        ["grants the service it names", true, sends],
        ["grants everyone", true, { ...sends, Principal: "*" }],
        ["grants services as anonymous", true, { ...sends, Principal: { AWS: "*" } }],
        ["does not grant another service", false, { ...sends, Principal: { Service: "events.amazonaws.com" } }],
        ["does not grant a service by an account", false, { ...sends, Principal: { AWS: "123456789012" } }],
        ["grants under ArnEquals", true, when({ ArnEquals: { "aws:SourceArn": topic } })],
        ["reads condition keys in any case", true, when({ ArnEquals: { "AWS:SourceARN": topic } })],
        ["does not grant another topic", false, when({ ArnEquals: { "aws:SourceArn": `${topic}-2` } })],
        ["grants under ArnLike", true, when({ ArnLike: { "aws:SourceArn": "arn:aws:sns:*:123456789012:suc*" } })],
        ["keeps a * within its part of an ARN", false, when({ ArnLike: { "aws:SourceArn": "arn:aws:*:success" } })],
        ["grants under StringLike", true, when({ StringLike: { "aws:SourceArn": "arn:*:success" } })],
        ["grants one of several topics", true, when({ ArnLike: { "aws:SourceArn": ["arn:aws:s3:::b", topic] } })],
        ["needs all conditions", false, when({ ArnLike: { "aws:SourceArn": topic }, Bool: { "aws:x": "true" } })],
        ["does not grant on a key that is absent", false, when({ StringEquals: { "aws:SourceAccount": "1" } })],
        ["does not grant under an operator it cannot judge", false, when({ DateLessThan: { "aws:SourceArn": topic } })],
        [
            "denies plain HTTP and grants TLS",
            true,
            sends,
            { ...deny, Condition: { Bool: { "aws:SecureTransport": false } } },
        ],
        ["denies what it denies to all", false, sends, deny],
        [
            "denies other topics by StringNotEquals",
            false,
            sends,
            { ...deny, Condition: { StringNotEquals: { "aws:SourceArn": "arn:aws:s3:::b" } } },
        ],
        ["denies all but NotPrincipal", true, sends, { ...deny, Principal: undefined, NotPrincipal: sends.Principal }],
    ];
    for (const [what, granted, ...statements] of cases) {
        it(what, () => {
            equal(isGrantedByResource(policy(...statements), request), granted);
        });
    }

    it("grants nothing where there is none", () => {
        equal(isGrantedByResource(undefined, request), false);
    });

    it("names an account by its digits or its root", () => {
        const principal = { kind: "AWS" as const, id: "arn:aws:iam::123456789012:root" };
        equal(
            isGrantedByResource(policy({ ...sends, Principal: { AWS: "123456789012" } }), { ...request, principal }),
            true,
        );
        equal(
            isGrantedByResource(policy({ ...sends, Principal: { AWS: principal.id } }), { ...request, principal }),
            true,
        );
        equal(
            isGrantedByResource(policy({ ...sends, Principal: { AWS: "210987654321" } }), { ...request, principal }),
            false,
        );
    });
});
