/** What the user gave cannot be used: one sentence that says what is wrong, where, and what is allowed. Nothing ran. */
export class UsageError extends Error {
    override readonly name = "UsageError";
}
