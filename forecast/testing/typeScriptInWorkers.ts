/**
 * Workers load first what node was told to load first. Mocha loads it by itself, so that a worker would not: this adds it to node's
 * arguments while the tests of a suite run.
 */
export function typeScriptInWorkers(): void {
    const { execArgv } = process;
    before(() => {
        process.execArgv = [...execArgv, "-r", "./local/typescript.cjs"];
    });
    after(() => {
        process.execArgv = execArgv;
    });
}
