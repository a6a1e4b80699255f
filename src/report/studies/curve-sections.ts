/** @file Sections of a learning curve of robustness: all candidates as small multiples, box plots, criterion and spread by size. */

import { isHigherBetter } from '../../questions/common/plan/index.js';
import type { CurveAnalysis, CurveOfCandidate } from '../../questions/curve/plan/index.js';
import { type Figure, renderFigure, seriesKeys, seriesStyle } from '../figures/index.js';
import { html, type Markup, tableStart } from '../html/markup.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import { nameCandidates, shortName } from '../view/candidate-names.js';
import { limitWords } from '../view/interval-words.js';
import { curveAxis, drawCurve } from './charts/curve-chart.js';
import { drawCurvePanels, MOST_CURVES } from './charts/curve-panels.js';
import { drawAgainstSize } from './charts/stability-chart.js';
import { bestPlace, bestWord, directionWords, toldCriterion } from './study-direction.js';
import type { StudyInput } from './study-input.js';
import { namedSets } from './study-kinds.js';
import type { StudySection } from './study-section.js';
import { criterionNote, setTable } from './study-tables.js';
import { criterionOf, type Namer } from './study-words.js';

export function curveSections(input: StudyInput, analysis: CurveAnalysis): StudySection[] {
  const names = nameCandidates(input.header.candidates);
  const nameOf: Namer = (id) => shortName(names, id);
  const sets = namedSets(analysis, input.header);
  return [
    {
      id: 'curves',
      title: 'From which size on',
      content: stabilityTable(input, analysis, nameOf),
      figures: [],
      picture: panelFigure(input, analysis, nameOf),
      place: 'open',
    },
    {
      id: 'every-size',
      title: 'Every size',
      content: html`<p class="quiet">${definitionText(input)}</p>
${setTable(sets)}<p class="quiet">${criterionNote(sets)}</p>`,
      figures: [],
      place: 'known',
    },
    boxSection(input, analysis, nameOf),
    fitSection(input, analysis, nameOf),
  ];
}

function panelFigure(input: StudyInput, { candidates }: CurveAnalysis, nameOf: Namer): Figure {
  const { figure, baselines = [] } = input;
  const trivial = baselines.filter(({ kind }) => kind === 'trivial');
  // Chance level belongs on the axis.
  const fitted = curveAxis(candidates, figure);
  const values = trivial
    .map(({ value }) => value)
    .filter((value) => Number.isFinite(value) && (fitted.scale === 'linear' || value > 0));
  const axis = { ...fitted, low: Math.min(fitted.low, ...values), high: Math.max(fitted.high, ...values) };
  const names = candidates.map(({ candidate }) => nameOf(candidate));
  const counts = candidates.flatMap(({ sizes }) => sizes.map(({ distribution }) => distribution.losses.length));
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  return {
    id: 'curve-panels',
    title: 'Small multiples',
    conclusion: panelConclusion(candidates, trivial.length > 0, figure, nameOf),
    reading: [
      `The line is the median ${figure}, the band its middle half.`,
      ...(trivial.length > 0 ? ['Dashed: chance level, the trivial baseline on samples of that size.'] : []),
      'The dotted upright is the size from which it is stable.',
      ...(candidates.length > MOST_CURVES
        ? [`The first ${MOST_CURVES} of ${candidates.length} are drawn; the data have all.`]
        : []),
    ],
    direction: directionWords(figure),
    n: `n = ${fewest === most ? '' : `${fewest} to `}${formatQuantity(most, 'training')} at each size`,
    interval: null,
    draw: (id, size) => drawCurvePanels(id, { curves: candidates, names, baselines, axis, word: figure }, size),
    keys: null,
    data: {
      columns: ['candidate', 'size', 'trainings', 'median', 'low', 'high', 'chance level'],
      rows: candidates.flatMap(({ candidate, sizes }) =>
        sizes.map(({ size, distribution }) => {
          const middle = criterionOf(distribution, 'median');
          const interval = middle === null || 'reason' in middle.interval ? null : middle.interval;
          const chance = trivial.find((one) => one.sampleSize === size && one.candidates.includes(candidate));
          return [
            candidate,
            size,
            distribution.losses.length,
            middle?.value ?? null,
            interval?.low ?? null,
            interval?.high ?? null,
            chance?.value ?? null,
          ];
        }),
      ),
    },
  };
}

