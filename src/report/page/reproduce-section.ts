/** @file Sections: how to have the same run again, and all of its settings and decisions. */
import type { Section } from '../figures/index.js';
import { html } from '../html/markup.js';
import { factList, objectFacts, originFacts } from '../html/tables.js';
import type { ReportView } from '../view/report-view.js';

export function reproduceSection({ result, files }: ReportView): Section {
  const { command } = result;
  return {
    id: 'same-run',
    title: 'The same run again',
    content: html`${command === null ? null : html`<pre tabindex="0"><code>${command}</code></pre>`}
${originFacts(result, result.trials)}
${files.length === 0 ? null : html`<details><summary>Files of the run</summary>${factList(files.map(({ name, content }) => [name, content] as const))}</details>`}`,
    figures: [],
  };
}

export function detailSection({ result }: ReportView): Section {
  return {
    id: 'details',
    title: 'In detail',
    content: html`<details><summary>Settings of the race</summary>${factList(objectFacts(result.plan))}</details>
<details><summary>How randomness is derived</summary><p>${result.seeds.derivation}</p></details>`,
    figures: [],
  };
}
