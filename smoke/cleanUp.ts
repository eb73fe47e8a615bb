import { type Outputs } from "../contract/outputs";
import { formatLocation, type ObjectLocation, type Objects, parseLocation } from "./objects";
import { type Report, Unmet } from "./report";
import { describeError } from "./retry";

/** What this run put into buckets, or made SageMaker put there. Versions of objects are not looked for. */
export class CleanUp {
    private readonly locations = new Map<string, ObjectLocation>();
    private readonly elsewhere = new Map<string, ObjectLocation>();

    constructor(private readonly outputs: Outputs) {}

    add(location: ObjectLocation): void {
        this.locations.set(formatLocation(location), location);
    }

    /** Adds locations that SageMaker named. Only what the stack's own endpoint writes is ever deleted from the output bucket. */
    addWritten(...named: (string | undefined)[]): void {
        const { outputBucketName, outputPrefix, failurePrefix } = this.outputs;
        for (const location of named) {
            const parsed = parseLocation(location ?? "");
            if (!parsed) continue;
            const { bucket, key } = parsed;
            const own =
                bucket === outputBucketName && [outputPrefix, failurePrefix].some((prefix) => key.startsWith(prefix));
            if (own) this.add(parsed);
            else this.elsewhere.set(formatLocation(parsed), parsed);
        }
    }

    /** Deletes everything; a check, unless there is nothing to delete. */
    async run(report: Report, objects: Objects, look: string): Promise<void> {
        if (this.locations.size === 0) return;
        const expected = "no objects left behind";
        await report.check({ name: "clean-up", expected, look }, async () => {
            const left: string[] = [];
            for (const [name, location] of this.locations) {
                try {
                    await objects.delete(location);
                } catch (error) {
                    left.push(`${name} (${describeError(error)})`);
                }
            }
            for (const [name, location] of this.elsewhere) {
                if ((await objects.look(location)) === "present") left.push(`${name} (not where this stack writes)`);
            }
            if (left.length > 0) throw new Unmet(`not deleted: ${left.join(", ")}`);
            return { seen: expected };
        });
    }
}
