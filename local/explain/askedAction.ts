import { QuestionError } from "./questionError";

/**
 * One action, as the Service Authorization Reference spells them.
 *
 * @throws QuestionError for what is no action, stands for several, or needs nobody's leave
 */
export function askedAction(text: string): string {
    if (/[*?]/.test(text)) {
        throw new QuestionError(
            `--action is "${text}", but a question is about one action: name it without wildcards.`,
        );
    }
    if (!/^[a-z0-9-]+:[a-z][a-z0-9]*$/i.test(text)) {
        throw new QuestionError(`--action is "${text}", but must be service:Name, such as s3:GetObject.`);
    }
    // AWS: STS API Reference, GetCallerIdentity: no policy has a say, not even one that denies it.
    if (text.toLowerCase() === "sts:getcalleridentity") {
        throw new QuestionError(`--action is "${text}", which needs no leave: no policy has a say.`);
    }
    return text;
}
