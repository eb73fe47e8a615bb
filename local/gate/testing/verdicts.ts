import { type PackInfo } from "../../engine/packInfo";
import { type JudgedFinding, type StackVerdict } from "../judge";
import { urnOf } from "./recordings";

const rule = (name: string, level: "mandatory" | "advisory", remediationSteps: string) => ({
    name,
    description: `${name} must hold; otherwise it does not.`,
    remediationSteps,
    url: "",
    level,
    parameters: {},
    required: [],
});

export const packs: PackInfo[] = [
    {
        name: "first",
        version: "1.0.0",
        rules: [rule("must", "mandatory", "Mend it."), rule("should", "advisory", "")],
        initial: new Map(),
    },
    { name: "second", version: "2.0.0", rules: [rule("must", "mandatory", "Mend that.")], initial: new Map() },
];

export const finding = (
    pack: string,
    policy: string,
    name: string,
    more: Partial<JudgedFinding> = {},
): JudgedFinding => ({
    pack,
    policy,
    level: "mandatory",
    message: `${name} is wrong.`,
    urn: urnOf(name),
    unevaluated: false,
    modes: ["firstPreview", "deterministicIds"],
    ...more,
});

export function verdict(more: Partial<StackVerdict> = {}): StackVerdict {
    return {
        stack: "dev",
        resources: 3,
        modes: ["firstPreview", "deterministicIds"],
        errors: [],
        violations: [],
        unevaluated: [],
        notJudged: [],
        exemptionFaults: [],
        advisories: [],
        exempted: [],
        deferred: [],
        packs: [
            { pack: "first", file: "policies/first/config/dev.json" },
            { pack: "second", file: "policies/second/config/dev.json" },
        ],
        disabled: [],
        warnings: [],
        ...more,
    };
}

const exemption = { resource: "aws:sqs/queue:Queue::d", reason: "it is emptied daily", expires: "2027-01-31" };

/** One of each kind of what a gate may find. */
export const full = verdict({
    errors: ["it broke"],
    violations: [finding("second", "must", "a", { modes: ["deterministicIds"] })],
    unevaluated: [
        finding("first", "should", "b", { level: "advisory", unevaluated: true, message: "can't run policy" }),
    ],
    notJudged: [
        { pack: "first", policy: "must", urn: urnOf("c"), reason: "policy is unknown", modes: ["firstPreview"] },
    ],
    exemptionFaults: [
        {
            ...exemption,
            resource: "aws:sqs/queue:Queue::e",
            pack: "first",
            rule: "must",
            file: "policies/first/config/dev.json",
            fault: "expired",
        },
        {
            ...exemption,
            resource: "aws:sqs/queue:Queue::f",
            pack: "first",
            rule: "must",
            file: "policies/first/config/dev.json",
            fault: "unused",
        },
    ],
    advisories: [finding("first", "should", "g", { level: "advisory" })],
    exempted: [{ ...finding("first", "must", "d"), exemption }],
    deferred: [{ pack: "first", policy: "must", urn: urnOf("h"), reason: "policy is unknown" }],
    warnings: ["it creaks"],
});
