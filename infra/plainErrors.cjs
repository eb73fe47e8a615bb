// Preloaded before Pulumi's SDK: on Node 20 its util.inspect(error, { colors: true }) takes up to 40 s and gigabytes for a
// stack that names a file under node_modules as source maps write them. Without colours it answers at once.
const util = require("node:util");
const { inspect } = util;
util.inspect = Object.assign(
    (value, options, ...rest) =>
        inspect(
            value,
            typeof options === "object" && options !== null ? { ...options, colors: false } : options,
            ...rest,
        ),
    inspect,
);
