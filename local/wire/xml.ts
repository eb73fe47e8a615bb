import { XMLBuilder, XMLParser, XMLValidator } from "fast-xml-parser";

/** An element's content: text, or children by name; several of one name are an array. */
export type Xml = string | { [name: string]: Xml | Xml[] | undefined };

const parser = new XMLParser({
    ignoreAttributes: true,
    ignoreDeclaration: true,
    removeNSPrefix: true,
    parseTagValue: false,
    trimValues: false,
    htmlEntities: true,
    textNodeName: "#text",
});

const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    // Escaped before, further than the builder would.
    processEntities: false,
    suppressEmptyNode: false,
});

/**
 * The content of a document's root element.
 *
 * @returns undefined when it is not well-formed, has another root, or declares entities
 */
export function parseXml(text: string, root: string): Xml | undefined {
    if (/<!(DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true) return undefined;
    try {
        const document = parser.parse(text) as Record<string, Xml>;
        return Object.hasOwn(document, root) ? document[root] : undefined;
    } catch {
        return undefined;
    }
}

/** A document with one root element. */
export function writeXml(root: string, content: Xml, namespace?: string): string {
    const attributes = namespace === undefined ? {} : { "@xmlns": namespace };
    const element = typeof content === "string" ? { "#text": escaped(content) } : (escapedTree(content) as object);
    const body = builder.build({ [root]: { ...attributes, ...element } });
    return `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
}

function escapedTree(content: Xml | Xml[] | undefined): unknown {
    if (content === undefined) return undefined;
    if (typeof content === "string") return escaped(content);
    if (Array.isArray(content)) return content.map(escapedTree);
    return Object.fromEntries(
        Object.entries(content).flatMap(([name, child]) => (child === undefined ? [] : [[name, escapedTree(child)]])),
    );
}

/** Control characters as S3 writes them: a carriage return that is not a reference would be read as a line feed. */
function escaped(text: string): string {
    return text
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;")
        .replace(/[\x00-\x08\x0b-\x1f\x7f]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
