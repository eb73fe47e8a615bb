/** Short forms whose full stop never ends a sentence, in lower case: a name, a number or an example follows. */
const beforeNames = new Set(
    "dr mr mrs ms messrs prof st gen col maj sgt lt capt cmdr rev hon gov sen rep pres fr mt ft vs viz cf al e.g i.e approx ca".split(
        " ",
    ),
);

/** Short forms that belong to a number that follows. */
const beforeNumbers = new Set(
    "no nos p pp vol vols fig figs eq eqs sec secs art ch jan feb mar apr jun jul aug sep sept oct nov dec".split(" "),
);

/** Short forms that may well end a sentence; whether they do is told from the word that follows. */
const either = new Set("inc ltd co corp bros jr sr etc est dept univ ave blvd rd a.m p.m ph.d m.d b.a m.a".split(" "));

/** Words that begin many sentences and hardly ever follow an abbreviated name. */
const openings = new Set(
    "a after all an and another as at because before both but by each even every few for from he her here his how however if in it its last later many meanwhile most much my no not now of on once one only or our out over she since so some still such than that the their then there these they this those though three through to today two under until we what when where which while who why with without yet you your".split(
        " ",
    ),
);

const bullet = /^\s*(?:[-*•–—]|\d{1,3}[.)])\s+(?=\S)/u;
const terminal = /[.!?…。！？۔।]["'”’»)\]]*$/u;

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** Whether a sentence ends as sentences do; a headline, or one that was cut off, does not. */
export function isComplete(sentence: string): boolean {
    return terminal.test(sentence);
}

/**
 * Sentences of a text, in order, with white space normalised to single spaces.
 *
 * An empty line or a bullet begins a new paragraph, and no sentence crosses paragraphs; a single line end is a space, since
 * texts come hard-wrapped. Inside a paragraph `Intl.Segmenter` (Unicode UAX #29) finds the boundaries; those that it sees
 * after abbreviations, initials and numbering are taken back. Reads every script that UAX #29 knows; the abbreviations are English.
 */
export function splitSentences(text: string): string[] {
    return paragraphs(text).flatMap(sentencesOf);
}

function paragraphs(text: string): string[] {
    const found: string[] = [];
    let lines: string[] = [];
    const end = () => {
        const paragraph = lines.join(" ").replace(/\s+/gu, " ").trim();
        if (paragraph !== "") found.push(paragraph);
        lines = [];
    };
    for (const line of text.split(/\r\n|[\n\r\u2028\u2029]/u)) {
        if (line.trim() === "" || bullet.test(line)) end();
        lines.push(line);
    }
    end();
    return found;
}

function sentencesOf(paragraph: string): string[] {
    const found: string[] = [];
    let open = "";
    for (const { segment } of segmenter.segment(paragraph)) {
        if (open !== "" && !continues(open, segment)) {
            found.push(open.trim());
            open = "";
        }
        open += segment;
    }
    if (open.trim() !== "") found.push(open.trim());
    return found;
}

/** Whether `next` goes on with the sentence that `open` has begun, although a boundary was found between them. */
function continues(open: string, next: string): boolean {
    // The last word is all that matters, and a sentence can be as long as a book.
    const word = /(?:^|[\s("“‘[])(\S{1,12})\.\s*$/u.exec(open.slice(-16))?.[1];
    if (word === undefined) return false;
    const short = word.toLowerCase();
    const first = /^[\p{L}\p{N}]+/u.exec(next.slice(0, 32))?.[0] ?? "";
    if (beforeNames.has(short)) return true;
    if (beforeNumbers.has(short)) return /^\p{N}/u.test(first);
    if (/^\p{N}{1,3}$/u.test(word) && open.trim() === `${word}.`) return true;
    const acronymOrInitial = /^(?:\p{Lu}|\p{L}(?:\.\p{L})+)$/u.test(word);
    return (acronymOrInitial || either.has(short)) && first !== "" && !openings.has(first.toLowerCase());
}
