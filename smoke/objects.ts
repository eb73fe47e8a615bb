import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";

import { type Clients } from "./clients";
import { type Retry } from "./retry";

export interface ObjectLocation {
    bucket: string;
    key: string;
}

/**
 * Reads `s3://bucket/key`, `https://bucket.s3.region.amazonaws.com/key` and `https://s3.region.amazonaws.com/bucket/key`.
 *
 * @returns undefined for anything else
 */
export function parseLocation(location: string): ObjectLocation | undefined {
    const match = /^(s3|https?):\/\/([^/?#]+)\/([^?#]+)/.exec(location);
    if (!match) return undefined;
    const [, scheme, host, path] = match as unknown as [string, string, string, string];
    // What stands in an s3:// location is the key itself; in a URL it is escaped.
    if (scheme === "s3") return { bucket: host, key: location.slice(`s3://${host}/`.length) };
    const virtualHosted = /^(.+)\.s3[.-][a-z0-9.-]*amazonaws\.com/.exec(host);
    const key = unescapedPath(path);
    if (key === undefined) return undefined;
    if (virtualHosted) return { bucket: virtualHosted[1] as string, key };
    const slash = key.indexOf("/");
    return slash > 0 && slash < key.length - 1 ? { bucket: key.slice(0, slash), key: key.slice(slash + 1) } : undefined;
}

function unescapedPath(path: string): string | undefined {
    try {
        return decodeURIComponent(path);
    } catch {
        return undefined;
    }
}

export function formatLocation({ bucket, key }: ObjectLocation): string {
    return `s3://${bucket}/${key}`;
}

/**
 * `forbidden` is not the same as absent: S3 answers 403 for a missing object, too, when the caller may not list the bucket.
 */
export type Sight = "present" | "absent" | "forbidden";

/** Objects in S3, as the smoke test puts, watches, reads and deletes them. */
export class Objects {
    /** Buckets in which something answered 403 to a look. */
    readonly forbiddenBuckets = new Set<string>();

    constructor(
        private readonly s3: Clients["s3"],
        private readonly retry: Retry,
        private readonly say: (line: string) => void,
    ) {}

    async put({ bucket, key }: ObjectLocation, body: string): Promise<void> {
        const input = { Bucket: bucket, Key: key, Body: body, ContentType: "application/json" };
        await this.retry.run("PutObject", (abortSignal) => this.s3.send(new PutObjectCommand(input), { abortSignal }));
    }

    /** Whether there is an object. A 403 is said once. */
    async look(location: ObjectLocation): Promise<Sight> {
        const input = { Bucket: location.bucket, Key: location.key };
        try {
            await this.retry.run("HeadObject", (abortSignal) =>
                this.s3.send(new HeadObjectCommand(input), { abortSignal }),
            );
            return "present";
        } catch (error) {
            const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
            if (status === 404) return "absent";
            if (status !== 403) throw error;
            if (!this.forbiddenBuckets.has(location.bucket)) {
                this.forbiddenBuckets.add(location.bucket);
                this.say(
                    `${formatLocation(location)} answers 403; without s3:ListBucket that may mean "not there yet", so the notification decides`,
                );
            }
            return "forbidden";
        }
    }

    /** The object's text. @throws S3's error, NoSuchKey and AccessDenied among them */
    async read({ bucket, key }: ObjectLocation): Promise<string> {
        return this.retry.run("GetObject", async (abortSignal) => {
            const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal });
            return (await Body?.transformToString("utf-8")) ?? "";
        });
    }

    /** Deleting what is not there is fine. */
    async delete({ bucket, key }: ObjectLocation): Promise<void> {
        await this.retry.run("DeleteObject", (abortSignal) =>
            this.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }), { abortSignal }),
        );
    }
}
