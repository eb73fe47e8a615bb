import assert from "node:assert/strict";

import { automaticName, filledIn, isFilledIn, marked, markedAs, unmarked } from "./automaticName";

const given = { displayName: "Success" };
const checked = { ...given, name: "topic-0a1b2c3", delaySeconds: 0 };
const withMarks = { ...checked, __defaults: ["name", "delaySeconds"] };

describe("marks of what the provider filled in", () => {
    it("name what was not given, and nothing that was", () => {
        assert.deepEqual(marked(checked, given), withMarks);
        assert.deepEqual(marked(given, given), { ...given, __defaults: [] });
    });

    it("can be taken off", () => {
        assert.deepEqual(unmarked(withMarks), checked);
        assert.deepEqual(unmarked(checked), checked);
    });

    it("are carried over to what AWS says, but not made up for what had none", () => {
        const read = { name: "topic-0a1b2c3", displayName: "Changed by hand" };
        assert.deepEqual(markedAs(read, withMarks), { ...read, __defaults: withMarks.__defaults });
        assert.deepEqual(markedAs(read, {}), read);
    });

    it("tell a chosen name from a given one", () => {
        assert.equal(isFilledIn(withMarks, "name"), true);
        assert.equal(isFilledIn(withMarks, "displayName"), false);
        assert.equal(isFilledIn(checked, "name"), false);
    });

    it("keep what was filled in, as far as it is still there", () => {
        assert.deepEqual(filledIn(withMarks), { name: "topic-0a1b2c3", delaySeconds: 0 });
        assert.deepEqual(filledIn({ ...given, __defaults: ["name"] }), {});
        assert.deepEqual(filledIn(checked), {});
    });
});

describe("automaticName", () => {
    const seed = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);

    it("is the resource's own name, a dash and seven hex digits", () => {
        assert.match(automaticName("topic", seed(1)), /^topic-[0-9a-f]{7}$/);
    });

    it("is the same for the same seed, and another for another", () => {
        assert.equal(automaticName("topic", seed(1, 2)), automaticName("topic", seed(1, 2)));
        assert.notEqual(automaticName("topic", seed(1, 2)), automaticName("topic", seed(1, 3)));
    });

    it("is another every time without a seed", () => {
        assert.notEqual(automaticName("topic", seed()), automaticName("topic", seed()));
    });
});
