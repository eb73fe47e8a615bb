import { type recordedDocuments, splitByService } from "./documents";
import { minimalStatements, type PolicyStatement } from "./minimalPolicy";
import { type Filling } from "./placeholders";
import { type Asked } from "./recording";

/** What was asked for in the life of one stack, by whom it is for. */
export interface RecordedLife {
    readonly filling: Filling;
    readonly deployer: Asked[];
    readonly smoke: Asked[];
    readonly preview: Asked[];
}

type Recorded = Record<(typeof recordedDocuments)[number], PolicyStatement[]>;

/** What the documents have to hold, by what was asked for in the lives of some stacks. */
export function recordedStatements(lives: readonly RecordedLife[]): Recorded {
    const of = (who: "deployer" | "smoke" | "preview"): PolicyStatement[] =>
        minimalStatements(lives.map(({ filling, [who]: asked }) => ({ filling, asked })));
    return { ...splitByService(of("deployer")), smoke: of("smoke"), preview: of("preview") };
}
