import { type Claim } from "./canonicalRequest";

/** Why a request is not taken for that of whose key it names. Each service has its own words for it. */
export type SignatureProblem =
    /** `Authorization` of another kind, e.g. `Basic` or `AWS`, the signature version before. */
    | { readonly kind: "other scheme"; readonly scheme: string }
    /** A signature without all of its parts. */
    | { readonly kind: "incomplete"; readonly presigned: boolean; readonly lacking: readonly string[] }
    | { readonly kind: "malformed"; readonly presigned: boolean; readonly reason: string }
    | { readonly kind: "unknown key"; readonly accessKeyId: string }
    /** None of the keys here is temporary. */
    | { readonly kind: "token" }
    | { readonly kind: "unsigned headers"; readonly names: readonly string[] }
    | { readonly kind: "not yet"; readonly claim: Claim; readonly now: Date; readonly begins: Date }
    | { readonly kind: "expired"; readonly claim: Claim; readonly now: Date; readonly expiry: Date }
    | { readonly kind: "mismatch"; readonly claim: Claim; readonly canonical: string; readonly text: string }
    | { readonly kind: "no hash" }
    | { readonly kind: "no such hash"; readonly claimed: string }
    | { readonly kind: "another body"; readonly claimed: string; readonly computed: string };

/** A request that is not taken for what it says it is. */
export class SignatureFault extends Error {
    override readonly name = "SignatureFault";

    constructor(readonly problem: SignatureProblem) {
        super(problem.kind);
    }
}
