import { type Properties } from "../resources/resource";

/** Where the laptop AWS is, and who asks. */
export interface Connection {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
}

/** Configuration that leads to no laptop AWS; the message says what to set. */
export class ConnectionError extends Error {
    override readonly name = "ConnectionError";
}

/**
 * Reads what the AWS provider would: its own configuration first (`aws:endpoints`, `aws:region`, …, or an explicit
 * provider's inputs), then the variables that every AWS client reads.
 *
 * @param config as Pulumi hands it over: nested values as JSON texts
 * @throws ConnectionError for anything but a laptop AWS on this machine: what this provider makes is made nowhere else
 */
export function connectionOf(config: Properties, environment: NodeJS.ProcessEnv): Connection {
    const endpoint = endpointOf(config["endpoints"]) ?? environment["AWS_ENDPOINT_URL"];
    if (!endpoint) {
        throw new ConnectionError(
            "This provider speaks to a laptop AWS only, and none is named: set AWS_ENDPOINT_URL or aws:endpoints.",
        );
    }
    const { protocol, hostname } = urlOf(endpoint);
    if (protocol !== "http:" || (hostname !== "127.0.0.1" && hostname !== "localhost")) {
        throw new ConnectionError(
            `This provider speaks to a laptop AWS on this machine only (http://127.0.0.1:<port>), not to ${endpoint}.`,
        );
    }
    const region = text(config["region"]) ?? (environment["AWS_REGION"] || environment["AWS_DEFAULT_REGION"]);
    if (!region) throw new ConnectionError("No region is set: pulumi config set aws:region us-east-1");
    const accessKeyId = text(config["accessKey"]) ?? environment["AWS_ACCESS_KEY_ID"];
    const secretAccessKey = text(config["secretKey"]) ?? environment["AWS_SECRET_ACCESS_KEY"];
    if (!accessKeyId || !secretAccessKey) {
        throw new ConnectionError("No credentials are set: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
    }
    return { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
}

/** Every service of a laptop AWS has one URL: the first that is given is that of all. */
function endpointOf(value: unknown): string | undefined {
    const endpoints: unknown = typeof value === "string" ? parsed(value) : value;
    const [first] = Array.isArray(endpoints) ? (endpoints as unknown[]) : [endpoints];
    if (typeof first !== "object" || first === null) return undefined;
    return Object.values(first).find((url): url is string => typeof url === "string" && url !== "");
}

function parsed(json: string): unknown {
    try {
        return JSON.parse(json) as unknown;
    } catch {
        throw new ConnectionError(`aws:endpoints must be a list of one block of URLs by service, not ${json}.`);
    }
}

function urlOf(endpoint: string): URL {
    try {
        return new URL(endpoint);
    } catch {
        throw new ConnectionError(`${endpoint} is no URL.`);
    }
}

function text(value: unknown): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}
