import { customProperties, schemes } from "./palette";

/** The style of every page. It is a sheet for the eye first, then for paper; it holds no URL. */
export function pageStyle(): string {
    return `
:root { color-scheme: light; ${customProperties(schemes.light)} }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; ${customProperties(schemes.dark)} } }
${rules}`;
}

const rules = `
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 48rem; margin: 0 auto; padding: 3rem 1.5rem 4rem; overflow-wrap: break-word; }

h1 { margin: 0 0 0.75rem; font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.01em; text-wrap: balance; }
h2 { margin: 3rem 0 0.75rem; padding-top: 1.25rem; border-top: 1px solid var(--grid); font-size: 1.2rem; line-height: 1.3; }
p, ul { margin: 0 0 1rem; max-width: 42rem; }
ul { padding-left: 1.25rem; }
li { margin-bottom: 0.25rem; }
.lead { font-size: 1.1rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--grid); color: var(--soft); font-size: 0.875rem; }

code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
code { display: inline-block; max-width: 100%; padding: 0.1em 0.25em; border-radius: 3px; background: var(--panel); font-size: 0.9em; line-height: 1.3; }
pre { margin: 0 0 1.5rem; padding: 0.875rem 1rem; overflow-x: auto; border-radius: 6px; background: var(--panel); line-height: 1.5; }
pre code { display: inline; padding: 0; background: none; font-size: 0.85rem; line-height: inherit; user-select: all; }
.caption { margin-bottom: 0.5rem; color: var(--soft); font-size: 0.9375rem; line-height: 1.45; }

.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); gap: 1.25rem 1.5rem; margin: 1.5rem 0 2rem; }
.figures dt { color: var(--soft); font-size: 0.875rem; line-height: 1.35; }
.figures dd { margin: 0.1rem 0 0; font-size: 1.5rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.figures .qualification { color: var(--soft); font-size: 0.8125rem; line-height: 1.4; }

.definitions { margin: 0 0 1.5rem; border-top: 1px solid var(--grid); }
.definitions div { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: 0 1.5rem; padding: 0.45rem 0; border-bottom: 1px solid var(--grid); }
.definitions dt { color: var(--soft); }
.definitions dt, .definitions dd { min-width: 0; overflow-wrap: anywhere; }
.definitions dd { margin: 0; }

.note { padding: 0.6rem 1rem; border-left: 3px solid var(--series-2); background: var(--panel); font-size: 0.9375rem; }

figure { margin: 2rem 0 2.5rem; }
figcaption { margin-bottom: 0.875rem; max-width: 42rem; color: var(--soft); font-size: 0.9375rem; line-height: 1.45; }
figcaption strong { color: var(--ink); }
svg { display: block; width: 100%; height: auto; font-family: inherit; }
svg.narrow { display: none; max-width: 27.5rem; }

.scroll { margin: 0 0 2rem; overflow-x: auto; }
table { border-collapse: collapse; min-width: 100%; font-size: 0.875rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
th, td { padding: 0.4rem 0.75rem; border-bottom: 1px solid var(--grid); text-align: left; vertical-align: top; white-space: nowrap; }
th { border-bottom-color: var(--faint); color: var(--soft); font-weight: 600; vertical-align: bottom; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
.right { text-align: right; }
.emphasized td { font-weight: 600; }
:focus-visible { outline: 2px solid var(--series-1); outline-offset: 2px; }

@media screen and (max-width: 599px) {
main { padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; }
h2 { margin-top: 2.25rem; }
.figures { grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: 1rem; }
.figures dd { font-size: 1.3rem; }
.definitions div { grid-template-columns: 1fr; }
svg.wide { display: none; }
svg.narrow { display: block; }
}

@media print {
@page { margin: 15mm; }
body { font-size: 10pt; }
main { max-width: none; padding: 0; }
h2, figcaption, .caption { break-after: avoid; }
figure, pre, tr, .note, .figures div { break-inside: avoid; }
.note, pre, code { print-color-adjust: exact; }
.scroll, pre { overflow: visible; }
pre { white-space: pre-wrap; }
table { font-size: 8pt; }
th, td { padding: 0.3rem 0.5rem; white-space: normal; overflow-wrap: anywhere; }
.right { overflow-wrap: normal; }
}
`;
