/** @file Sections of a measurement of randomness: candidates by sources first, then histograms and parts of each variance. */

import type { DecompositionAnalysis, MeasureAnalysis, MeasuredCandidate } from '../../questions/measure/plan/index.js';
import { type Figure, renderFigure, seriesKeys, seriesStyle } from '../figures/index.js';
import { html } from '../html/markup.js';
import { formatQuantity, formatShare, formatValue } from '../number-text.js';
import { nameCandidates, shortName } from '../view/candidate-names.js';
import { limitWords } from '../view/interval-words.js';
import { drawCellMap, type MapCell } from './charts/cell-map.js';
import { drawComponents } from './charts/component-chart.js';
import { drawHistograms } from './charts/histogram-chart.js';
import { clearPart } from './measure-words.js';
import { sourceText } from './source-words.js';
import { directionWords } from './study-direction.js';
import type { StudyInput } from './study-input.js';
import { namedSets } from './study-kinds.js';
import type { StudySection } from './study-section.js';
import { componentTable, criterionNote, criterionTable } from './study-tables.js';
import { criterionOf, type Namer } from './study-words.js';

type Decomposed = Exclude<DecompositionAnalysis, { readonly reason: string }>;

export function measureSections(input: StudyInput, analysis: MeasureAnalysis): StudySection[] {
  const names = nameCandidates(input.header.candidates);
  const nameOf: Namer = (id) => shortName(names, id);
  const single = analysis.candidates.length === 1;
  const spreads = spreadMap(input, analysis, nameOf);
  const shares = shareMap(input, analysis, nameOf);
  return [
    {
      id: 'sources',
      title: 'Where the spread comes from',
      content: html`${[...(single ? [spreads] : []), ...shares].map(renderFigure)}`,
      figures: [...(single ? [spreads] : []), ...shares],
      ...(single ? {} : { picture: spreads }),
    },
    ...analysis.candidates.flatMap((measured, index) => [
      partsSection(analysis, measured, { nameOf, index, single }),
      sourceSection(input, measured, { nameOf, index, single }),
    ]),
  ];
}

/** Whose section it is, and whether of the only candidate. */
interface Subject {
  readonly nameOf: Namer;
  readonly index: number;
  readonly single: boolean;
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
    conclusion: rangeText(cells, figure),
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
      columns: ['candidate', 'source', 'trainings', 'std', 'low', 'high'],
      rows: spreads.map(({ candidate, source, spread, n }) => {
        const interval = spread === null || 'reason' in spread.interval ? null : spread.interval;
        return [candidate, source, n, spread?.value ?? null, interval?.low ?? null, interval?.high ?? null];
      }),
    },
  };
}

/** Between which two cells all lie. */
function rangeText(cells: readonly MapCell[], figure: string): string {
  const known = cells.filter(({ shade }) => shade !== null).sort((a, b) => Number(a.shade) - Number(b.shade));
  const [least, most] = [known[0], known.at(-1)];
  if (least === undefined || most === undefined) return `How the ${figure} varies with each source.`;
  return least.text === most.text
    ? `All standard deviations are ${least.text}.`
    : `From ${least.text} (${whereText(least)}) to ${most.text} (${whereText(most)}).`;
}

/** `filters=8, the training sample`. */
function whereText({ title }: MapCell): string {
  return title.slice(0, title.lastIndexOf(': '));
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
      n: `n = ${formatQuantity(cellCount(first.decomposition), 'training')} of each`,
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
  return least === most ? formatQuantity(most, 'training') : `${least} to ${formatQuantity(most, 'training')}`;
}

function sourceSection(
  { figure, analysis, header }: StudyInput,
  measured: MeasuredCandidate,
  { nameOf, index, single }: Subject,
): StudySection {
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
      columns: ['varies', 'training', figure],
      rows: measured.arms.flatMap(({ name, distribution }) =>
        distribution.losses.map((loss, place) => [name, place + 1, loss]),
      ),
    },
  };
  return {
    id: `varies-${index}`,
    title: single ? 'What varies' : `What varies: ${nameOf(measured.candidate)}`,
    content: html`${single ? null : renderFigure(histograms)}
${criterionTable(own)}
<p class="quiet">${criterionNote(own)}</p>`,
    figures: single ? [] : [histograms],
    ...(single ? { picture: histograms, place: 'open' as const } : {}),
  };
}

function repeatedText({ controls: { losses, identical } }: MeasuredCandidate): string[] {
  if (losses.length < 2) return [];
  const trainings = `${formatQuantity(losses.length, 'training')} with equal seeds`;
  return identical
    ? [`${trainings} gave equal losses to the last bit: nothing escapes the seeds.`]
    : [`${trainings} differ.`];
}

function partsSection(
  { finitePool }: MeasureAnalysis,
  measured: MeasuredCandidate,
  { nameOf, index, single }: Subject,
): StudySection {
  const { decomposition, candidate, leading } = measured;
  // Where spreads of single sources show what leads, shares that do not are no picture of it.
  const isPicture = single && (leading.finding !== 'leads' || clearPart(measured) !== undefined);
  const title = single ? 'Parts of the variance' : `Parts of the variance: ${nameOf(candidate)}`;
  const section = { id: `parts-of-variance-${index}`, title };
  if ('reason' in decomposition) {
    return { ...section, content: html`<p>There is no decomposition: ${decomposition.reason}.</p>`, figures: [] };
  }
  const { components } = decomposition;
  const parts = componentFigure(decomposition, index);
  const note = components.some(({ source }) => source === 'repeats')
    ? 'The last row is what no seed controls.'
    : 'The last row holds the largest interaction and whatever no seed controls.';
  return {
    ...section,
    content: html`${isPicture ? null : renderFigure(parts)}
${componentTable(components, finitePool?.seen ?? 1)}
<p class="quiet">${note} d.f.: degrees of freedom. Intervals are widened for skewed effects; heavier tails than the lognormal's (0.5) are covered less often.</p>`,
    figures: isPicture ? [] : [parts],
    ...(isPicture ? { picture: parts } : {}),
  };
}

/** `Most by its estimate: initial weights, 78 % [60 %, 90 %].` */
function largestText(components: Decomposed['components']): string {
  const most = components.reduce((first, other) => (other.share > first.share ? other : first));
  if (most.share === 0) return 'Nothing varies.';
  return `Most by its estimate: ${sourceText(most.source)}, ${formatShare(most.share)} [${formatShare(most.shareLow)}, ${formatShare(most.shareHigh)}].`;
}

function componentFigure(decomposition: Decomposed, index: number): Figure {
  const { components, levels, leftOut, method, level, holdsUnder } = decomposition;
  const design = Object.entries(levels)
    .map(([source, count]) => `${count} levels of ${sourceText(source)}`)
    .join(' x ');
  const gone = Object.entries(leftOut).filter(([, count]) => count > 0);
  return {
    id: `parts-${index}`,
    title: 'Shares of the variance',
    conclusion: largestText(components),
    reading: [
      `Crossed design: ${design}${gone.length === 0 ? '' : `, after leaving out ${gone.map(([source, count]) => `${count} of ${sourceText(source)}`).join(', ')} whose cells failed, diverged or collapsed`}.`,
    ],
    direction: null,
    n: `n = ${formatQuantity(cellCount(decomposition), 'training')}`,
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
