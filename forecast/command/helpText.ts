import { switchTexts } from "../wording/switchTexts";
import { defaultSwitches } from "../switches";
import { aliases } from "./changedSettings";
import { allowedSwitchValues, switchNames } from "./switchOptions";

/** What help says after the options; as wide as what commander writes where no terminal says its width. */
export function helpAfter(): string {
    return `
Durations are 90s, 20m, 2h or 3d. Service times and cold starts are a number of
seconds, exponential:MEAN or lognormal:MEDIAN,SIGMA. An instance type may stand
before one, ml.g4dn.xlarge=0.9, and for service times its concurrency,
ml.m5.xlarge@4=9. Without a concurrency a service time holds for any; with
--optimize, for the stack's own.

Settings are those of the stack file. These names of AWS's are understood, too:
${Object.entries(aliases)
    .map(([alias, name]) => `  ${alias.padEnd(17)} is ${name}`)
    .join("\n")}

What AWS leaves open, as it is unless --switch says otherwise:
${switchNames.map(switchHelp).join("\n")}

A trace has a time in each line, in ISO 8601, in seconds, or in milliseconds
(1e11 and more); or minute and count; or a header that names a column timestamp
or count.

Examples:
  npm run forecast -- --stack dev --requests 10000
  npm run forecast -- --requests 10000 --set maxCapacity=8 \\
    --service-times times.txt
  npm run forecast -- --compare dev prod --burst 500 --every 30m --for 8h \\
    --service-time 4 --service-time ml.g4dn.xlarge=0.9
  npm run forecast -- --optimize --requests 10000 --deadline 2h

Exit codes: 0 answered, 1 failed, 2 bad input.`;
}

function switchHelp(name: keyof typeof defaultSwitches): string {
    const { about } = switchTexts[name];
    return `  ${name}=${String(defaultSwitches[name])}\n      ${about}; ${allowedSwitchValues(name)}`;
}
