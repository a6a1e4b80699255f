/** @file Figure: examples saved, how many times fewer a level needs for the same criterion, and for the same spread. */
import type { CoupleAnalysis, Saving, SavingsRow } from '../../../questions/couple/plan/index.js';
import { type Chart, seriesStyle } from '../../chart/index.js';
import { html, type Markup, tableStart } from '../../html/markup.js';
import { formatCount, formatShare } from '../../number-text.js';
import { fitAxis, type ValueAxis } from '../../view/value-axis.js';
import { type SizePoint, sizeLines } from '../charts/size-lines.js';
import { factorName, rangeText } from '../couple-names.js';
import { equalledText, referenceName, savingName, savingText, savingTexts } from '../couple-saving-words.js';
import { toldCriterion } from '../study-direction.js';
import { capital } from '../study-words.js';

/** The levels of one setting; nothing where there are no rows of it. */
export function savingFigure(analysis: CoupleAnalysis, of: SavingsRow['of'], factor: number, figure: string): Chart[] {
  const { table, savings } = analysis;
  const { name } = table.factors[factor] as CoupleAnalysis['table']['factors'][number];
  const rows = savings.rows.filter((row) => row.of === of && row.factor === name);
  if (rows.length === 0) return [];
  const what = equalledText(analysis, of, figure);
  const lines = rows.map((row) =>
    row.savings.flatMap((saving) => pointOf(saving, savingName(table, row), table.sizes)),
  );
  return [
    {
      id: `savings-${of}-${factor}`,
      title: `${factorName(table, name)}, same ${of === 'criterion' ? toldCriterion(savings.criterion, figure) : 'spread'}`,
      says: conclusionText(analysis, rows, what),
      reads: [
        `At 3 a level needs a third of the examples that the first level of its setting has there, for the same ${what}; dashed: as many.`,
        'An arrow: the interval goes on beyond these sizes. In the strip below: never reached within them.',
        `Uprights: ${formatShare(savings.level)} intervals`,
      ],
      direction: 'higher is better',
      n: `Sizes: ${rangeText(table)}`,
      plot: sizeLines({
        lines,
        sizes: table.sizes,
        axis: savingAxis(lines),
        quantity: 'times fewer examples',
        rule: 1,
        beyond: 'never',
      }),
      keys: rows.map((row, place) => ({ name: savingName(table, row), style: seriesStyle(place) })),
      data: {
        columns: ['level', 'compared with', 'size', 'needs', 'times fewer', 'low', 'high', 'finding', 'reason'],
        rows: rows.flatMap((row) =>
          row.savings.map(({ size, needs, value, interval, finding }) => {
            const [low, high, reason] =
              'reason' in interval ? [null, null, interval.reason] : [interval.low, interval.high, null];
            return [savingName(table, row), referenceName(table, row), size, needs, value, low, high, finding, reason];
          }),
        ),
      },
    },
  ];
}

/** At the first levels of the other settings, and how many of all places show something. */
function conclusionText({ table }: CoupleAnalysis, rows: readonly SavingsRow[], what: string): string {
  const all = rows.flatMap(({ savings }) => savings);
  const count = (wanted: readonly Saving['finding'][]): string =>
    formatCount(all.filter(({ finding }) => wanted.includes(finding)).length);
  const counted =
    rows.length === 1
      ? ''
      : ` Over all levels ${count(['fewer'])} of ${formatCount(all.length)} points show a saving, ${count(['more', 'never'])} the opposite.`;
  return `${capital(savingTexts(table, rows, what).join('. '))}.${counted}`;
}

/** Beyond the axis where it never gets there, or may save more than these sizes can show. */
function pointOf(saving: Saving, name: string, sizes: readonly number[]): SizePoint[] {
  const { size, value, bound, interval } = saving;
  if (value === null || 'reason' in interval) return [];
  const place = (end: number | 'never' | 'open'): number =>
    end === 'never' ? 0 : end === 'open' ? Number.POSITIVE_INFINITY : end;
  const high = value === 'at-least' ? Number.POSITIVE_INFINITY : place(interval.high);
  return [
    {
      size,
      value: value === 'never' ? 0 : value === 'at-least' ? (bound ?? 1) : value,
      interval: [place(interval.low), high],
      title: `${name} at ${formatCount(size)} examples: ${savingText(saving, sizes)}.`,
    },
  ];
}

/** Worse is below, where the strip is for what never gets there. */
function savingAxis(lines: readonly (readonly SizePoint[])[]): ValueAxis {
  const ends = lines.flat().flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
  const finite = ends.filter((end) => end > 0 && Number.isFinite(end));
  const { low, high } = fitAxis([0.5, 2, ...finite], 'minimize');
  return { scale: 'log', low, high, worse: 'low' };
}

export function savingTable(analysis: CoupleAnalysis, figure: string): Markup {
  const { table, savings } = analysis;
  const rows = savings.rows.filter(({ of }) => of === 'criterion');
  return html`${tableStart('Examples needed')}
<thead><tr><th>level</th><th>compared with</th><th class="number">at</th><th>for the same ${equalledText(analysis, 'criterion', figure)}</th><th>for the same spread</th></tr></thead>
<tbody>${rows.flatMap((row) => {
    const beside = savings.rows.find((one) => one.of === 'spread' && isSame(one, row));
    return row.savings.map(
      (saving) =>
        html`<tr><td class="name">${savingName(table, row)}</td><td class="name">${referenceName(table, row)}</td><td class="number">${formatCount(saving.size)}</td><td>${savingText(saving, table.sizes)}</td><td>${cellText(beside, saving.size, table.sizes)}</td></tr>
`,
    );
  })}</tbody></table></div>`;
}

function isSame(one: SavingsRow, other: SavingsRow): boolean {
  return one.factor === other.factor && one.levels.join() === other.levels.join();
}

function cellText(row: SavingsRow | undefined, size: number, sizes: readonly number[]): string {
  const saving = row?.savings.find((one) => one.size === size);
  return saving === undefined ? '–' : savingText(saving, sizes);
}
