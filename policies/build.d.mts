/** Bundles every policy pack to its dist/index.js; answers the bundles' absolute paths. */
export function buildPacks(): Promise<string[]>;

/** Bundles the packs and all other programs that start as processes; answers the bundles' absolute paths. */
export function buildAll(): Promise<string[]>;
