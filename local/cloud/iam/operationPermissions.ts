import { AwsError } from "../awsError";
import { type InputOf, type OperationName, type ServiceName } from "../context";
import { type Permission, type Refusal } from "./access";

/** Where ARNs are made from names. */
export interface Place {
    readonly partition: string;
    readonly region: string;
    readonly accountId: string;
    /** `arn:<partition>:<service>:<region>:<account>:<resource>` */
    arn(service: string, resource: string): string;
}

/** What one service asks of whoever calls it. */
export interface ServicePermissions<S extends ServiceName> {
    /**
     * What each operation needs leave for (AWS: Service Authorization Reference). An operation that asks for more once it
     * knows what it is about, as for the key of a bucket, does so itself.
     */
    readonly operations: {
        readonly [O in OperationName<S>]: (input: InputOf<S, O>, place: Place) => readonly Permission[];
    };
    readonly refusal: Refusal;
}

/** For what everybody may do who has credentials. */
export const nothing = (): readonly Permission[] => [];

/** Refusals of the services that speak JSON. */
export const accessDeniedException: Refusal = (message) => new AwsError("AccessDeniedException", message, 400);
