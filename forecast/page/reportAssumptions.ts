import { type Section } from "../../report/page";
import { assumptionsOf } from "../wording/assumptions";
import { type Forecast } from "../forecast";
import { named } from "../wording/named";
import { type Mark, marks } from "../wording/switchTexts";
import { unbroken } from "../wording/unbroken";

/** What is taken for true in all cases, or in each of them. */
export function assumptionsSection(forecasts: readonly Forecast[]): Section {
    const all = forecasts.flatMap((forecast) =>
        assumptionsOf(forecast.case).map((assumption) => ({ forecast, ...assumption })),
    );
    const entries = [...new Set(all.map(({ about }) => about))].map((about) => {
        const [first, ...others] = all.filter((assumption) => assumption.about === about);
        if (!first) return { term: about, description: "" };
        const alike =
            others.length === forecasts.length - 1 &&
            others.every(({ says, mark }) => says === first.says && mark === first.mark);
        const forOneReason = others.every(({ because }) => because === first.because);
        const statements = (alike ? [first] : [first, ...others]).map(({ forecast, mark, says, because }) => {
            const statement = `\`${mark}\` ${alike ? says : named(forecasts, forecast, says)}`;
            return forOneReason ? statement : `${statement} ${because}`;
        });
        const told = [
            ...statements,
            ...(forOneReason ? [first.because] : []),
            ...(first.switch ? [`(\`--switch ${first.switch}\`)`] : []),
        ];
        return { term: about, description: unbroken(told.filter((text) => text !== "").join(" ")) };
    });
    const used = new Set(all.map(({ mark }) => mark));
    const legend = (Object.keys(marks) as Mark[])
        .filter((mark) => used.has(mark))
        .map((mark) => `\`${mark}\`: ${marks[mark]}`);
    return {
        title: "What is taken for true",
        blocks: [
            { kind: "paragraph", text: `${legend.join("; ")}.` },
            { kind: "definitions", entries },
        ],
    };
}
