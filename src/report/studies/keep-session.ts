/** @file A session of changes as one: what became of each, in order, its table, its figure, and how many are kept by chance. */
import { keptByChance } from '../../questions/keep/plan/index.js';
import type { Chart } from '../chart/chart.js';
import { intervalFigure } from '../chart/interval-chart.js';
import { formatQuantity, formatValue } from '../number-text.js';
import type { Table } from '../table/table.js';
import type { JudgedChange } from './judged-change.js';
import type { StudyInput } from './study-input.js';

/** What a change is counted as: asked again, it is the same change. */
const changeOf = ({ baseline, candidate }: JudgedChange): string => `${baseline.id} ${candidate.id}`;

/** How many were trained for it, the one time that it was asked. */
const madeFor = ({ trainings: { candidate, baseline, reused } }: JudgedChange): number => candidate + baseline - reused;

/**
 * Each change once, where it was asked first, with what it came to last, and all that was trained for it: asked again, it uses what it had
 * made. The first version of a session is none.
 */
export function changesInOrder(lines: readonly JudgedChange[]): readonly JudgedChange[] {
  const changes = new Map<string, JudgedChange>();
  for (const line of lines) {
    if (line.baseline.id === line.candidate.id) continue;
    const before = changes.get(changeOf(line));
    const { trainings } = line;
    const reused = before === undefined ? trainings.reused : Math.max(0, trainings.reused - madeFor(before));
    changes.set(changeOf(line), { ...line, trainings: { ...trainings, reused } });
  }
  return [...changes.values()];
}

/** The session with the change that a question is about, which is not told before it is judged. */
export function withAsked(
  lines: readonly JudgedChange[],
  { header: { candidates }, analysis }: Pick<StudyInput, 'header' | 'analysis'>,
): readonly JudgedChange[] {
  if (analysis.kind !== 'keep') return lines;
  const versionOf = (id: string) => String(candidates.find((one) => one.id === id)?.configuration.version);
  const [old, fresh] = [versionOf(analysis.old.candidate), versionOf(analysis.new.candidate)];
  const told = lines.findLast(({ baseline, candidate }) => baseline.id === old && candidate.id === fresh);
  if (told !== undefined && told.verdict !== 'undecided') return lines;
  const { verdict, sure, gain, interval, error, trainings } = analysis;
  const before = lines.flatMap(({ baseline, candidate, trainings: had }) => [
    ...(baseline.id === old ? [had.baseline] : []),
    ...(candidate.id === old ? [had.candidate] : []),
  ]);
  const own = told === undefined ? 0 : told.trainings.candidate;
  const asked: JudgedChange = {
    ...{ baseline: { id: old, name: '' }, candidate: { id: fresh, name: '' }, verdict, sure, gain, error },
    interval: 'low' in interval ? [interval.low, interval.high] : null,
    ...{ reason: '', moved: verdict === 'keep' },
    trainings: {
      ...{ candidate: trainings.new, baseline: trainings.old },
      reused: own + Math.min(trainings.old, Math.max(0, ...before)),
    },
  };
  return [...lines, asked];
}

/** Whole sentences: what was kept, what of that is to be expected by chance, and what was trained. */
export function sessionTexts(lines: readonly JudgedChange[]): readonly string[] {
  const changes = changesInOrder(lines);
  const counted = (verdict: JudgedChange['verdict']) => changes.filter((change) => change.verdict === verdict);
  const kept = counted('keep');
  const real = kept.filter(({ sure }) => sure === 'real').length;
  const open = counted('undecided').length;
  const made = changes.reduce((sum, change) => sum + madeFor(change), 0);
  const reused = changes.reduce((sum, { trainings }) => sum + trainings.reused, 0);
  const judged = changes.filter(({ trainings }) => trainings.candidate > 0);
  return [
    `Of ${formatQuantity(changes.length, 'change')} ${kept.length} ${kept.length === 1 ? 'is' : 'are'} kept (${real} real, ${kept.length - real} likely), ${counted('discard').length} discarded, ${open} undecided.`,
    ...(judged.length === 0
      ? []
      : [
          `Of ${formatQuantity(judged.length, 'trained change')} at most ${formatValue(keptByChance(judged), 2)} would be kept by chance if none gained anything.`,
        ]),
    `${formatQuantity(made, 'training')}, and ${reused} used again.`,
  ];
}

interface Row extends JudgedChange {
  readonly place: number;
}

const outcomeText = ({ verdict, sure }: JudgedChange): string =>
  verdict === 'keep' ? `kept, ${sure}` : verdict === 'discard' ? 'discarded' : 'undecided';

/** A row for each change, in order. */
export function sessionTable(lines: readonly JudgedChange[]): Table<Row> {
  const rows = changesInOrder(lines).map((change, place) => ({ ...change, place: place + 1 }));
  return {
    id: 'session',
    caption: 'The changes of the session',
    note: 'A gain above 0 is better; it is of each version that stood when the change was asked.',
    columns: [
      { key: 'change', unit: 'count', of: ({ place }) => place },
      { key: 'version', of: ({ candidate }) => candidate.id },
      { key: 'outcome', of: outcomeText },
      {
        ...{ key: 'gain', unit: 'value', of: ({ gain }) => gain },
        interval: ({ interval }) =>
          interval === null ? null : { low: interval[0], high: interval[1], level: 0.95, method: EACH_ALONE },
      },
      {
        key: 'trainings',
        unit: 'count',
        of: madeFor,
      },
      { key: 'reused', label: 'used again', unit: 'count', spare: 1, of: ({ trainings }) => trainings.reused },
      { key: 'baseline', of: ({ baseline }) => baseline.id, shownIn: ['file'] },
      { key: 'reason', unit: 'sentence', of: ({ reason }) => reason, shownIn: ['page', 'file'] },
    ],
    rows,
    role: ({ verdict }) => (verdict === 'keep' ? 'best' : verdict === 'discard' ? 'faint' : null),
  };
}

const EACH_ALONE = 'all trainings of each version; from six pairs on, differences within pairs as well';

/** Gain by change. */
export function sessionFigure(lines: readonly JudgedChange[], figure: string): Chart {
  const data = sessionTable(lines);
  const [first = ''] = sessionTexts(lines);
  return intervalFigure<Row>(
    { ...data, id: 'session-gains', caption: 'Gain by change' },
    {
      says: first,
      reads: ['A circle is a change that is kept, a hollow square one that is discarded.'],
      direction: 'higher is better',
      n: `n = ${formatQuantity(data.rows.length, 'change')}`,
    },
    {
      key: 'gain',
      name: (row) => `${row.place}  ${outcomeText(row)}`,
      roleOf: ({ verdict }) => (verdict === 'keep' ? 'choice' : verdict === 'discard' ? 'settled' : 'open'),
      quantity: `gain in ${figure}`,
      rows: data.rows.filter(({ gain }) => gain !== null),
    },
  );
}
