/** @file Section: who else it could be, from the trials that chose. */
import type { Section } from '../figures/index.js';
import { html } from '../html/markup.js';
import { rivalTable } from '../html/tables.js';
import { formatQuantity } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import { betterText } from '../view/choice-words.js';
import { intervalWords } from '../view/interval-words.js';
import type { ReportView } from '../view/report-view.js';

export function rivalsSection({ result }: ReportView): Section | null {
  const table = rivalTable(result);
  if (table === null) return null;
  return {
    id: 'rivals',
    title: 'Could it be another?',
    content: html`${table}
<p class="quiet">${rivalNote(result)}</p>`,
    figures: [],
  };
}

function rivalNote({ tieSet, tolerance }: Result): string {
  if (tieSet === null) return '';
  const { alpha, test, rivals } = tieSet;
  const words = intervalWords(rivals.map(({ interval }) => interval));
  return [
    `The nearest of ${formatQuantity(rivals.length, 'rival')}, from the trials that chose: on replicates in common with the choice (same training samples, same seeds). Effect: Cliff's delta.`,
    tolerance === null
      ? ` One-sided test (${test}), Holm-adjusted; tied: p at least ${alpha}; undecided: fewer than 8 trials in common.`
      : ` Tied: may be ${betterText(tolerance)}; close: may be better, but not by so much; undecided: too few trials. Trials to settle: of it, and as many of the choice, if the estimates stayed.`,
    words === null ? '' : ` Below the differences: ${words}.`,
  ].join('');
}
