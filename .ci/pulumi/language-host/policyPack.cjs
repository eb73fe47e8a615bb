"use strict";

const { startNode } = require("./children.cjs");
const { fromProject, sdkScript } = require("./project.cjs");

const grpc = fromProject("@grpc/grpc-js");
const { AnalyzerService } = fromProject("@pulumi/pulumi/proto/analyzer_grpc_pb");
const { AnalyzerStackConfigureResponse } = fromProject("@pulumi/pulumi/proto/analyzer_pb");
const { RunPluginResponse } = fromProject("@pulumi/pulumi/proto/language_pb");

const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

/**
 * Runs a policy pack until the engine ends the call or the pack ends itself.
 *
 * A pack reads the stack's configuration from its environment when it starts, but the engine sends it only once it can call the
 * pack. So the engine is given a port of this process: it takes the configuration, starts the pack with it, and passes on
 * everything else.
 */
async function runPolicyPack(call) {
    const { request } = call;
    const directory = request.getInfo().getProgramDirectory();
    const script = sdkScript("run-policy-pack", directory);
    const configuration = deferred();
    const pack = deferred();
    const front = serveFront(configuration, pack);
    let child;
    const send = (response) => {
        if (!call.cancelled) call.write(response);
    };
    call.on("cancelled", () => {
        child?.kill("SIGKILL");
        front.forceShutdown();
    });

    send(new RunPluginResponse().setStdout(line(await listen(front))));
    const stack = await configuration.promise;
    if (call.cancelled) return;
    // Pulumi's host gives packs no nodeargs that node would see, so neither does this one.
    child = startNode([script, ...request.getArgsList(), directory], {
        cwd: directory,
        env: { ...environment(request.getEnvList()), ...stackEnvironment(stack) },
    });
    child.stderr.on("data", (chunk) => send(new RunPluginResponse().setStderr(chunk)));
    afterFirstLine(
        child.stdout,
        (port) => connect(port, stack).then(pack.resolve, pack.reject),
        (chunk) => send(new RunPluginResponse().setStdout(chunk)),
    );
    const { code, problem } = await child.ended;
    pack.reject(new Error(`the policy pack in ${directory} ${problem || "ended before it could be asked"}`));
    front.tryShutdown(() => undefined);
    send(new RunPluginResponse().setExitcode(code));
    call.end();
}

/** The pack as the engine sees it. Messages pass as bytes, so that none of their fields gets lost on the way. */
function serveFront(configuration, pack) {
    const methods = Object.entries(AnalyzerService);
    const definition = methods.map(([name, method]) => [name, name === "configureStack" ? method : untouched(method)]);
    const handlers = methods.map(([name, method]) => [
        name,
        (call, callback) => {
            // A call before any configuration: the engine wants to know about a pack without a stack.
            configuration.resolve(undefined);
            pack.promise.then((client) => pass(client, untouched(method), call.request, callback), callback);
        },
    ]);
    const server = new grpc.Server(unlimited);
    server.addService(Object.fromEntries(definition), {
        ...Object.fromEntries(handlers),
        handshake: (_call, callback) => callback(null, Buffer.alloc(0)),
        configureStack: (call, callback) => {
            configuration.resolve(call.request);
            callback(null, new AnalyzerStackConfigureResponse());
        },
    });
    return server;
}

/** Connects to the pack and tells it its configuration, if there is any; a pack may be too old to take it. */
async function connect(port, stack) {
    if (!/^\d+$/.test(port)) throw new Error(`the policy pack printed "${port}" where its port was expected`);
    const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), unlimited);
    if (!stack) return client;
    return new Promise((resolve, reject) => {
        pass(client, AnalyzerService.configureStack, stack, (error) => {
            if (error && error.code !== grpc.status.UNIMPLEMENTED) reject(error);
            else resolve(client);
        });
    });
}

function pass(client, method, request, callback) {
    client.makeUnaryRequest(method.path, method.requestSerialize, method.responseDeserialize, request, callback);
}

function untouched(method) {
    const same = (bytes) => bytes;
    return {
        ...method,
        requestSerialize: same,
        requestDeserialize: same,
        responseSerialize: same,
        responseDeserialize: same,
    };
}

function listen(server) {
    return new Promise((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
            if (error) reject(error);
            else resolve(port);
        });
    });
}

function stackEnvironment(stack) {
    if (!stack) return {};
    return {
        PULUMI_NODEJS_ORGANIZATION: stack.getOrganization(),
        PULUMI_NODEJS_PROJECT: stack.getProject(),
        PULUMI_NODEJS_STACK: stack.getStack(),
        PULUMI_NODEJS_DRY_RUN: String(stack.getDryRun()),
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(stack.getConfigMap().getEntryList())),
        PULUMI_NODEJS_TYPESCRIPT: "true",
    };
}

/** From "NAME=value" lines, of which the last one counts. */
function environment(entries) {
    return Object.fromEntries(
        entries.map((entry) => {
            const end = entry.indexOf("=");
            return [entry.slice(0, end), entry.slice(end + 1)];
        }),
    );
}

function afterFirstLine(stream, onLine, onRest) {
    let start = Buffer.alloc(0);
    const first = (chunk) => {
        start = Buffer.concat([start, chunk]);
        const end = start.indexOf("\n");
        if (end < 0) return;
        stream.off("data", first);
        stream.on("data", onRest);
        onLine(start.subarray(0, end).toString("utf8").trim());
        if (end + 1 < start.length) onRest(start.subarray(end + 1));
    };
    stream.on("data", first);
}

function line(text) {
    return Buffer.from(`${text}\n`);
}

function deferred() {
    const result = {};
    result.promise = new Promise((resolve, reject) => Object.assign(result, { resolve, reject }));
    // Whoever waits for it is told; nobody need be waiting.
    result.promise.catch(() => undefined);
    return result;
}

module.exports = { runPolicyPack };
