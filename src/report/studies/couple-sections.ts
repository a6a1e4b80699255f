/** @file The sections of a study of coupled effects, in the order of its questions. */
import type { CoupleAnalysis } from '../../questions/couple/plan/index.js';
import { statementList } from '../html/first-screen.js';
import { html } from '../html/markup.js';
import type { Table } from '../table/table.js';
import { renderTable } from '../table/table-html.js';
import { hasTrained } from './couple.js';
import { partText } from './couple-names.js';
import {
  cellTable,
  collapseTable,
  crossingTable,
  determinantTable,
  effectTable,
  savingTable,
  shareTable,
} from './couple-tables.js';
import { collapseFigure } from './figures/couple-collapses.js';
import { determinantFigure } from './figures/couple-determinants.js';
import { savingFigure } from './figures/couple-savings.js';
import { coupledSharesFigure } from './figures/couple-shares.js';
import { coupledSizesFigure } from './figures/couple-sizes.js';
import { type StudySection, studySection } from './study-section.js';
import { capital, type ShownStudy } from './study-words.js';

/** None where nothing was trained yet. */
export function coupleSections({ figure, analysis }: ShownStudy<CoupleAnalysis>): StudySection[] {
  if (!hasTrained(analysis)) return [];
  const { effects, shares, savings, collapses } = analysis;
  const { responses } = effects;
  const [picture, ...others] = responses.flatMap((response) => determinantFigure(analysis, response, figure));
  return [
    studySection({
      id: 'determinants',
      title: 'What decides most',
      picture,
      figures: others,
      details: [
        ...responses.map((response) => folded(determinantTable(analysis, response, figure), response.reason)),
        ...responses.map((response) => folded(effectTable(analysis, response, figure))),
      ],
    }),
    studySection({
      id: 'sizes',
      title: 'Against the sample size',
      figures: [coupledSizesFigure(analysis, 'location', figure), coupledSizesFigure(analysis, 'spread', figure)],
      details: folded(cellTable(analysis, figure)),
    }),
    studySection({
      id: 'shares',
      title: capital(analysis.table.streams.map(partText).join(' or ')),
      figures: [coupledSharesFigure(analysis)],
      details: [renderTable(crossingTable(analysis, figure)), folded(shareTable(analysis))],
    }),
    studySection({
      id: 'savings',
      title: 'Examples saved',
      figures: (['criterion', 'spread'] as const).flatMap((of) =>
        analysis.table.factors.flatMap((_, factor) => savingFigure(analysis, of, factor, figure)),
      ),
      details: folded(savingTable(analysis, figure)),
    }),
    studySection({
      id: 'collapses',
      title: 'Trainings that collapsed',
      figures: [collapseFigure(analysis, figure)],
      details: renderTable(collapseTable(analysis)),
    }),
    studySection({
      id: 'method',
      title: 'How intervals are made',
      details: statementList([
        effects.model,
        `Effects: ${effects.method}.`,
        ...[`Shares: ${shares.method}.`, `Savings: ${savings.method}.`, `Collapses: ${collapses.method}.`],
      ]),
      place: 'known',
    }),
  ];
}

/** Behind its caption; why it has no row, where that is known. */
function folded<Row>(table: Table<Row>, reason?: string) {
  const content = renderTable(table);
  if (content !== null) return html`<details><summary>${table.caption}</summary>${content}</details>`;
  return reason === undefined ? null : html`<p class="quiet">${table.caption}: ${reason}.</p>`;
}
