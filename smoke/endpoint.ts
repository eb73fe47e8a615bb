import { DescribeEndpointCommand } from "@aws-sdk/client-sagemaker";

import { Unmet } from "./report";
import { type Trouble } from "./retry";
import { type SmokeRun } from "./run";

export interface EndpointState {
    status: string;
    endpointConfigName: string;
    failureReason: string | undefined;
    currentInstanceCount: number;
    desiredInstanceCount: number;
}

const settlingMilliseconds = 10_000;

/** @param retried which troubles are repeated; by default all that are not final */
export async function describeEndpoint(run: SmokeRun, retried?: readonly Trouble[]): Promise<EndpointState> {
    const { endpointName, variantName } = run.outputs;
    const command = new DescribeEndpointCommand({ EndpointName: endpointName });
    const described = await run.retry.run(
        "DescribeEndpoint",
        (abortSignal) => run.clients.sagemaker.send(command, { abortSignal }),
        retried,
    );
    const variant = described.ProductionVariants?.find(({ VariantName }) => VariantName === variantName);
    return {
        status: described.EndpointStatus ?? "unknown",
        endpointConfigName: described.EndpointConfigName ?? "none",
        failureReason: described.FailureReason,
        currentInstanceCount: variant?.CurrentInstanceCount ?? 0,
        desiredInstanceCount: variant?.DesiredInstanceCount ?? 0,
    };
}

/**
 * Checks that the endpoint answers, and that it serves the configuration that was deployed.
 * What is under way (an update to another configuration, a rollback) is waited for.
 *
 * @returns whether requests can be sent; a rolled back endpoint still takes them
 */
export async function checkEndpoint(run: SmokeRun): Promise<boolean> {
    const { report, outputs, look } = run;
    const inService = { name: "endpoint-in-service", expected: "InService or Updating", look: look.endpoint() };
    const state = await report.check(inService, async () => {
        const settled = await settledEndpoint(run);
        const { status, failureReason } = settled;
        const seen = failureReason === undefined ? status : `${status}: ${failureReason}`;
        if (!usable(status)) throw new Unmet(seen);
        return { ...settled, seen: `${seen}, ${instances(settled)}` };
    });
    if (!state) return false;
    const expected = outputs.endpointConfigName;
    const config = { name: "endpoint-config", expected: `endpoint configuration ${expected}`, look: look.update() };
    await report.check(config, () => {
        const { endpointConfigName, failureReason } = state;
        if (endpointConfigName === expected) return Promise.resolve({ seen: endpointConfigName });
        const reason = failureReason === undefined ? "" : ` (${failureReason})`;
        throw new Unmet(`${endpointConfigName} serves; SageMaker rolled the update to ${expected} back${reason}`);
    });
    return true;
}

async function settledEndpoint(run: SmokeRun): Promise<EndpointState> {
    for (let told = ""; ;) {
        const state = await describeEndpoint(run);
        const { status, endpointConfigName } = state;
        const otherConfig = endpointConfigName !== run.outputs.endpointConfigName;
        const changing = status === "Creating" || status === "RollingBack" || (status !== "InService" && otherConfig);
        if (!changing || (!usable(status) && status !== "Creating" && status !== "RollingBack")) return state;
        if (told !== status) run.report.progress(`endpoint is ${status}; waiting until that is over`);
        told = status;
        await run.deadline.sleep(settlingMilliseconds);
    }
}

/** SystemUpdating is AWS's own maintenance: requests are taken as always. */
function usable(status: string): boolean {
    return status === "InService" || status === "Updating" || status === "SystemUpdating";
}

export function instances({ currentInstanceCount: current, desiredInstanceCount: desired }: EndpointState): string {
    const count = `${String(current)} instance${current === 1 ? "" : "s"}`;
    return current === desired ? count : `${count} of ${String(desired)} desired`;
}

/** What a wait is for, for people who see nothing happen. */
export function waitingFor(state: EndpointState): string {
    const { currentInstanceCount: current, desiredInstanceCount: desired } = state;
    if (current > 0) return `endpoint has ${instances(state)}; waiting for the model`;
    return desired === 0
        ? "endpoint has 0 instances; the wake-up alarm needs 2-3 minutes, then an instance must start"
        : `endpoint has 0 instances of ${String(desired)} desired; an instance is starting`;
}
