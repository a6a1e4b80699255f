/** @file Sections of a measurement of randomness: candidates by sources first, then histograms and parts of each variance. */

import type { DecompositionAnalysis, MeasureAnalysis, MeasuredCandidate } from '../../questions/measure/plan/index.js';
import { type Figure, renderFigure, renderSwitch, type Section, seriesKeys, seriesStyle } from '../figures/index.js';
import { html } from '../html/markup.js';
import { formatQuantity, formatShare, formatValue } from '../number-text.js';
import { nameCandidates, shortName } from '../view/candidate-names.js';
import { limitWords } from '../view/interval-words.js';
import { drawCellMap, type MapCell } from './charts/cell-map.js';
import { drawComponents } from './charts/component-chart.js';
import { drawHistograms } from './charts/histogram-chart.js';
import { leadingText, measureStatement } from './measure-words.js';
import { sourceText } from './source-words.js';
import { directionWords } from './study-direction.js';
import type { StudyInput } from './study-input.js';
import { namedSets } from './study-kinds.js';
import { componentTable, criterionNote, criterionTable } from './study-tables.js';
import { criterionOf } from './study-words.js';

type Namer = (id: string) => string;
type Decomposed = Exclude<DecompositionAnalysis, { readonly reason: string }>;

export function measureSections(input: StudyInput, analysis: MeasureAnalysis): Section[] {
  const names = nameCandidates(input.header.candidates);
  const nameOf: Namer = (id) => shortName(names, id);
  return [
    overviewSection(input, analysis, nameOf),
    ...analysis.candidates.flatMap((measured, index) => [
      sourceSection(input, measured, nameOf, index),
      componentSection(input, analysis, measured, nameOf, index),
    ]),
  ];
}

function overviewSection(input: StudyInput, analysis: MeasureAnalysis, nameOf: Namer): Section {
  const figures = [spreadMap(input, analysis, nameOf), ...shareMap(input, analysis, nameOf)];
  return {
    id: 'sources',
    title: 'Where the spread comes from',
    content: figures.length === 1 ? renderFigure(figures[0] as Figure) : renderSwitch('Sources of randomness', figures),
    figures,
  };
}

/** The standard deviation of every candidate under every source. */
function spreadMap({ figure }: StudyInput, analysis: MeasureAnalysis, nameOf: Namer): Figure {
  const { candidates } = analysis;
  const spreads = candidates.flatMap(({ candidate, arms }) =>
    arms.map(({ name, distribution }) => ({
      candidate,
      source: name,
      spread: criterionOf(distribution, 'std'),
      n: distribution.losses.length,
    })),
  );
  const largest = Math.max(0, ...spreads.map(({ spread }) => spread?.value ?? 0).filter(Number.isFinite));
  const cells = spreads.map(({ candidate, source, spread }): MapCell => {
    const value = spread?.value ?? Number.NaN;
    const text = formatValue(value, 3);
    return {
      row: candidate,
      column: shortSource(source),
      shade: largest > 0 && Number.isFinite(value) ? value / largest : null,
      text,
      title: `${nameOf(candidate)}, ${sourceText(source)}: ${text}.`,
    };
  });
  const columns = [...new Set(cells.map(({ column }) => column))];
  const title = `Standard deviation of the ${figure} by what varies`;
  return {
    id: 'source-spreads',
    title: 'Standard deviation',
    conclusion: `${measureStatement(analysis, figure, nameOf)}.`,
    reading: [
      `A cell is the standard deviation of the ${figure} while that source varies and all others are held; the stronger its colour, the larger.`,
    ],
    direction: 'lower is better',
    n: `n = ${countRange(spreads.map(({ n }) => n))} in a cell`,
    interval: null,
    draw: (id, size) =>
      drawCellMap(
        id,
        {
          rows: candidates.map(({ candidate }) => ({ id: candidate, name: nameOf(candidate) })),
          columns,
          cells,
          title,
        },
        size,
      ),
    keys: null,
    data: {
      columns: ['candidate', 'source', 'trials', 'std', 'low', 'high'],
      rows: spreads.map(({ candidate, source, spread, n }) => {
        const interval = spread === null || 'reason' in spread.interval ? null : spread.interval;
        return [candidate, source, n, spread?.value ?? null, interval?.low ?? null, interval?.high ?? null];
      }),
    },
  };
}

/** Nothing where no candidate has a decomposition. */
function shareMap({ figure }: StudyInput, { candidates }: MeasureAnalysis, nameOf: Namer): Figure[] {
  const decomposed = candidates.flatMap(({ candidate, decomposition }) =>
    'reason' in decomposition ? [] : [{ candidate, decomposition }],
  );
  const [first] = decomposed;
  if (first === undefined) return [];
  const cells = decomposed.flatMap(({ candidate, decomposition: { components } }) =>
    components.map(
      ({ source, share, shareLow, shareHigh }): MapCell => ({
        row: candidate,
        column: shortSource(source),
        shade: share,
        text: formatShare(share),
        title: `${nameOf(candidate)}, ${sourceText(source)}: ${formatShare(share)} (${formatShare(shareLow)} to ${formatShare(shareHigh)}).`,
      }),
    ),
  );
  const title = `Shares of the variance of the ${figure}`;
  const shown = decomposed.map(({ candidate }) => ({ id: candidate, name: nameOf(candidate) }));
  return [
    {
      id: 'source-shares',
      title: 'Shares of the variance',
      conclusion: `What each source brings to the variance of the ${figure}, from the crossed design.`,
      reading: ['A row adds up to 100 %. Intervals stand with each candidate below.'],
      direction: null,
      n: `n = ${formatQuantity(cellCount(first.decomposition), 'trial')} of each`,
      interval: null,
      draw: (id, size) =>
        drawCellMap(id, { rows: shown, columns: [...new Set(cells.map(({ column }) => column))], cells, title }, size),
      keys: null,
      data: {
        columns: ['candidate', 'source', 'share', 'low', 'high'],
        rows: decomposed.flatMap(({ candidate, decomposition: { components } }) =>
          components.map(({ source, share, shareLow, shareHigh }) => [candidate, source, share, shareLow, shareHigh]),
        ),
      },
    },
  ];
}

