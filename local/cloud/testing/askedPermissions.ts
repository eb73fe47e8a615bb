import { deepEqual } from "node:assert/strict";

import { type InputOf, type OperationName, type ServiceName } from "../context";
import { type ServicePermissions } from "../iam/operationPermissions";

/** What an operation with an input asks leave for: action and resource, and what the request says to condition keys. */
export type Row<S extends ServiceName> = {
    [O in OperationName<S>]: readonly [
        operation: O,
        input: InputOf<S, O>,
        ...asked: (readonly [action: string, resource: string, keys?: object])[],
    ];
}[OperationName<S>];

/** Another partition than most, so that no ARN is put together from habit. */
const place = {
    partition: "aws-cn",
    region: "cn-north-1",
    accountId: "123456789012",
    arn: (service: string, resource: string) => `arn:aws-cn:${service}:cn-north-1:123456789012:${resource}`,
};

/** Holds a service's permissions to a table in which every operation has at least one row. */
export function holdToTable<S extends ServiceName>(permissions: ServicePermissions<S>, rows: readonly Row<S>[]): void {
    for (const [operation, input, ...asked] of rows) {
        it(`${operation} ${JSON.stringify(input)} asks for ${asked.map(([action]) => action).join(", ")}`, () => {
            deepEqual(
                permissions.operations[operation](input as never, place),
                asked.map(([action, resource, keys]) => ({ action, resource, ...(keys && { keys }) })),
            );
        });
    }

    it("has a row for every operation", () => {
        const inTable = new Set<string>(rows.map(([operation]) => operation));
        deepEqual(
            Object.keys(permissions.operations).filter((operation) => !inTable.has(operation)),
            [],
        );
    });
}
