import { type DeployedProgram, deployProgram } from "../deployedProgram";
import { type Project } from "../../contract/project";
import { documentsFor } from "../permissions/documents";
import { withoutEndpoint } from "./withoutEndpoint";

/**
 * A program whose policies can be asked, and whose deployer and preview may do what their documents say.
 *
 * @throws Error with the engine's words when the program cannot be deployed
 */
export async function askableProgram(project: Project): Promise<DeployedProgram> {
    return deployProgram({ project, documents: documentsFor(project), through: withoutEndpoint });
}
