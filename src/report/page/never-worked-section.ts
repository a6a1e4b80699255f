/** @file Section: candidates all of whose trainings failed, with what they failed with. */
import type { Section } from '../figures/index.js';
import { html, tableStart } from '../html/markup.js';
import { formatCount, formatQuantity } from '../number-text.js';
import type { ResultNeverWorked } from '../result/answer-schema.js';
import { failuresText, NEVER_WORKED_HEADING } from '../view/never-worked-view.js';
import type { ReportView } from '../view/report-view.js';

const MOST_LISTED = 50;

/** Null where everybody worked. */
export function neverWorkedSection({ result, telling }: ReportView): Section | null {
  return listNeverWorked(result.neverWorked, (id) => telling.nameWithId(id));
}

/** The same of any run. */
export function listNeverWorked(
  neverWorked: readonly ResultNeverWorked[],
  nameOf: (id: string) => string,
): Section | null {
  if (neverWorked.length === 0) return null;
  const more = neverWorked.length - MOST_LISTED;
  return {
    id: 'never-worked',
    title: 'Never worked',
    content: html`<p>${NEVER_WORKED_HEADING}.</p>
${tableStart('Candidates that never worked')}
<thead><tr><th>candidate</th><th class="number">trainings</th><th>failed with</th></tr></thead>
<tbody>${neverWorked.slice(0, MOST_LISTED).map(
      (
        one,
      ) => html`<tr><td class="name">${nameOf(one.candidate)}</td><td class="number">${formatCount(one.trials)}</td><td>${failuresText(one)}</td></tr>
`,
    )}</tbody></table></div>
${more > 0 ? html`<p class="quiet">And ${formatQuantity(more, 'candidate')} more; the table of all candidates has them.</p>` : null}`,
    figures: [],
  };
}
