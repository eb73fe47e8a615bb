/** Words that carry no topic; words that every sentence of any text may have. */
const stopWords = new Set(
    "a about after again all also although am an and any are as at be because been before being between both but by can could did do does doing down during each even every few for from further had has have having he her here hers him his how i if in into is it its itself just like many may me might more most much must my no nor not now of off on once one only or other our out over own said same say says she should since so some still such than that the their them then there these they this those through to too two under until up upon us very was we well were what when where which while who whom why will with would yet you your".split(
        " ",
    ),
);

const words = new Intl.Segmenter("en", { granularity: "word" });

/** Share of the walk that follows similarities; the rest jumps anywhere. Usual in PageRank and LexRank alike. */
const damping = 0.85;

type Vector = ReadonlyMap<string, number>;

/** Unit vectors of sentences over their words, weighted by term frequency and inverse sentence frequency. */
export function tfIdfVectors(sentences: readonly string[]): Vector[] {
    const counts = sentences.map(termCounts);
    const containing = new Map<string, number>();
    for (const terms of counts) for (const term of terms.keys()) add(containing, term, 1);
    return counts.map((terms) => {
        const vector = new Map<string, number>();
        let squares = 0;
        for (const [term, count] of terms) {
            const weight = count * Math.log(1 + sentences.length / (containing.get(term) ?? 1));
            vector.set(term, weight);
            squares += weight * weight;
        }
        for (const [term, weight] of vector) vector.set(term, weight / Math.sqrt(squares));
        return vector;
    });
}

/** Cosine similarity of two unit vectors: 0 without a common word, 1 for the same words. */
export function similarity(one: Vector, other: Vector): number {
    const [few, many] = one.size <= other.size ? [one, other] : [other, one];
    let sum = 0;
    for (const [term, weight] of few) sum += weight * (many.get(term) ?? 0);
    return sum;
}

/**
 * How central each sentence is: continuous LexRank (Erkan and Radev 2004), the stationary distribution of a walk from
 * sentence to similar sentence. Jumps prefer the beginning, where an article says what it is about. Sums to 1.
 */
export function lexRank(vectors: readonly Vector[]): number[] {
    const size = vectors.length;
    const jump = distribution(vectors.map((_, index) => 1 / Math.sqrt(index + 1)));
    const transitions = vectors.map((from, row) =>
        distribution(vectors.map((to, column) => (row === column ? 0 : similarity(from, to)))),
    );
    let rank = jump;
    for (let round = 0; round < 50; round++) {
        const next = jump.map((share) => (1 - damping) * share);
        for (let from = 0; from < size; from++) {
            const mass = damping * (rank[from] ?? 0);
            const targets = transitions[from] ?? [];
            // A sentence that shares no word with any other leads nowhere, so the walk jumps.
            const reached = targets.length > 0 ? targets : jump;
            for (let to = 0; to < size; to++) next[to] = (next[to] ?? 0) + mass * (reached[to] ?? 0);
        }
        rank = next;
    }
    return rank;
}

/** Scales to a sum of 1; empty when there is nothing to scale. */
function distribution(weights: readonly number[]): number[] {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return sum > 0 ? weights.map((weight) => weight / sum) : [];
}

function termCounts(sentence: string): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { segment, isWordLike } of words.segment(sentence)) {
        if (!isWordLike) continue;
        const word = segment.toLowerCase().replace(/['’]s$/u, "");
        // Singular and plural are one topic; more of a stemmer would have to know the language.
        if (!stopWords.has(word)) add(counts, word.length > 3 ? word.replace(/s$/u, "") : word, 1);
    }
    return counts;
}

function add(counts: Map<string, number>, key: string, amount: number): void {
    counts.set(key, (counts.get(key) ?? 0) + amount);
}
