/** @file Sections of a comparison of factors: levels as paired slopes, differences of pairs, box plots, and every test. */

import { scoreOf } from '../../core/index.js';
import { isHigherBetter, studiedValue } from '../../questions/common/plan/index.js';
import { ALPHA, type CompareAnalysis, type FactorAnalysis } from '../../questions/compare/plan/index.js';
import { type Figure, renderFigure } from '../figures/index.js';
import { type BoxChartView, drawBoxChart } from '../html/charts/box-chart.js';
import { drawIntervals, type IntervalRow } from '../html/charts/interval-chart.js';
import { html } from '../html/markup.js';
import { formatQuantity, formatValue } from '../number-text.js';
import { intervalWords } from '../view/interval-words.js';
import { drawSlopes, type PairedSlopes } from './charts/slope-chart.js';
import { differencesText } from './compare-words.js';
import { bestWord, directionWords, studyAxis, studyBox } from './study-direction.js';
import type { StudyInput } from './study-input.js';
import { namedSets } from './study-kinds.js';
import type { StudySection } from './study-section.js';
import { criterionNote, criterionTable, pairTable, pText, setTable } from './study-tables.js';
import { criterionOf } from './study-words.js';

/** More levels than these stand one below the other. */
const MOST_COLUMNS = 6;
/** Differences beyond these are in the table. */
const MOST_PAIRS = 28;

/** What is shown to differ first. */
export function compareSections(input: StudyInput, { factors }: CompareAnalysis): StudySection[] {
  const shown = factors.filter(({ levels }) => levels.length > 0);
  const first = shown.find(({ verdict: { finding } }) => finding === 'differ') ?? shown[0];
  return [...new Set(first === undefined ? [] : [first, ...shown])].flatMap((factor) => [
    levelSection(input, factor, { index: factors.indexOf(factor), isFirst: factor === first }),
    ...(factor.pairs.length === 0 ? [] : [pairSection(input, factor, factors.indexOf(factor))]),
  ]);
}

function levelSection(
  input: StudyInput,
  factor: FactorAnalysis,
  { index, isFirst }: { readonly index: number; readonly isFirst: boolean },
): StudySection {
  const sets = namedSets({ kind: 'compare', factors: [factor] }, input.header).map((named, place) => ({
    ...named,
    set: factor.levels[place]?.value ?? named.set,
  }));
  return {
    id: `factor-${index}-levels`,
    title: `Levels of ${factor.name}`,
    content: html`${sets.length > MOST_COLUMNS ? setTable(sets) : criterionTable(sets)}
<p class="quiet">${criterionNote(sets)}</p>`,
    figures: [],
    picture: boxFigure(input, factor, index),
    ...(isFirst ? { place: 'open' as const } : {}),
  };
}

function pairSection(input: StudyInput, factor: FactorAnalysis, index: number): StudySection {
  const figures = [slopeFigure(input, factor, index), differenceFigure(input, factor, index)];
  return {
    id: `factor-${index}-pairs`,
    title: `Pairs of levels of ${factor.name}`,
    content: html`${figures.map(renderFigure)}
${pairTable(factor)}
<p class="quiet">First location: the paired shift as drawn above, Wilcoxon's signed ranks on common replicates, Cliff's delta (−1 to 1). Then spread: the ratio of standard deviations, Levene's test about medians, Cliff's delta of the distances from the median. p-values are corrected over all pairs (Holm). An asterisk marks p < ${ALPHA}.</p>`,
    figures,
  };
}

function slopeFigure(input: StudyInput, factor: FactorAnalysis, index: number): Figure {
  const { figure } = input;
  const slopes = slopesOf(input, factor);
  const common = slopes.replicates.filter(({ losses }) => losses.every((loss) => loss !== null));
  return {
    id: `slopes-${index}`,
    title: 'Paired slopes',
    conclusion: slopeConclusion(factor, slopes, common),
    reading: [
      `A line is a replicate: the same training sample and seeds at every level of ${factor.name}, everything else the same. Blue: medians.`,
    ],
    direction: directionWords(figure),
    n: `n = ${formatQuantity(common.length, 'common replicate')}`,
    interval: null,
    draw: (id, size) => drawSlopes(id, slopes, size),
    keys: null,
    data: {
      columns: ['replicate', ...slopes.levels.map(({ name }) => name)],
      rows: slopes.replicates.map(({ replicate, losses }) => [replicate, ...losses]),
    },
  };
}

function slopesOf({ outcomes, figure }: StudyInput, { name, levels }: FactorAnalysis): PairedSlopes {
  const tables = levels.map(({ candidate }) => {
    const own = outcomes.filter(({ trial }) => trial.candidate === candidate);
    return new Map(own.map((outcome) => [outcome.trial.streams.init, studiedValue(outcome, figure) ?? null]));
  });
  const replicates = [...new Set(tables.flatMap((table) => [...table.keys()]))].sort((a, b) => a - b);
  return {
    levels: levels.map(({ value, distribution }) => ({
      name: value,
      median: criterionOf(distribution, 'median')?.value ?? scoreOf(figure).worst,
    })),
    replicates: replicates.map((replicate) => ({
      replicate,
      losses: tables.map((table) => table.get(replicate) ?? null),
    })),
    word: figure,
    title: `The ${figure} at the levels of ${name}, replicate by replicate`,
  };
}

