/** @file Figures: what decides most, settings, sample size and their couplings, for location, spread and collapses; and how far the others lie behind it, which is how it is told. */
import type { CoupleAnalysis, ResponseEffects } from '../../../questions/couple/plan/index.js';
import type { Chart } from '../../chart/index.js';
import { type IntervalRow, intervalChart } from '../../chart/interval-chart.js';
import { formatShare, formatValue } from '../../number-text.js';
import { endCells, endsOf, reasonOf } from '../../view/interval-words.js';
import { betweenText, omegaText, responseDeterminantText, restText } from '../couple-effect-words.js';
import { rangeText, termName } from '../couple-names.js';
import { capital } from '../study-words.js';

/** Nothing where nothing is said of this response. */
export function determinantFigure(analysis: CoupleAnalysis, effects: ResponseEffects, figure: string): Chart[] {
  const { table } = analysis;
  const { response, determinants, sizes, leftOut } = effects;
  const { rows, primary } = determinants;
  if (rows.length === 0) return [];

  const shown = rows.map(({ factors, share }): IntervalRow => {
    const name = termName(table, factors);
    const text = `${name}: ${omegaText(share)}${betweenText(share.interval)}`;
    return {
      name,
      note: omegaText(share),
      value: share.value ?? Number.NaN,
      interval: endsOf(share.interval),
      role: factors.join() === primary?.join() ? 'choice' : 'open',
      title: text,
    };
  });
  const reasons = new Map<string, string[]>();
  for (const { factors, share } of rows) {
    if (!('reason' in share.interval)) continue;
    const { reason } = share.interval;
    reasons.set(reason, [...(reasons.get(reason) ?? []), termName(table, factors)]);
  }

  return [
    {
      id: `determinants-${response}`,
      title: responseTitle(response, figure),
      says: `${responseDeterminantText(analysis, effects, figure)}.`,
      reads: [
        `Partial omega squared: the variance of the effects over cells that count alike, beside that of one training, without the noise of estimates${sizes === null ? '' : `, from ${rangeText({ ...table, sizes })}`}.`,
        ...(leftOut.length === 0
          ? []
          : [`Some cells have no ${response}, so that it rests on the others, ${restText(table, { leftOut })}.`]),
        `Bars may overlap where one row is shown to be ahead: "${responseTitle(response, figure)}: behind the first" compares rows on the same trainings.`,
        'Rows with x are couplings.',
        ...[...reasons].map(
          ([reason, names]) =>
            `No interval${names.length === rows.length ? 's' : ` for ${names.join(', ')}`}: ${reason}.`,
        ),
        rows.some(({ share }) => !('reason' in share.interval))
          ? `Bars: ${formatShare(analysis.effects.level)} intervals`
          : null,
      ],
      n: `n = ${table.cells.length} cells`,
      plot: intervalChart({
        rows: shown,
        quantity: 'partial omega squared',
        hasZero: true,
      }),
      data: {
        columns: ['factor', 'partial omega squared', 'low', 'high', 'deviation', 'reason'],
        rows: rows.map(({ factors, share, deviation }) => {
          const { value, interval } = share;
          return [termName(table, factors), value, ...endCells(interval), deviation.value, reasonOf(interval)];
        }),
      },
    },
  ];
}

function responseTitle(response: ResponseEffects['response'], figure: string): string {
  return { location: figure, spread: 'spread', collapses: 'collapses' }[response];
}

/** The comparison by which one is called the first; nothing where there is none. */
export function behindFigure(
  analysis: CoupleAnalysis,
  { response, determinants }: ResponseEffects,
  figure: string,
): Chart[] {
  const { table, effects } = analysis;
  const [first, ...others] = determinants.rows;
  if (first === undefined || others.every(({ behind }) => behind === null || 'reason' in behind.interval)) return [];
  const name = termName(table, first.factors);
  const shown = others.flatMap(({ factors, behind }): IntervalRow[] => {
    if (behind === null) return [];
    const ends = endsOf(behind.interval);
    const isBehind = ends !== null && ends[0] > 0;
    const value = behindText(behind.value);
    return [
      {
        name: termName(table, factors),
        ...{ note: value, value: behind.value ?? Number.NaN, interval: ends },
        role: isBehind ? 'settled' : 'open',
        title: `${termName(table, factors)}: behind ${name} by ${value}${ends === null ? '' : ` (${ends.map(behindText).join(' to ')})`}`,
      },
    ];
  });
  const isFirst = determinants.primary !== null;
  return [
    {
      id: `behind-${response}`,
      title: `${responseTitle(response, figure)}: behind the first`,
      says: `${capital(name)} ${isFirst ? 'is shown to explain more than each other' : 'explains most here, but is not shown to explain more than each other'}.`,
      reads: [
        `How much less each varies cells than ${name} does: the difference of the standard deviations of their effects over cells, both on the same trainings. What lies above 0 with its whole bar is shown to explain less.`,
        'It is the comparison by which one is called the first: bars of single rows may overlap.',
        `Bars: ${formatShare(effects.level)} intervals`,
      ],
      n: `n = ${table.cells.length} cells`,
      plot: intervalChart({
        rows: shown,
        quantity: `behind ${name}`,
        hasZero: true,
      }),
      data: {
        columns: ['factor', `behind ${name}`, 'low', 'high'],
        rows: others.map(({ factors, behind }) => {
          return [termName(table, factors), behind?.value ?? null, ...endCells(behind?.interval)];
        }),
      },
    },
  ];
}

function behindText(value: number | null): string {
  return value === null ? '–' : formatValue(value, 2);
}
