import { readFileSync } from "node:fs";

import { isEmpty } from "../resources/diff";
import { type Properties } from "../resources/resource";

/** One call in the file that the engine writes where PULUMI_DEBUG_GRPC names one; requests and responses as JSON has them. */
interface LoggedCall {
    method: string;
    request?: unknown;
    response?: unknown;
    progress?: string;
    metadata?: { mode?: string };
}

export interface LoggedRegistration {
    type: string;
    name: string;
    parent?: string;
    custom?: boolean;
    object?: Properties;
    dependencies?: string[];
    propertyDependencies?: Record<string, { urns?: string[] }>;
    protect?: boolean;
    deleteBeforeReplace?: boolean;
    retainOnDelete?: boolean;
    ignoreChanges?: string[];
    additionalSecretOutputs?: string[];
    hooks?: { beforeDelete?: string[] };
    replacementTrigger?: unknown;
    aliases?: { urn?: string; spec?: { type?: string; name?: string; project?: string; stack?: string } }[];
}

/** What is compared of a registration, and what only tells the engine how to speak with this SDK. */
const known = new Set([
    ...["type", "name", "parent", "custom", "object", "dependencies", "propertyDependencies", "protect"],
    ...["deleteBeforeReplace", "deleteBeforeReplaceDefined", "retainOnDelete", "ignoreChanges"],
    ...["additionalSecretOutputs", "hooks", "replacementTrigger", "aliases"],
    ...[
        "version",
        "acceptSecrets",
        "acceptResources",
        "aliasSpecs",
        "supportsPartialValues",
        "supportsResultReporting",
    ],
    ...["sourcePosition", "stackTrace", "packageRef"],
]);

/** Options of a registration that nobody compares; empty ones say nothing. */
export function uncompared(registration: LoggedRegistration): string[] {
    return Object.entries(registration)
        .filter(([key, value]) => !known.has(key) && !isEmpty(value))
        .map(([key]) => key);
}

export interface LoggedAnalysis {
    type: string;
    name: string;
    urn: string;
    properties: Properties;
}

export interface LoggedDiagnostic {
    policyPackName: string;
    policyName: string;
    message: string;
    urn?: string;
    enforcementLevel?: string;
}

/** What the engine, the program and the packs said to each other. */
export class GrpcLog {
    private readonly calls: LoggedCall[];

    constructor(file: string) {
        const lines = readFileSync(file, "utf8").split("\n");
        this.calls = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as LoggedCall);
    }

    /** Resources as the program registered them. */
    registrations(): LoggedRegistration[] {
        return this.completed("ResourceMonitor/RegisterResource").map(({ request }) => request as LoggedRegistration);
    }

    /** Resources as the packs were shown them, once for each pack. */
    analyses(): LoggedAnalysis[] {
        return this.completed("Analyzer/Analyze").map(({ request }) => request as LoggedAnalysis);
    }

    /** What the packs said, of resources and of the stack. */
    diagnostics(): LoggedDiagnostic[] {
        const answers = [...this.completed("Analyzer/Analyze"), ...this.completed("Analyzer/AnalyzeStack")];
        return answers.flatMap(({ request, response }) => {
            const { diagnostics = [] } = response as { diagnostics?: LoggedDiagnostic[] };
            const { urn } = request as { urn?: string };
            return diagnostics.map((diagnostic) => ({ ...diagnostic, ...(!diagnostic.urn && urn && { urn }) }));
        });
    }

    private completed(method: string): LoggedCall[] {
        return this.calls.filter(
            (call) => call.method === `/pulumirpc.${method}` && call.progress === "response_completed",
        );
    }
}
