"use strict";
// Vega and Vega-Lite are ES modules that await at their top, which `require` refuses; and `import()` in a TypeScript file becomes
// `require` in this project (local/engine/stripTypes.cjs). So the real `import()` is here.

let loading;

/** See vega.d.cts. */
exports.loadVega = function loadVega(textWidth) {
    loading ??= load();
    return loading.then(({ vega, compile }) => {
        // Vega would measure with the package canvas wherever some other package brought it: the same chart, laid out otherwise.
        vega.textMetrics.width = (item, text) => textWidth(String(text), item.fontSize ?? 11);
        return (spec) => render(vega, compile, spec);
    });
};

async function load() {
    const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
    return { vega, compile };
}

async function render(vega, compile, spec) {
    const warnings = [];
    const logger = collector(warnings);
    const view = new vega.View(vega.parse(compile(spec, { logger }).spec), {
        renderer: "none",
        logger,
        loader: noFiles,
    });
    try {
        return { svg: await view.toSVG(), warnings };
    } finally {
        view.finalize();
    }
}

/** A chart has its data in itself: what it would load is refused. */
const refuse = () => Promise.reject(new Error("A chart loads nothing."));
const noFiles = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

function collector(warnings) {
    const logger = {
        level: () => logger,
        error: (...what) => {
            throw new Error(what.map(String).join(" "));
        },
        warn: (...what) => {
            warnings.push(what.map(String).join(" "));
            return logger;
        },
        info: () => logger,
        debug: () => logger,
    };
    return logger;
}
