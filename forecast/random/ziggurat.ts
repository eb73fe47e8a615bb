/**
 * Horizontal layers of equal area under a falling density, from which values are drawn without computing the density 99 times out of 100.
 * Source: Marsaglia and Tsang, "The Ziggurat Method for Generating Random Variables", Journal of Statistical Software 5 (8), 2000.
 */
export interface Ziggurat {
    /** Where the tail begins. */
    readonly tail: number;
    /** Right edge of each layer; the lowest layer, 0, is as wide as a rectangle of its area would be. Ends with 0, above the uppermost layer. */
    readonly edge: Float64Array;
    /** Density at the right edges; at 0 in the end. */
    readonly density: Float64Array;
    /** Width of one step in each layer, when a layer is {@link steps} steps wide. */
    readonly stepWidth: Float64Array;
    /** Steps of each layer that lie under the density from bottom to top of the layer. */
    readonly sureSteps: Float64Array;
}

/** Layers of a ziggurat: a random byte chooses one. */
export const layers = 256;

/** Steps in a layer: what two random words of 32 bits have left after the choice of a layer and of a sign, with 13 bits of the first. */
export const steps = 2 ** 45;

/**
 * @param tail where the tail begins, so that all layers have the area `area` and the uppermost ends at the density's peak
 * @param density falls from 1 at 0
 * @param inverse of the density
 */
function ziggurat(
    tail: number,
    area: number,
    density: (x: number) => number,
    inverse: (density: number) => number,
): Ziggurat {
    const edge = new Float64Array(layers + 1);
    edge[0] = area / density(tail);
    edge[1] = tail;
    for (let layer = 2; layer < layers; layer++) {
        const below = edge[layer - 1] as number;
        edge[layer] = inverse(area / below + density(below));
    }
    edge[layers] = 0;
    return {
        tail,
        edge,
        density: edge.map(density),
        stepWidth: edge.slice(0, layers).map((width) => width / steps),
        sureSteps: edge.slice(0, layers).map((width, layer) => ((edge[layer + 1] as number) / width) * steps),
    };
}

/** exp(−x); tail and area from Marsaglia and Tsang for 256 layers. */
export const exponentialLayers = ziggurat(
    7.69711747013104972,
    0.0039496598225815571993,
    (x) => Math.exp(-x),
    (density) => -Math.log(density),
);

/** exp(−x²/2), one side; tail and area from Marsaglia and Tsang for 256 layers. */
export const normalLayers = ziggurat(
    3.6541528853610088,
    0.00492867323399,
    (x) => Math.exp((-x * x) / 2),
    (density) => Math.sqrt(-2 * Math.log(density)),
);
