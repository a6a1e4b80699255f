/** @file The sections of a study of coupled effects, and the table of all effects and couplings. */
import type {
  CoupleAnalysis,
  CoupledContrast,
  EffectsTerm,
  ResponseEffects,
} from '../../questions/couple/plan/index.js';
import { html, type Markup, tableStart } from '../html/markup.js';
import { hasTrained } from './couple-collapse-words.js';
import { responseText, signedText, toldContrast } from './couple-effect-words.js';
import { levelName, partText, termName } from './couple-names.js';
import { collapseEffects, collapseFigure, collapseTable } from './figures/couple-collapses.js';
import { behindFigure, determinantFigure } from './figures/couple-determinants.js';
import { interactionFigures } from './figures/couple-interactions.js';
import { savingFigure, savingTable } from './figures/couple-savings.js';
import { coupledSharesFigure, crossingTable, shareTable } from './figures/couple-shares.js';
import { coupledSizesFigure } from './figures/couple-sizes.js';
import { type StudySection, studySection } from './study-section.js';
import type { ShownStudy } from './study-words.js';
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

function termTable(analysis: CoupleAnalysis, figure: string): Markup[] {
  return analysis.effects.responses
    .filter(({ terms }) => terms.length > 0)
    .map(
      (effects) => html`<h3>${headText(analysis, effects, figure)}</h3>
${tableStart(`Effects on ${responseText(effects.response, figure)}`)}
<thead><tr><th>factor</th><th>between</th><th class="number">effect</th><th class="number">interval</th><th class="number">p</th><th>by ranks</th><th>finding</th></tr></thead>
<tbody>${effects.terms.map((term) => termRows(analysis, effects, term, figure))}</tbody></table></div>`,
    );
}

function headText({ table }: CoupleAnalysis, { response }: ResponseEffects, figure: string): string {
  const what = response === 'location' ? `The ${figure}` : 'Its spread';
  const isFactor = table.logarithmic || response === 'spread';
  return `${what}: ${isFactor ? 'factors' : 'differences'}, of the sample size for every doubling`;
}

function termRows(analysis: CoupleAnalysis, effects: ResponseEffects, term: EffectsTerm, figure: string): Markup[] {
  const { table } = analysis;
  const name = termName(table, term.factors);
  const head = html`<tr><td class="name">${name}</td><td>all levels</td><td></td><td></td><td class="number">${pText(term.adjusted)}</td><td>${rankText(term)}</td><td>${FINDINGS[term.finding]}</td></tr>
`;
  const rows = term.effects.map((contrast) => {
    const { value, interval, isFactor } = toldContrast(table, effects.response, contrast, figure);
    const ends = interval === null ? reasonOf(contrast) : interval.map((end) => signedText(end, isFactor)).join(' to ');
    return html`<tr><td class="name"></td><td>${betweenText(analysis, contrast)}</td><td class="number">${signedText(value, isFactor)}</td><td class="number">${ends}</td><td class="number">${pText(contrast.adjusted)}</td><td></td><td>${FINDINGS[contrast.finding]}</td></tr>
`;
  });
  return [head, ...rows];
}

const FINDINGS: Readonly<Record<EffectsTerm['finding'], string>> = {
  shown: 'shown',
  'not-shown': 'not shown',
  untold: 'cannot be told',
};

function betweenText({ table }: CoupleAnalysis, { between, slope }: CoupledContrast): string {
  const pairs = between.map(({ factor, level, reference }) => {
    const place = table.factors.findIndex(({ name }) => name === factor);
    return `${levelName(table, place, level)} beside ${table.factors[place]?.levels[reference] ?? ''}`;
  });
  return [...pairs, ...(slope ? ['each doubling of the sample'] : [])].join(', ');
}

function rankText({ rank }: EffectsTerm): string {
  return rank === null ? '–' : `${pText(rank.adjusted)}, ${rank.agrees ? 'agrees' : 'disagrees'}`;
}

function reasonOf({ interval }: CoupledContrast): string {
  return 'reason' in interval ? interval.reason : '';
}

function pText(pValue: number | null): string {
  if (pValue === null) return '–';
  return pValue < 0.001 ? '< 0.001' : pValue.toFixed(3);
}
