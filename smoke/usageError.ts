/** What the user gave cannot be used; one sentence, and nothing was sent. */
export class UsageError extends Error {
    override readonly name = "UsageError";
}
