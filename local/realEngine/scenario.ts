import { resolve } from "node:path";

import { after, before, describe } from "mocha";

import { type EndpointBehaviour } from "../cloud/sageMaker/endpointBehaviour";
import { loadProject } from "../../contract/project";
import { documentsFor } from "../permissions/documents";
import { Deployed } from "./deployed";
import { RealStack } from "./realStack";

const repository = resolve(__dirname, "../..");

/** The environments that the project ships. */
export const environments = ["dev", "prod"] as const;
export type Environment = (typeof environments)[number];

/** A stack of one environment, for as long as the scenarios of one `describe` run. */
export interface Stage {
    readonly environment: Environment;
    stack: RealStack;
    /** What AWS says now; the outputs are read anew. */
    deployed(): Promise<Deployed>;
    /** The same, with the outputs as they were last read: of an interrupted deployment they tell nothing new. */
    lastDeployed(): Promise<Deployed>;
}

/**
 * Tells the scenarios once for each environment, each time with a stack and a laptop AWS of its own.
 *
 * @param behaviour times and choices of the laptop AWS
 * @param documented whether deployer and preview may do what their documents grant and nothing else; otherwise they may do everything
 */
export function inEachEnvironment(
    title: string,
    scenarios: (stage: Stage) => void,
    behaviour: Partial<EndpointBehaviour> = {},
    documented = true,
): void {
    for (const environment of environments) {
        describe(`${title}, ${environment}`, () => {
            let last: Deployed | undefined;
            const stage = {
                environment,
                deployed: async () => (last = new Deployed(stage.stack.aws.cloud, await stage.stack.outputs())),
                lastDeployed: async () => last ?? stage.deployed(),
            } as Stage;
            before(async () => {
                const documents = documented ? documentsFor(loadProject(repository, environment)) : undefined;
                stage.stack = await RealStack.start(environment, behaviour, undefined, documents);
            });
            after(() => stage.stack.stop());
            scenarios(stage);
        });
    }
}
