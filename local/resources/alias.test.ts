import assert from "node:assert/strict";

import { alias } from "./alias";
import { checkContext, recordingTarget } from "./testing/recordingTarget";

describe("alias", () => {
    it("is named automatically with the prefix that KMS wants", () => {
        assert.equal(alias.check({ targetKeyId: "1234" }, checkContext)["name"], "alias/it-0a1b2c3");
    });

    it("refuses a name without that prefix", () => {
        assert.throws(() => alias.check({ name: "articles", targetKeyId: "1234" }, checkContext), {
            message:
                "aws:kms/alias:Alias resource 'it' has a problem: \"name\" must begin with 'alias/' and be comprised of only [a-zA-Z0-9/_-], got articles. Examine values at 'it.name'.",
        });
    });

    it("keeps an ARN as the target's ARN", async () => {
        const target = recordingTarget({ CreateAlias: {} });
        const created = await alias.create({ name: "alias/a", targetKeyId: "arn:aws:kms:x:y:key/1" }, target);
        assert.equal(created.outputs["targetKeyArn"], "arn:aws:kms:x:y:key/1");
    });

    for (const [targetKeyId, found] of [
        ["arn:key", "arn:key"],
        ["1234", "1234"],
        ["another", "1234"],
    ]) {
        it(`of ${targetKeyId} is read as one of ${found}, by ARN where it was given one`, async () => {
            const target = recordingTarget({ DescribeKey: { KeyMetadata: { KeyId: "1234", Arn: "arn:key" } } });
            const read = await alias.read("alias/a", target, { name: "alias/a", targetKeyId });
            assert.deepEqual(read?.inputs, { name: "alias/a", targetKeyId: found });
        });
    }

    it("is not there by a key's id, which KMS would describe as well", async () => {
        assert.equal(await alias.read("1234", recordingTarget({})), undefined);
    });
});
