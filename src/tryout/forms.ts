/** @file What people fill in: a table with what its columns are, or the numbers of a race to come. Markup alone. */
import { html, type Markup } from '../report/frame.js';
import { MOST_CANDIDATES, MOST_REPLICATES } from './plan-ahead.js';

/** By name, what a button calls it. */
export const EXAMPLES = {
  digits: '48 digit networks, 20 trainings each',
  rates: 'learning rates, simulated: one collapses at times',
  accuracies: 'accuracies, simulated, with missing cells',
} as const;

export type ExampleName = keyof typeof EXAMPLES;

/** Criteria that people ask for most, each as a sentence has it. */
const CRITERIA = [
  ['q3', 'three of four trainings (q3)'],
  ['mean', 'the mean'],
  ['median', 'the median'],
  ['q0.9', 'nine of ten trainings (q0.9)'],
  ['q3+iqr', 'q3 and the spread (q3+iqr)'],
  ['std', 'the spread alone (std)'],
] as const;

const RULES = ['default', 'fast', 'strict', 'halving', 'welch'] as const;

export function tryoutForms(): Markup {
  return html`<header class="bar" id="bar"><h1>Try Surefoot</h1>
<nav aria-label="What to try"><a href="#table">A table of losses</a><a href="#plan">Plan a race</a></nav>
<div data-theme-switch></div></header>
<section id="table" aria-labelledby="table-title"><h2 id="table-title">Which rule would have chosen what?</h2>
<p>Drop a table of losses that you have already, or paste it. The race runs in this page: nothing leaves it.</p>
<form id="table-form">
<p><label for="text">Table: one row per candidate with a column for each training, or one row per training</label>
<textarea id="text" rows="7" spellcheck="false" placeholder="candidate,seed,loss"></textarea></p>
<p class="row"><label class="button" for="file">Choose a file</label><input id="file" type="file" accept=".csv,.tsv,.txt">
${Object.entries(EXAMPLES).map(([name, words]) => html`<button type="button" data-example="${name}">Example: ${words}</button>\n`)}</p>
<fieldset id="columns" hidden><legend>What it holds</legend>
${select('candidate', 'Candidates', [])}${select('replicate', 'Replicates', [])}
<p><label for="loss">Losses (a column, or a pattern)</label><input id="loss" autocomplete="off"></p>
${select('direction', 'Better is', [
  ['minimize', 'a smaller loss'],
  ['maximize', 'a larger score'],
])}${select('criterion', 'A candidate is as good as', CRITERIA)}${select(
  'rule',
  'Rule',
  RULES.map((rule) => [rule, rule]),
)}${select('orders', 'Random orders', [
  ['0', 'none'],
  ['20', '20'],
  ['200', '200'],
])}<p><button type="submit">Race</button></p></fieldset></form></section>
<section id="plan" aria-labelledby="plan-title" hidden><h2 id="plan-title">How many trainings will it take?</h2>
<p>Say how far trainings of one candidate differ, and which difference between candidates counts.</p>
<form id="plan-form"><fieldset><legend>The race to come</legend>
${number('candidates', `Candidates (2 to ${MOST_CANDIDATES})`, 24)}
${number('noise', 'Noise: standard deviation from training to training', 0.02)}
${number('difference', 'Difference: how much worse the others are than the best', 0.02)}
${number('replicates', `Most trainings of a candidate (2 to ${MOST_REPLICATES})`, 20)}
<p><button type="submit">Simulate</button></p></fieldset></form></section>
<p id="said" role="status"></p>`;
}

function select(id: string, label: string, options: readonly (readonly [string, string])[]): Markup {
  return html`<p><label for="${id}">${label}</label><select id="${id}">${options.map(([value, text]) => html`<option value="${value}">${text}</option>`)}</select></p>\n`;
}

function number(id: string, label: string, value: number): Markup {
  return html`<p><label for="${id}">${label}</label><input id="${id}" inputmode="decimal" autocomplete="off" value="${String(value)}"></p>`;
}

export const TRYOUT_STYLE = `
#table > form p, #plan > form p { max-width: none; }
label { display: block; font-size: 13px; color: var(--muted); margin-bottom: 3px; }
textarea, input, select { font: inherit; font-size: 14px; color: var(--ink); background: var(--paper); border: 1px solid var(--dropped); border-radius: 6px; padding: 6px 8px; width: 100%; }
textarea { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 13px; white-space: pre; overflow: auto; }
:is(textarea, input, select):focus-visible, input[type="file"]:focus-visible + * { outline: 2px solid var(--choice); outline-offset: 2px; }
.row { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.row button, label.button, fieldset button { font-size: 13px; padding: 4px 10px; border-radius: 6px; }
label.button { display: inline-block; margin: 0; color: var(--ink); background: var(--raised); border: 1px solid var(--line); cursor: pointer; }
input[type="file"] { position: absolute; width: 1px; height: 1px; opacity: 0; }
label.button:has(+ input:focus-visible) { outline: 2px solid var(--choice); outline-offset: 2px; }
fieldset { border: 1px solid var(--line); border-radius: 8px; padding: 10px 16px; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 230px), 1fr)); gap: 4px 22px; align-items: end; min-width: 0; }
fieldset[hidden], section[hidden] { display: none; }
legend { font-size: 13px; font-weight: 600; padding: 0 6px; }
fieldset button[type="submit"] { background: var(--choice); border-color: var(--choice); color: var(--paper); font-size: 14px; padding: 6px 18px; }
body.over { outline: 3px dashed var(--choice); outline-offset: -8px; }
.bar nav a[aria-current="true"] { color: var(--ink); text-decoration: underline; text-underline-offset: 4px; }
#said:empty { display: none; }
#said.bad { border-left: 4px solid var(--worse); background: var(--worse-soft); padding: 8px 14px; border-radius: 0 6px 6px 0; }
`;