/** How often the level with the best median is the best of a replicate. */
function slopeConclusion(
  { verdict: { best } }: FactorAnalysis,
  { levels, word }: PairedSlopes,
  common: PairedSlopes['replicates'],
): string {
  const [name] = best;
  if (common.length === 0) return 'The levels have no replicate in common.';
  if (name === undefined) return 'Every median is infinite.';
  if (best.length > 1) return `${best.join(', ')} share the ${bestWord(word)} median.`;
  const place = levels.findIndex((level) => level.name === name);
  const isBetter = (one: number, other: number): boolean => (isHigherBetter(word) ? one > other : one < other);
  const first = common.filter(({ losses }) =>
    losses.every((loss, level) => level === place || isBetter(losses[place] as number, loss as number)),
  );
  const rest = levels.length === 2 ? 'the other' : 'all others';
  return `${name} has the ${bestWord(word)} median, and is better than ${rest} in ${first.length} of ${formatQuantity(common.length, 'common replicate')}.`;
}

function differenceFigure({ figure }: StudyInput, factor: FactorAnalysis, index: number): Figure {
  const { name, pairs } = factor;
  const shown = pairs.slice(0, MOST_PAIRS);
  const rows = shown.map(({ first, second, shift: { value, interval }, pairs: n, location }): IntervalRow => {
    const ends = 'reason' in interval ? null : ([interval.low, interval.high] as const);
    return {
      name: `${first} less ${second}`,
      note: `n ${n} · p ${pText(location.adjusted)}`,
      shortNote: `n ${n}`,
      value,
      interval: ends,
      role: location.adjusted < ALPHA ? 'settled' : 'open',
      title: `${first} less ${second}: ${formatValue(value)}${ends === null ? '' : ` (${formatValue(ends[0])} to ${formatValue(ends[1])})`}`,
    };
  });
  const title = `Paired differences between the levels of ${name}`;
  const text = rows.map((row) => `${row.title}.`).join(' ');
  const chart = { rows, quantity: `difference of the ${figure}`, hasZero: true, tolerance: 0, title, text };
  return {
    id: `differences-${index}`,
    title: 'Paired differences',
    conclusion: differencesText(factor),
    reading: [
      `By how much the first lies higher than the second on replicates that both have (Hodges and Lehmann's shift): ${isHigherBetter(figure) ? 'above' : 'below'} 0 the first is better. Hollow, with an asterisk: significant by Wilcoxon's signed ranks, Holm's correction.`,
      ...(pairs.length > shown.length
        ? [`${formatQuantity(pairs.length - shown.length, 'more pair')} in the table.`]
        : []),
    ],
    direction: null,
    n: 'The number of common replicates stands beside each difference',
    interval: intervalWords(pairs.map(({ shift }) => shift.interval)),
    draw: (id, size) => drawIntervals(id, { ...chart, noteHeading: 'replicates' }, size),
    keys: null,
    data: {
      columns: ['first', 'second', 'replicates', 'shift', 'low', 'high', 'p'],
      rows: pairs.map(({ first, second, pairs: n, shift: { value, interval }, location }) => {
        const ends = 'reason' in interval ? [null, null] : [interval.low, interval.high];
        return [first, second, n, value, ...ends, location.adjusted];
      }),
    },
  };
}

function boxFigure({ figure }: StudyInput, factor: FactorAnalysis, index: number): Figure {
  const { name, overall, levels } = factor;
  const view = levelsView(factor, figure);
  return {
    id: `factor-${index}`,
    title: 'Box plots',
    conclusion: `The ${figure} of every training at the levels of ${name}.`,
    reading: [
      'Boxes are quartiles, the thick line the median; no box for fewer than five trainings. Blue: the level with the best median.',
      ...(overall === null
        ? []
        : [
            `All levels together (Friedman's test on ${overall.replicates} common replicates): p = ${pText(overall.pValue)}.`,
          ]),
    ],
    direction: directionWords(figure),
    n: 'n stands beside each name',
    interval: null,
    draw: (id, size) => drawBoxChart(id, view, figure, size, `the levels of ${name}`),
    keys: null,
    data: {
      columns: ['level', 'training', figure],
      rows: levels.flatMap(({ value, distribution }) =>
        distribution.losses.map((loss, place) => [value, place + 1, loss]),
      ),
    },
  };
}

/** Levels as the rows of a box chart, the best by median marked. */
function levelsView({ levels, verdict }: FactorAnalysis, figure: string): BoxChartView {
  return {
    boxes: levels.map(({ value, candidate, distribution }) => ({
      id: value,
      label: candidate,
      isChoice: verdict.best.includes(value),
      count: String(distribution.losses.length),
      values: distribution.losses,
      box: studyBox(distribution.losses, figure),
    })),
    axis: studyAxis(
      levels.flatMap(({ distribution }) => distribution.losses),
      figure,
    ),
  };
}
