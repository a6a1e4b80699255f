/** @file The sections of a study of coupled effects. */
import type { CoupleAnalysis } from '../../questions/couple/plan/index.js';
import { html } from '../html/markup.js';
import { hasTrained } from './couple-collapse-words.js';
import { partText } from './couple-names.js';
import { termTable } from './couple-term-table.js';
import { behindFigure } from './figures/couple-behind.js';
import { collapseEffects, collapseFigure, collapseTable } from './figures/couple-collapses.js';
import { determinantFigure } from './figures/couple-determinants.js';
import { interactionFigures } from './figures/couple-interactions.js';
import { savingFigure, savingTable } from './figures/couple-savings.js';
import { coupledSharesFigure, crossingTable, shareTable } from './figures/couple-shares.js';
import { coupledSizesFigure } from './figures/couple-sizes.js';
import { type ShownStudy, type StudySection, studySection } from './study-section.js';
import { capital } from './study-words.js';

/** In the order of its questions; none where nothing was trained yet. */
export function coupleSections({ figure, analysis }: ShownStudy<CoupleAnalysis>): StudySection[] {
  if (!hasTrained(analysis)) return [];
  const { table, effects, collapses } = analysis;
  const [picture, ...others] = effects.responses.flatMap((response) => [
    ...determinantFigure(analysis, response, figure),
    ...behindFigure(analysis, response, figure),
  ]);
  return [
    studySection({
      id: 'determinants',
      title: 'What decides most',
      picture,
      figures: others,
      as: { switch: 'What decides most' },
      details: html`<details><summary>Every effect and coupling</summary>${termTable(analysis, figure)}
<p class="quiet">${effects.model} Intervals and tests: ${effects.method}.</p></details>`,
    }),
    studySection({
      id: 'sizes',
      title: 'Against the sample size',
      figures: [
        coupledSizesFigure(analysis, 'location', figure),
        coupledSizesFigure(analysis, 'spread', figure),
        ...interactionFigures(analysis, figure),
      ],
      as: { switch: 'Against the sample size' },
    }),
    studySection({
      id: 'shares',
      title: capital(table.streams.map(partText).join(' or ')),
      figures: [coupledSharesFigure(analysis, figure)],
      details: html`${crossingTable(analysis, figure)}
<details><summary>Every share with its interval</summary>${shareTable(analysis)}</details>`,
    }),
    studySection({
      id: 'savings',
      title: 'Examples saved',
      figures: (['criterion', 'spread'] as const).flatMap((of) =>
        table.factors.flatMap((_, factor) => savingFigure(analysis, of, factor, figure)),
      ),
      as: { switch: 'Examples saved' },
      details: html`<details><summary>Every size</summary>${savingTable(analysis, figure)}</details>`,
    }),
    studySection({
      id: 'collapses',
      title: 'Trainings that collapsed',
      figures: [collapseFigure(analysis)],
      details: html`${collapses.effects.length === 0 ? null : collapseEffects(analysis)}
<details><summary>Every cell with its interval</summary>${collapseTable(analysis)}</details>`,
    }),
  ];
}
