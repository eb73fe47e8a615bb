/**
 * The pattern of Pulumi's automatic names, in the language of `pulumi:autonaming` (Pulumi: Projects and stacks, autonaming):
 * without such a configuration a resource's name, a dash and seven hex digits (pulumi-terraform-bridge, AutoName).
 */
export const defaultAutomaticName = "${name}-${hex(7)}";

/** Parts of a pattern that make each name another one. Without any of them a replacement collides with what it replaces. */
export const randomPart = /\$\{(?:(?:hex|alphanum|string|num)\(\d+\)|uuid)\}/;

const part = /\$\{(?<word>[a-z]+)(?:\((?<length>\d+)\))?(?:\.[^}]*)?\}/g;

const randomCharacters: Readonly<Record<string, string>> = {
    hex: "[0-9a-f]",
    alphanum: "[0-9a-z]",
    string: "[a-z]",
    num: "[0-9]",
};
const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/**
 * Whether Pulumi may have chosen the name. What the provider filled in, it marks for the engine only, so a rule has the text alone
 * to judge by: a name that a program wrote in exactly this form is taken for an automatic one.
 *
 * @param resourceName the resource's name in the program
 * @param pattern parts that it cannot know, such as `${project}`, stand for any text
 */
export function isAutomaticName(text: string, resourceName: string, pattern: string): boolean {
    let expression = "";
    let end = 0;
    for (const match of pattern.matchAll(part)) {
        const { word = "", length = "" } = match.groups ?? {};
        expression += escaped(pattern.slice(end, match.index));
        if (word === "name") expression += escaped(resourceName);
        else if (word === "uuid") expression += uuid;
        else if (length !== "" && Object.hasOwn(randomCharacters, word)) {
            expression += `${String(randomCharacters[word])}{${length}}`;
        } else expression += ".*";
        end = match.index + match[0].length;
    }
    return new RegExp(`^${expression}${escaped(pattern.slice(end))}$`, "s").test(text);
}

/**
 * Whether the provider made the name of a `namePrefix`: it adds a time and a counter, 26 digits (Terraform plugin SDK,
 * id.PrefixedUniqueId).
 */
export function isPrefixedName(text: string, prefix: string): boolean {
    return text.startsWith(prefix) && /^[0-9a-f]{26}$/.test(text.slice(prefix.length));
}

function escaped(text: string): string {
    return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
