/** @file Figure: how much retraining moves the winner and its rivals: every training a point, its quartiles, and the criterion. */
import { jointMeaning } from '../../core/index.js';
import { type BoxRow, boxFigure } from '../chart/box-chart.js';
import { betterWay, type Chart } from '../chart/index.js';
import { html, type Markup } from '../html/markup.js';
import { formatQuantity, formatValue } from '../number-text.js';
import type { Member } from '../result/members.js';
import type { Result } from '../result/result-schema.js';
import { renderTable } from '../table/table-html.js';
import { intervalWords, noIntervalNote } from '../view/interval-words.js';
import type { ReportView } from '../view/report-view.js';
import { judgingWords } from '../view/run-notices.js';
import { boxOf, fitAxis } from '../view/value-axis.js';

/** A figure that trainings have together is nobody's own. */
function pointWords({ metric }: Result): string {
  if (jointMeaning(metric) === undefined) return '';
  return `: what it is worth to the mean ${metric} of all pairs (its jackknife pseudo-value). Points lie further apart than distances do, and may be below 0; trials.csv has the distances as ${metric}`;
}

/** Null where nobody was trained. */
export function trainingsFigure(view: ReportView): Chart | null {
  const rows = trainingRows(view);
  if (rows.length === 0) return null;
  const { word, result, telling } = view;
  const axis = fitAxis(
    rows.flatMap(({ values }) => values),
    result.direction,
  );
  const intervals = result.members.flatMap(({ fresh }) => (fresh === null ? [] : [fresh.interval]));
  return boxFigure({
    id: 'robustness-trials',
    title: 'Trainings',
    says: spreadText(rows, view),
    reads: [
      `A point is one training on ${judgingWords(result.plan)}${pointWords(result)}; boxes after Tukey, the diamond is the ${result.criterion.name}.`,
      ...(rows.some(({ from }) => from === 'fresh') && rows.some(({ from }) => from === 'choosing')
        ? ['Where there are no fresh trainings those of the race stand, which flatter the winner.']
        : []),
      intervalWords(intervals) === null ? null : `Bars: ${intervalWords(intervals)}`,
    ],
    direction: betterWay(result.direction === 'maximize'),
    n: 'n = the count beside each name',
    ...{ column: 'candidate', word, axis },
    rows: rows.map((row) => ({
      ...{ ...row, name: telling.nameOf(row.candidate), id: row.candidate },
      kind: row.from === 'fresh' ? 'after the race' : 'the race',
    })),
  });
}

/** Where the middle half of the winner's trainings lies, and how far the worst of them is off. */
function spreadText(rows: readonly TrainingRow[], { telling, result }: ReportView): string {
  const row = rows.find(({ isChoice }) => isChoice) ?? (rows[0] as TrainingRow);
  const name = telling.nameOf(row.candidate);
  const kind = row.from === 'fresh' ? 'fresh training' : 'training';
  const worst = (result.direction === 'maximize' ? Math.min : Math.max)(...row.values);
  if (row.box === null) return `${formatQuantity(row.values.length, kind)} of ${name} ${reach(row, worst)}.`;
  const { q1, q3 } = row.box;
  return `The middle half of ${formatQuantity(row.values.length, kind)} of ${name} lies between ${formatValue(q1)} and ${formatValue(q3)}; the worst ${Number.isFinite(worst) ? `is ${formatValue(worst)}` : 'diverged or failed'}.`;
}

function reach({ values }: TrainingRow, worst: number): string {
  if (!Number.isFinite(worst)) return `${values.length === 1 ? 'ends' : 'end'} without a finite loss at worst`;
  return values.length === 1 ? `ends at ${formatValue(worst)}` : `end at ${formatValue(worst)} at worst`;
}

/** What stands below it: the same in figures. */
export function trainingDetails({ finalists, result }: ReportView): Markup {
  const note = noIntervalNote(result);
  const race = result.trials.fresh === 0 ? '' : ' In the race: the same figure from the trainings that chose.';
  const text = `Iqr: the interquartile range. Worst: the worst training. Failed: trainings without a loss. Collapsed: those beyond the bar that is stated above, and at most which share of trainings does either (95 %).${race}${note === null ? '' : ` ${note}`}`;
  return html`${finalists.map(
    (table) => html`<p class="caption">${table.caption}</p>
${renderTable(table)}
`,
  )}<p class="quiet">${text}</p>`;
}

interface TrainingRow extends Omit<BoxRow, 'name' | 'id' | 'kind'> {
  readonly candidate: string;
  /** `fresh`: on trials after the race. `choosing`: on those of the race. */
  readonly from: 'fresh' | 'choosing';
}

/** The candidates with fresh trials, then the others; beside these the winner stands on the trials of the race again. */
export function trainingRows({ input: { direction }, standings, members }: ReportView): readonly TrainingRow[] {
  const winner = members.find(({ standing }) => standing === 'winner');
  const fresh = members.filter((member) => member.fresh !== null);
  const raced = members.filter((member) => member.fresh === null);
  const choosing = winner === undefined || raced.length === 0 || raced.includes(winner) ? raced : [winner, ...raced];
  const ofChoice = standings.find(({ id }) => id === winner?.candidate)?.values ?? [];
  const rowOf = (member: Member, from: TrainingRow['from']): TrainingRow => {
    const values = from === 'choosing' && member === winner ? ofChoice : member.values;
    const figures = from === 'fresh' ? member.fresh : member.race;
    const interval = from === 'fresh' ? member.fresh?.interval : undefined;
    return {
      candidate: member.candidate,
      isChoice: member === winner,
      from,
      count: `${values.length}${from === 'fresh' ? ' fresh' : fresh.length > 0 ? ' of the race' : ''}`,
      values,
      box: boxOf(values, direction),
      mark:
        figures === null || figures.criterion === null
          ? null
          : { value: figures.criterion, interval: interval !== undefined && 'low' in interval ? interval : null },
    };
  };
  return [...fresh.map((member) => rowOf(member, 'fresh')), ...choosing.map((member) => rowOf(member, 'choosing'))];
}
