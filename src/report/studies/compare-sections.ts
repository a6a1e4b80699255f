/** @file The page of a comparison of factors: box plots per level, and the tests of every pair. */
import type { CompareAnalysis, FactorAnalysis } from '../../studies/index.js';
import { type BoxChartView, drawBoxChart } from '../html/charts/box-chart.js';
import { html, type Markup } from '../html/markup.js';
import { boxOf } from '../view/finalists-view.js';
import { fitAxis } from '../view/value-axis.js';
import { ALPHA } from './headline.js';
import { criterionOf, namedSets } from './named-sets.js';
import type { StudyInput } from './study-input.js';
import { criterionNote, criterionTable, pairTable, pText, setTable } from './study-tables.js';

/** More levels than these stand one below the other. */
const MOST_COLUMNS = 6;

export function compareSections(input: StudyInput, analysis: CompareAnalysis): Markup[] {
  return analysis.factors.map((factor, index) => factorSection(input, factor, index));
}

function factorSection({ figure, header }: StudyInput, factor: FactorAnalysis, index: number): Markup {
  const { name, overall } = factor;
  const view = levelsView(factor);
  const sets = namedSets({ kind: 'compare', factors: [factor] }, header).map((named, place) => ({
    ...named,
    set: factor.levels[place]?.value ?? named.set,
  }));
  const all =
    overall === null
      ? ''
      : ` All levels together (Friedman's test on ${overall.replicates} common replicates): p = ${pText(overall.pValue)}.`;
  return html`<section><h2>${name}</h2>
<figure>
<div class="wide">${drawBoxChart(`factor-${index}`, view, figure, 'wide', `the levels of ${name}`)}</div>
<div class="narrow">${drawBoxChart(`factor-${index}-narrow`, view, figure, 'narrow', `the levels of ${name}`)}</div>
<figcaption><b>The ${figure} of every trial.</b> Everything but ${name} is the same, and all levels are trained on the same replicates. Boxes are quartiles, the thick line the median; no box for fewer than five trials. Blue: the level with the smallest median.${all}</figcaption>
</figure>
${sets.length > MOST_COLUMNS ? setTable(sets) : criterionTable(sets)}
<p class="quiet">${criterionNote(sets)}</p>
<h3>Pairs of levels</h3>
${pairTable(factor)}
<p class="quiet">First location: the difference of medians, Wilcoxon's signed ranks on common replicates, Cliff's delta (−1 to 1). Then spread: the ratio of standard deviations, Levene's test about medians, Cliff's delta of the distances from the median. p-values are corrected over all pairs (Holm). An asterisk marks p < ${ALPHA}.</p></section>`;
}

/** Levels as the rows of a box chart, the best by median marked. */
function levelsView({ levels }: FactorAnalysis): BoxChartView {
  const medians = levels.map(
    ({ distribution }) => criterionOf(distribution, 'median')?.value ?? Number.POSITIVE_INFINITY,
  );
  const best = medians.indexOf(Math.min(...medians));
  return {
    boxes: levels.map(({ value, candidate, distribution }, index) => ({
      id: value,
      label: candidate,
      isChoice: index === best && Number.isFinite(medians[best]),
      count: String(distribution.losses.length),
      values: distribution.losses,
      box: boxOf(distribution.losses, 'minimize'),
    })),
    axis: fitAxis(
      levels.flatMap(({ distribution }) => distribution.losses),
      'minimize',
    ),
  };
}
