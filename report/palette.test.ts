import assert from "node:assert/strict";

import { customProperties, schemes, seriesStyle, type Scheme } from "./palette";

type Colour = [number, number, number];

/** Red, green and blue, 0 to 1, in proportion to light. */
function linear(hex: string): Colour {
    const channel = (from: number): number => {
        const share = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    return [channel(1), channel(3), channel(5)];
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
    const luminance = ([red, green, blue]: Colour): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    const [dark = 0, light = 0] = [one, other].map((hex) => luminance(linear(hex))).sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
}

/** Complete dichromacies: Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009. */
const visions: Readonly<Record<string, readonly [Colour, Colour, Colour]>> = {
    "normal sight": [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
    ],
    protanopia: [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    deuteranopia: [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    tritanopia: [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
};

const dot = (a: Colour, b: Colour): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const times = (matrix: readonly [Colour, Colour, Colour], colour: Colour): Colour => [
    dot(matrix[0], colour),
    dot(matrix[1], colour),
    dot(matrix[2], colour),
];

/** Where a colour is in Oklab, a space in which distances are as they are seen (Ottosson, 2020). */
function oklab(colour: Colour): Colour {
    const cones = times(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ],
        colour,
    );
    return times(
        [
            [0.2104542553, 0.793617785, -0.0040720468],
            [1.9779984951, -2.428592205, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.808675766],
        ],
        [Math.cbrt(cones[0]), Math.cbrt(cones[1]), Math.cbrt(cones[2])],
    );
}

function distance(one: string, other: string, vision: readonly [Colour, Colour, Colour]): number {
    const seen = (hex: string): Colour => {
        const [red, green, blue] = times(vision, linear(hex));
        const within = (value: number): number => Math.min(1, Math.max(0, value));
        return oklab([within(red), within(green), within(blue)]);
    };
    const [a, b] = [seen(one), seen(other)];
    return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

for (const [name, scheme] of Object.entries<Scheme>(schemes)) {
    describe(`the ${name} scheme`, () => {
        it("has text of at least 4.5 : 1 on paper and on panels", () => {
            const { ink, soft, paper, panel } = scheme;
            const ratios = [ink, soft].flatMap((text) => [paper, panel].map((behind) => contrast(text, behind)));
            assert.deepEqual(
                ratios.filter((ratio) => ratio < 4.5),
                [],
            );
        });

        it("has series and fainter lines of at least 3 : 1 on paper", () => {
            const ratios = [...scheme.series, scheme.faint].map((colour) => contrast(colour, scheme.paper));
            assert.deepEqual(
                ratios.filter((ratio) => ratio < 3),
                [],
            );
        });

        for (const [vision, matrix] of Object.entries(visions)) {
            it(`has series that are apart with ${vision}`, () => {
                const { series } = scheme;
                const near = series.flatMap((one, index) =>
                    series.slice(index + 1).filter((other) => distance(one, other, matrix) < 0.14),
                );
                assert.deepEqual(near, []);
            });
        }
    });
}

describe("the palette", () => {
    it("takes red and green of one lightness for near each other without red cones", () => {
        assert.ok(distance("#d1570a", "#7a6a00", visions["protanopia"] as [Colour, Colour, Colour]) < 0.05);
    });

    it("is the same roles in both schemes", () => {
        const names = (scheme: Scheme): string[] => [...customProperties(scheme).matchAll(/--[\w-]+/g)].map(String);
        assert.deepEqual(names(schemes.light), names(schemes.dark));
        assert.deepEqual(names(schemes.light).slice(-2), ["--series-4", "--series-5"]);
    });

    it("draws no two of the first 25 series alike", () => {
        const styles = Array.from({ length: 25 }, (_, index) => JSON.stringify(seriesStyle(index)));
        assert.equal(new Set(styles).size, 25);
        assert.deepEqual(seriesStyle(0), { paint: "var(--series-1)", dash: [] });
        assert.deepEqual(seriesStyle(5), { paint: "var(--series-1)", dash: [6, 3] });
    });
});