/** Who is below chance at the largest size comes first: nothing else about it is worth saying. */
function panelConclusion(
  candidates: readonly CurveOfCandidate[],
  hasChance: boolean,
  figure: string,
  nameOf: Namer,
): string {
  const last = candidates.flatMap(({ candidate, sizes }) => {
    const end = sizes.at(-1);
    const middle = end && criterionOf(end.distribution, 'median');
    return end === undefined || !middle
      ? []
      : [{ candidate, size: end.size, median: middle.value, beside: end.distribution.baselines }];
  });
  const medians = last.map(({ median }) => median);
  const best = last[bestPlace(medians, figure)];
  if (best === undefined) return 'There are too few trainings for curves.';
  const unbeaten = last.filter(({ beside }) => beside.some(({ kind, beaten }) => kind === 'trivial' && !beaten));
  const lead = `At ${formatCount(best.size)} examples ${nameOf(best.candidate)} has the ${bestWord(figure)} median, ${formatValue(best.median)}`;
  if (!hasChance) return `${lead}.`;
  if (unbeaten.length === 0)
    return `${lead}; ${last.length === 1 ? 'it is' : `all ${last.length} are`} better than chance there.`;
  if (unbeaten.length === last.length)
    return `Nobody is shown to be better than chance at ${formatCount(best.size)} examples.`;
  return `${lead}; ${unbeaten.length} of ${formatQuantity(last.length, 'candidate')} ${unbeaten.length === 1 ? 'is' : 'are'} not shown to be better than chance there.`;
}

function boxSection(input: StudyInput, { candidates }: CurveAnalysis, nameOf: Namer): StudySection {
  const axis = curveAxis(candidates, input.figure);
  const figures = candidates.map((curve, index) => boxFigure(input, curve, { index, axis, nameOf }));
  return { id: 'curve-boxes', title: 'Every training', content: html`${figures.map(renderFigure)}`, figures };
}

function boxFigure(
  { figure }: StudyInput,
  curve: CurveOfCandidate,
  { index, axis, nameOf }: { index: number; axis: ReturnType<typeof curveAxis>; nameOf: Namer },
): Figure {
  return {
    id: `curve-${index}`,
    title: nameOf(curve.candidate),
    conclusion: `${nameOf(curve.candidate)}: ${stabilityText(curve)}.`,
    reading: [
      `Boxes are quartiles of the ${figure}, the thick line the median, whiskers reach the furthest training within 1.5 interquartile ranges; other trainings are points, and so are all where there are fewer than five.`,
    ],
    direction: directionWords(figure),
    n: `n = ${formatQuantity(
      curve.sizes.reduce((sum, { distribution }) => sum + distribution.losses.length, 0),
      'training',
    )}`,
    interval:
      'reason' in curve.stability || !curve.stability.reached
        ? null
        : `Shaded: the ${formatShare(curve.stability.level)} interval of the size from which it is stable (${['resampling', ...limitWords(curve.stability.holdsUnder === undefined ? [] : [curve.stability.holdsUnder])].join(', ')})`,
    draw: (id, size) => drawCurve(id, curve, axis, figure, size),
    keys: null,
    data: {
      columns: ['size', 'training', figure],
      rows: curve.sizes.flatMap(({ size, distribution }) =>
        distribution.losses.map((loss, place) => [size, place + 1, loss]),
      ),
    },
  };
}

