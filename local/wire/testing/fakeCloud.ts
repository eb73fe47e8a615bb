import { SimulatedClock } from "../../cloud/clock";
import { type ServiceName } from "../../cloud/context";
import { type AccessKey, knownIdentities } from "../../cloud/iam/identities";
import { type Caller } from "../../cloud/iam/principal";
import { type WireCloud } from "../exchange";
import { start } from "./laptopFixture";

const identities = knownIdentities({ partition: "aws", accountId: "123456789012" }, { deployer: [], preview: [] });

/** A cloud whose operations a test writes down, by `service Operation`; all others it has not. Whoever calls may do everything. */
export class FakeCloud implements WireCloud {
    readonly clock = new SimulatedClock(start);
    readonly inputs: unknown[] = [];
    readonly callers: Caller[] = [];

    constructor(readonly operations: Record<string, (input: never) => unknown> = {}) {}

    has(service: ServiceName, operation: string): boolean {
        return Object.hasOwn(this.operations, `${service} ${operation}`);
    }

    accessKey(accessKeyId: string): AccessKey | undefined {
        return Object.values(identities).find((identity) => identity.accessKeyId === accessKeyId);
    }

    async callAs(caller: Caller, service: ServiceName, operation: string, input: unknown): Promise<unknown> {
        this.callers.push(caller);
        this.inputs.push(input);
        return this.operations[`${service} ${operation}`]?.(input as never);
    }
}