function cellCount({ levels }: Decomposed): number {
  return Object.values(levels).reduce((product, count) => product * count, 1);
}

const SHORT_SOURCES: Readonly<Record<string, string>> = { init: 'weights', repeats: 'no seed' };

/** For the head of a column. */
function shortSource(source: string): string {
  const parts = source.split(/ x |\+/).map((name) => SHORT_SOURCES[name] ?? name);
  return parts.join(source.includes(' x ') ? ' × ' : ' + ');
}

function countRange(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? formatQuantity(most, 'trial') : `${least} to ${formatQuantity(most, 'trial')}`;
}

function sourceSection(
  { figure, analysis, header }: StudyInput,
  measured: MeasuredCandidate,
  nameOf: Namer,
  index: number,
): Section {
  const series = measured.arms.map(({ name, distribution }) => ({
    name: sourceText(name),
    values: distribution.losses,
  }));
  const own = namedSets(analysis, header).filter(({ candidate }) => candidate === measured.candidate);
  const histograms: Figure = {
    id: `sources-${index}`,
    title: `Histograms of ${nameOf(measured.candidate)}`,
    conclusion: `The ${figure} by what varies.`,
    reading: ['Everything else is held; upright lines are medians.', ...repeatedText(measured)],
    direction: directionWords(figure),
    n: `n = ${countRange(series.map(({ values }) => values.length))} in a histogram`,
    interval: null,
    draw: (id, size) => drawHistograms(id, series, figure, size),
    keys: seriesKeys(
      series.map(({ name }, place) => ({ name: `${name} vary`, style: seriesStyle(place), shows: 'line' })),
    ),
    data: {
      columns: ['varies', 'trial', figure],
      rows: measured.arms.flatMap(({ name, distribution }) =>
        distribution.losses.map((loss, place) => [name, place + 1, loss]),
      ),
    },
  };
  return {
    id: `varies-${index}`,
    title: `What varies: ${nameOf(measured.candidate)}`,
    content: html`${renderFigure(histograms)}
${criterionTable(own)}
<p class="quiet">${criterionNote(own)}</p>`,
    figures: [histograms],
  };
}

function repeatedText({ controls: { losses, identical } }: MeasuredCandidate): string[] {
  if (losses.length < 2) return [];
  const trainings = `${formatQuantity(losses.length, 'training')} with equal seeds`;
  return identical
    ? [`${trainings} gave equal losses to the last bit: nothing escapes the seeds.`]
    : [`${trainings} differ.`];
}

function componentSection(
  { figure }: StudyInput,
  { finitePool }: MeasureAnalysis,
  measured: MeasuredCandidate,
  nameOf: Namer,
  index: number,
): Section {
  const { decomposition, candidate } = measured;
  const section = { id: `parts-of-variance-${index}`, title: `Parts of the variance: ${nameOf(candidate)}` };
  if ('reason' in decomposition) {
    return { ...section, content: html`<p>There is no decomposition: ${decomposition.reason}.</p>`, figures: [] };
  }
  const { components } = decomposition;
  const parts = componentFigure(decomposition, leadingText(measured, figure, nameOf), index);
  const note = components.some(({ source }) => source === 'repeats')
    ? 'The last row is what no seed controls.'
    : 'The last row holds the largest interaction and whatever no seed controls.';
  return {
    ...section,
    content: html`${renderFigure(parts)}
${componentTable(components, finitePool?.seen ?? 1)}
<p class="quiet">${note} d.f.: degrees of freedom. Intervals are widened for skewed effects; heavier tails than the lognormal's (0.5) are covered less often.</p>`,
    figures: [parts],
  };
}

function componentFigure(decomposition: Decomposed, statement: string, index: number): Figure {
  const { components, levels, leftOut, method, level, holdsUnder } = decomposition;
  const design = Object.entries(levels)
    .map(([source, count]) => `${count} levels of ${sourceText(source)}`)
    .join(' x ');
  const gone = Object.entries(leftOut).filter(([, count]) => count > 0);
  return {
    id: `parts-${index}`,
    title: 'Shares of the variance',
    conclusion: `${statement}.`,
    reading: [
      `Crossed design: ${design}${gone.length === 0 ? '' : `, after leaving out ${gone.map(([source, count]) => `${count} of ${sourceText(source)}`).join(', ')} whose cells failed, diverged or collapsed`}.`,
    ],
    direction: null,
    n: `n = ${formatQuantity(cellCount(decomposition), 'trial')}`,
    interval: `Lines: ${formatShare(level)} intervals (${method}), ${limitWords([holdsUnder])}`,
    draw: (id, size) => drawComponents(id, components, sourceText, size),
    keys: null,
    data: {
      columns: ['source', 'degrees', 'variance', 'varianceLow', 'varianceHigh', 'share', 'shareLow', 'shareHigh'],
      rows: components.map((one) => [
        one.source,
        one.degrees,
        one.variance,
        one.varianceLow,
        one.varianceHigh,
        one.share,
        one.shareLow,
        one.shareHigh,
      ]),
    },
  };
}