function stabilityText({ stability }: CurveOfCandidate): string {
  if ('reason' in stability) return stability.reason;
  const { reached, size, sizeLow, sizeHigh } = stability;
  if (!reached) return `not yet stable at ${formatCount(size)} examples, the largest size; try more`;
  return `stable from ${formatCount(size)} examples on (${formatCount(sizeLow)} to ${formatCount(sizeHigh)})`;
}

function fitSection(input: StudyInput, { candidates }: CurveAnalysis, nameOf: Namer): StudySection {
  const figures = (['criterion', 'spread'] as const).map((which) => fitFigure(input, candidates, which, nameOf));
  return {
    id: 'criterion-and-spread',
    title: 'Criterion and spread',
    content: html`<div class="pair">${figures.map(renderFigure)}</div>`,
    figures,
  };
}

function fitFigure(
  { plan, figure }: StudyInput,
  candidates: readonly CurveOfCandidate[],
  which: 'criterion' | 'spread',
  nameOf: Namer,
): Figure {
  const name = toldCriterion(String(plan[which]), figure);
  return {
    id: `curve-${which}`,
    title: name,
    conclusion: `${name} of the ${figure} against the sample size.`,
    reading: [
      `Points are measured; a line is the ${isHigherBetter(figure) ? 'monotone' : 'non-increasing'} curve nearest to them, and not drawn where a size from which it is stable cannot be said.`,
    ],
    direction: directionWords(figure),
    n: `n = ${formatQuantity(candidates.length, 'candidate')}`,
    interval: null,
    draw: (id) => drawAgainstSize(id, candidates, name, (curve) => fittedOf(curve, which)),
    keys: seriesKeys(
      candidates.map(({ candidate }, index) => ({ name: nameOf(candidate), style: seriesStyle(index) })),
    ),
    data: {
      columns: ['candidate', 'size', name, 'fitted'],
      rows: candidates.flatMap((curve) =>
        curve.sizes.map(({ size, distribution }, place) => [
          curve.candidate,
          size,
          criterionOf(distribution, name)?.value ?? null,
          fittedOf(curve, which)?.[place] ?? null,
        ]),
      ),
    },
  };
}

function definitionText({ plan, figure }: StudyInput): string {
  const tolerance = plan.tolerance as { criterion: number; spread: number };
  const [criterion, spread] = [plan.criterion, plan.spread].map((name) => toldCriterion(String(name), figure));
  const side = isHigherBetter(figure) ? 'below' : 'above';
  return `Stable: the ${criterion} of the ${figure} is at most ${formatShare(tolerance.criterion)} ${side} its value at the largest size, and the ${spread} at most ${formatShare(tolerance.spread)} above, there and at all larger sizes; both smoothed. The interval comes from resampling the trainings of every size.`;
}

function stabilityTable(input: StudyInput, { candidates }: CurveAnalysis, nameOf: Namer): Markup {
  return html`${tableStart('Stability')}
<thead><tr><th>candidate</th><th class="number">stable from</th><th class="number">interval</th><th class="number">${toldCriterion(String(input.plan.criterion), input.figure)} there</th><th class="number">at the largest size</th></tr></thead>
<tbody>${candidates.map(({ stability, candidate }) => {
    const name = html`<td class="name">${nameOf(candidate)}</td>`;
    if ('reason' in stability) return html`<tr>${name}<td colspan="4">${stability.reason}</td></tr>`;
    const { size, sizeLow, sizeHigh, reached, from, criterion } = stability;
    return html`<tr>${name}<td class="number">${reached ? formatCount(size) : 'not yet'}</td><td class="number">${formatCount(sizeLow)} to ${formatCount(sizeHigh)}</td><td class="number">${formatValue(criterion[from] as number)}</td><td class="number">${formatValue(criterion.at(-1) as number)}</td></tr>
`;
  })}</tbody></table></div>`;
}

function fittedOf({ stability }: CurveOfCandidate, which: 'criterion' | 'spread'): readonly number[] | null {
  return 'reason' in stability ? null : stability[which];
}
