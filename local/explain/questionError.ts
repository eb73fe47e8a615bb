/** A question that cannot be asked; the message is one sentence. */
export class QuestionError extends Error {
    override readonly name = "QuestionError";
}
