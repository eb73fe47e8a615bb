import { join } from "node:path";

import { packConfiguration } from "../../engine/packConfiguration";
import { PolicyPack } from "../../engine/policyPack";
import { withProject } from "../../testing/temporaryProject";

/**
 * A pack whose rules do as the resource that they look at says, so that a test sees what the gate makes of it: `say` is
 * reported, `put` is a reason for not being applicable, `read` names a property to read. The stack rule wants a `wanted` resource.
 */
const sample = `
const { PolicyPack, validateResourceOfType } = require("@pulumi/policy");
const parameters = {
    limit: { type: "number", default: 1 },
    exemptions: { type: "array", default: [] },
};
const rule = (name, enforcementLevel) => ({
    name,
    description: name + " must hold; otherwise it does not.",
    remediationSteps: "Mend " + name + ".",
    enforcementLevel,
    configSchema: { properties: parameters },
    validateResource: (args, report) => {
        const { props } = args;
        const own = (key) => "rule" in props && props.rule === name && key in props;
        if (own("say")) report(props.say);
        const { limit, exemptions } = args.getConfig();
        if (own("limited")) report("limit " + limit + ", exempted " + exemptions?.map(({ resource }) => resource));
        if (own("provider")) report(JSON.stringify(args.provider));
        if (own("read")) return void String(props[props.read]);
        if (own("document") && typeof props.document !== "string") report("no text");
        if (own("put")) args.notApplicable(props.put);
    },
});
const wanted = {
    name: "one-is-wanted",
    description: "One must be wanted; otherwise none is.",
    enforcementLevel: "mandatory",
    validateStack: ({ resources, notApplicable }, report) => {
        if (resources.some(({ props }) => "later" in props)) notApplicable("deferred: later");
        if (!resources.some(({ props }) => "wanted" in props)) report("none is wanted");
    },
};
new PolicyPack("sample", { policies: [rule("must", "mandatory"), rule("should", "advisory"), wanted] });
`;

const files = {
    "sample/PulumiPolicy.yaml": "runtime: nodejs\n",
    "sample/package.json": '{ "name": "sample", "version": "1.0.0", "main": "index.js" }\n',
    "sample/index.js": sample,
};

/** Runs `use` with the folder of the sample pack, configured for stack dev. */
export async function withSamplePack<T>(
    config: object | undefined,
    use: (directory: string) => Promise<T>,
): Promise<T> {
    const configured = config && { "sample/config/dev.json": JSON.stringify(config) };
    return withProject({ ...files, ...configured }, (root) => use(join(root, "sample")));
}

/** The sample pack, running, for the caller to stop; and what stack dev would make of it by some configuration. */
export async function startSamplePack() {
    const pack = await withSamplePack(undefined, (directory) =>
        PolicyPack.start(directory, { name: "p", stack: "dev", config: {} }, true),
    );
    const configured = async (config?: object) =>
        withSamplePack(config, (directory) => Promise.resolve(packConfiguration(directory, "dev", pack.info)));
    return { pack, configured };
}
