"use strict";

const { interrupt, startNode } = require("./children.cjs");
const { fromProject, sdkScript } = require("./project.cjs");

const { RunResponse } = fromProject("@pulumi/pulumi/proto/language_pb");

/** The SDK ends with it once it has told the user everything itself. */
const explainedAlready = 32;

const programs = new Set();

/** Runs the program once, to its end. What goes wrong with it is part of the response; the call itself does not fail. */
async function runProgram(call, host) {
    try {
        const { code, problem } = await run(call, host);
        if (code === explainedAlready) return new RunResponse().setBail(true);
        return new RunResponse().setError(problem && `Program ${problem}`);
    } catch (error) {
        return new RunResponse().setError(error.message);
    }
}

function interruptPrograms() {
    programs.forEach(interrupt);
}

async function run(call, host) {
    const { request } = call;
    const options = request.getInfo().getOptions()?.toJavaScript() ?? {};
    const script = sdkScript("run", request.getInfo().getProgramDirectory());
    // Node starts where the engine started this process, the program's folder: relative paths in nodeargs begin there.
    const program = startNode([...words(options.nodeargs ?? ""), script, ...programArguments(request, host)], {
        env: { ...process.env, ...programEnvironment(request, options) },
    });
    programs.add(program);
    call.on("cancelled", () => interrupt(program));
    program.stdout.pipe(process.stdout, { end: false });
    program.stderr.pipe(process.stderr, { end: false });
    const ended = await program.ended;
    programs.delete(program);
    return ended;
}

function programArguments(request, { engineAddress, tracing }) {
    const info = request.getInfo();
    const flags = {
        monitor: request.getMonitorAddress(),
        engine: engineAddress,
        organization: request.getOrganization(),
        project: request.getProject(),
        "root-directory": info.getRootDirectory(),
        stack: request.getStack(),
        pwd: info.getProgramDirectory(),
        parallel: String(request.getParallel()),
        tracing,
    };
    const given = Object.entries(flags).filter(([, value]) => value);
    return [
        ...given.flatMap(([flag, value]) => [`--${flag}`, value]),
        ...(request.getDryrun() ? ["--dry-run"] : []),
        info.getEntryPoint(),
        ...request.getArgsList(),
    ];
}

function programEnvironment(request, { typescript = true, tsconfig }) {
    // "namespace:config:name" is how Pulumi's host hands keys to programs; it is given "namespace:name".
    const config = request
        .getConfigMap()
        .getEntryList()
        .map(([key, value]) => [key.replace(/^([^:]*):(?:config:)?/, "$1:config:"), value]);
    return {
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(config)),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
        ...(typescript && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
        ...(tsconfig && { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
    };
}

/** Splits as a shell does, with single and double quotes. */
function words(text) {
    const quoted = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
    return quoted.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

module.exports = { interruptPrograms, runProgram };
