/** @file Figure: how far each lies behind the one that decides most, which is how that one is told. */
import type { CoupleAnalysis, ResponseEffects } from '../../../questions/couple/plan/index.js';
import type { Figure } from '../../figures/index.js';
import { drawIntervals, type IntervalRow } from '../../html/charts/interval-chart.js';
import { formatShare, formatValue } from '../../number-text.js';
import { endsOf, termName } from '../couple-names.js';
import { capital } from '../study-words.js';
import { responseTitle } from './couple-determinants.js';

/** The comparison by which one is called the first; nothing where there is none. */
export function behindFigure(
  analysis: CoupleAnalysis,
  { response, determinants }: ResponseEffects,
  figure: string,
): Figure[] {
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
        ...{ note: value, shortNote: value, value: behind.value ?? Number.NaN, interval: ends },
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
      conclusion: `${capital(name)} ${isFirst ? 'is shown to explain more than each other' : 'explains most here, but is not shown to explain more than each other'}.`,
      reading: [
        `How much less each varies cells than ${name} does: the difference of the standard deviations of their effects over cells, both on the same trainings. What lies above 0 with its whole bar is shown to explain less.`,
        'It is the comparison by which one is called the first: bars of single rows may overlap.',
      ],
      n: `n = ${table.cells.length} cells`,
      interval: `Bars: ${formatShare(effects.level)} intervals`,
      draw: (id, size) =>
        drawIntervals(
          id,
          {
            ...{ rows: shown, quantity: `behind ${name}`, hasZero: true, tolerance: 0, noteHeading: '' },
            title: `How far each lies behind ${name}`,
            text: shown.map((row) => `${row.title}.`).join(' '),
          },
          size,
        ),
      data: {
        columns: ['factor', `behind ${name}`, 'low', 'high'],
        rows: others.map(({ factors, behind }) => {
          const ends = behind === null ? null : endsOf(behind.interval);
          return [termName(table, factors), behind?.value ?? null, ends?.[0] ?? null, ends?.[1] ?? null];
        }),
      },
    },
  ];
}

function behindText(value: number | null): string {
  return value === null ? '–' : formatValue(value, 2);
}
