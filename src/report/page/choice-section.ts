/** @file Section: what was chosen, setting by setting. */
import type { Section } from '../figures/index.js';
import { html } from '../html/markup.js';
import { factList, objectFacts } from '../html/tables.js';
import type { ReportView } from '../view/report-view.js';
import { nameSome } from '../view/run-notices.js';

/** Ties by name; the section on rivals has all of the nearest. */
const MOST_NAMES = 6;

export function choiceSection({ result: { choice, verdict }, telling }: ReportView): Section | null {
  if (!choice) return null;
  return {
    id: 'choice',
    title: `The ${verdict === 'provisional' ? 'best so far' : 'choice'}: ${telling.nameOf(choice.candidate)}`,
    content: factList([
      ['id', html`<bdi>${choice.candidate}</bdi>`],
      ...objectFacts(choice.configuration),
      ['model', choice.model === null ? null : html`<code>${choice.model}</code>`],
      ['may be as well', nameSome(choice.ties.map(telling.nameOf), MOST_NAMES)],
    ]),
    figures: [],
  };
}
