import { SimulatedClock } from "../../cloud/clock";
import { type ServiceName } from "../../cloud/context";
import { type WireCloud } from "../exchange";
import { start } from "./laptopFixture";

/** A cloud whose operations a test writes down, by `service Operation`; all others it has not. */
export class FakeCloud implements WireCloud {
    readonly clock = new SimulatedClock(start);
    readonly inputs: unknown[] = [];

    constructor(readonly operations: Record<string, (input: never) => unknown> = {}) {}

    has(service: ServiceName, operation: string): boolean {
        return Object.hasOwn(this.operations, `${service} ${operation}`);
    }

    async call(service: ServiceName, operation: string, input: unknown): Promise<unknown> {
        this.inputs.push(input);
        return this.operations[`${service} ${operation}`]?.(input as never);
    }
}
