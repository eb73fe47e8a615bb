import { holdToTable } from "../testing/askedPermissions";
import { snsPermissions } from "./snsPermissions";

const TopicArn = "arn:aws-cn:sns:cn-north-1:123456789012:topic";
const SubscriptionArn = `${TopicArn}:0a1b2c3d-0000-0000-0000-000000000000`;

describe("SNS", () => {
    holdToTable(snsPermissions, [
        ["CreateTopic", { Name: "topic" }, ["sns:CreateTopic", TopicArn]],
        [
            "CreateTopic",
            { Name: "topic", Tags: [{ Key: "a", Value: "b" }] },
            ["sns:CreateTopic", TopicArn],
            ["sns:TagResource", TopicArn],
        ],
        ["CreateTopic", { Name: "topic", Tags: [] }, ["sns:CreateTopic", TopicArn]],
        ["DeleteTopic", { TopicArn }, ["sns:DeleteTopic", TopicArn]],
        ["GetTopicAttributes", { TopicArn }, ["sns:GetTopicAttributes", TopicArn]],
        ["GetTopicAttributes", { TopicArn: undefined }, ["sns:GetTopicAttributes", "*"]],
        [
            "SetTopicAttributes",
            { TopicArn, AttributeName: "DisplayName", AttributeValue: "x" },
            ["sns:SetTopicAttributes", TopicArn],
        ],
        ["ListTopics", {}, ["sns:ListTopics", "*"]],
        [
            "Subscribe",
            { TopicArn, Protocol: "email", Endpoint: "a@example.com" },
            ["sns:Subscribe", TopicArn, { "sns:Protocol": "email", "sns:Endpoint": "a@example.com" }],
        ],
        ["Unsubscribe", { SubscriptionArn }, ["sns:Unsubscribe", "*"]],
        ["GetSubscriptionAttributes", { SubscriptionArn }, ["sns:GetSubscriptionAttributes", "*"]],
        [
            "SetSubscriptionAttributes",
            { SubscriptionArn, AttributeName: "FilterPolicy", AttributeValue: "{}" },
            ["sns:SetSubscriptionAttributes", "*"],
        ],
        ["ListSubscriptions", {}, ["sns:ListSubscriptions", "*"]],
        ["ListSubscriptionsByTopic", { TopicArn }, ["sns:ListSubscriptionsByTopic", TopicArn]],
        ["Publish", { TopicArn, Message: "x" }, ["sns:Publish", TopicArn]],
        ["Publish", { TargetArn: TopicArn, Message: "x" }, ["sns:Publish", TopicArn]],
        ["Publish", { PhoneNumber: "+1", Message: "x" }, ["sns:Publish", "*"]],
    ]);
});
