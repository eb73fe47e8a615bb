import assert from "node:assert/strict";

import { askedContext } from "./askedContext";

describe("askedContext", () => {
    it("takes key=value texts, with everything after the first equals sign as the value", () => {
        assert.deepEqual(askedContext(["s3:prefix=articles/a=b", "aws:SourceArn="]), {
            "s3:prefix": ["articles/a=b"],
            "aws:SourceArn": [""],
        });
    });

    it("gives a key all its values, whatever the case it is written in", () => {
        assert.deepEqual(askedContext(["kms:ResourceAliases=alias/a", "KMS:resourcealiases=alias/b"]), {
            "kms:ResourceAliases": ["alias/a", "alias/b"],
        });
    });

    it("takes the transport of a request for which nothing else says it", () => {
        assert.deepEqual(askedContext(["aws:SecureTransport=false"]), { "aws:SecureTransport": ["false"] });
    });

    for (const key of [
        "aws:PrincipalAccount",
        "aws:PrincipalArn",
        "aws:PrincipalIsAWSService",
        "aws:PrincipalServiceName",
        "aws:PrincipalType",
        "aws:username",
        "kms:CallerAccount",
    ]) {
        it(`leaves ${key} to whoever asks`, () => {
            const message = `--context names the key "${key}", which is what --as says.`;
            assert.throws(() => askedContext([`${key}=x`]), { name: "QuestionError", message });
        });
    }

    for (const [text, message] of [
        ["s3:prefix", '--context is "s3:prefix", but must be key=value, such as s3:prefix=articles/.'],
        ["=articles/", '--context is "=articles/", but must be key=value, such as s3:prefix=articles/.'],
        ["s3:prefx=a", '--context names the key "s3:prefx", which is not known: is it s3:prefix?'],
        ["aws:sourcearm=a", '--context names the key "aws:sourcearm", which is not known: is it aws:SourceArn?'],
    ] as const) {
        it(`refuses ${text}`, () => {
            assert.throws(() => askedContext([text]), { name: "QuestionError", message });
        });
    }
});
