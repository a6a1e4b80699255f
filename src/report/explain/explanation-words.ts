/** @file What an explanation says, in sentences for people. */
import { median } from '../../stats/index.js';
import { columnFormat, formatCount, formatQuantity } from '../number-text.js';
import type { Explanation } from './explanation.js';

/** Kendall's W from which rankings are called alike, and from which they are mostly alike. */
const ALIKE = 0.9;
const MOSTLY_ALIKE = 0.7;
/** Of rows, below which little is clearly above 0. */
const FEW_ROWS = 50;
/** Names in one sentence. */
const MOST_NAMES = 6;

/** The answer: what matters most, and what it does; `called`: the candidate's name for people. */
export function explanationHeadline(explanation: Explanation, called = explanation.candidate): string {
  const { columns, groups, metric, instances, spread, data } = explanation;
  const isModel = spread === 'model';
  const named = called ?? 'it';
  const [first] = [
    ...columns.map((column) => ({ ...column, name: `\`${column.column}\`` })),
    ...groups.map((group) => ({ ...group, name: `${listed(group.columns, 2)}, shuffled together` })),
  ]
    .filter(({ isClear }) => isClear)
    // A group says more than a column only where no column says anything.
    .sort(
      (left, right) => Number('columns' in left) - Number('columns' in right) || right.importance - left.importance,
    );
  if (first === undefined) {
    return `${isModel ? 'This model' : `The winner, ${named},`} relies clearly on no column, by ${formatQuantity(data.rows, 'row')}`;
  }
  const [figure, value] = measuredOf(explanation);
  const show = columnFormat([value, value + first.importance], first.error);
  const worse = metric.better === 'high' ? value - first.importance : value + first.importance;
  const who = isModel
    ? 'This model relies'
    : `${formatQuantity(instances.length, 'training')} of ${named} ${instances.length === 1 ? 'relies' : 'rely'}`;
  const shuffled = 'columns' in first ? 'they take' : 'shuffled, it takes';
  return `${who} most on ${first.name}: ${shuffled} the ${figure} from ${show(value)} to ${show(worse)}`;
}

/** What importances are added to or taken from: the figure, or its size where 0 is best. */
function measuredOf({ metric, value, instances }: Explanation): readonly [figure: string, value: number] {
  if (metric.better !== 'zero') return [metric.figure, value];
  return [`size of the ${metric.figure}`, median(instances.map((one) => Math.abs(one.value)))];
}

/** What the figure does when it gets worse. */
export function worsening({ better }: Explanation['metric']): string {
  return { high: 'falls', low: 'grows', zero: 'moves away from 0' }[better];
}

/** What was done, and in which units the table is. */
export function explanationMethod({ data, repeats, metric, spread, instances }: Explanation): string {
  const rows =
    data.rows === data.of
      ? formatQuantity(data.rows, 'row')
      : `${formatCount(data.rows)} of ${formatCount(data.of)} rows`;
  const range =
    spread === 'model'
      ? 'least and most of its shuffles'
      : `median, least and most of ${formatQuantity(instances.length, 'retraining')}`;
  return `By how much the ${metric.figure} ${worsening(metric)} when one column is shuffled (${range}); ${data.name}, ${rows}, ${formatQuantity(repeats, 'shuffle')} of each column`;
}

/** What to conclude, and what not to; whole sentences. */
export function explanationStatements(explanation: Explanation): readonly string[] {
  return [...agreementText(explanation), ...clearText(explanation)];
}

/** What must not be overlooked; whole sentences. */
export function explanationNotices({ groups, data, spread, run }: Explanation): readonly string[] {
  const ones = groups.length === 1 ? 'Columns of the group' : `Columns of the ${groups.length} groups`;
  return [
    ...(groups.length === 0
      ? []
      : [
          `${ones} below say nearly the same: shuffling one leaves the others to the model, so that each alone shows too little. Read the group, whose columns are shuffled together.`,
        ]),
    ...(data.rows < FEW_ROWS ? [`${formatQuantity(data.rows, 'row')} are few: they show only what matters much.`] : []),
    ...(spread === 'model' && run === null
      ? [
          'One model: another training of the same settings may rely on other columns. Give the run folder that made it to see several.',
        ]
      : []),
  ];
}

/** The columns of each group. */
export function groupTexts({ groups }: Explanation): readonly string[] {
  return groups.map(({ columns, association }, place) => {
    return `Group ${place + 1}, at least ${association.toFixed(2)} alike: ${columns.join(', ')}`;
  });
}

function agreementText({ agreement, columns, groups, instances }: Explanation): readonly string[] {
  if (agreement === null) return [];
  const { all, clear, first } = agreement;
  const judged = clear ?? all;
  if (judged === null) return [];
  const over =
    clear === null ? formatQuantity(columns.length, 'column') : `the ${judged.things} that are clearly above 0`;
  const every =
    clear === null || all === null || clear.things === all.things ? '' : `, ${all.w.toFixed(2)} over all ${all.things}`;
  const figures = `Kendall's W is ${judged.w.toFixed(2)} over ${over}${every}; 1 would be the same ranking every time`;
  // Noise may be ranked alike by chance, most of all by few trainings.
  if (![...columns, ...groups].some(({ isClear }) => isClear)) {
    return [`Whether the retrainings agree is open: no column is clearly above 0 (${figures}).`];
  }
  const top = `\`${first.column}\` comes first in ${first.instances === instances.length ? 'all' : `${first.instances} of`} ${instances.length}`;
  if (judged.w >= ALIKE) return [`The retrainings agree on what matters: ${top} (${figures}).`];
  if (judged.w >= MOSTLY_ALIKE)
    return [`The retrainings mostly agree: ${top}, and near neighbours change places (${figures}).`];
  return [
    `The retrainings disagree: ${top} (${figures}). Which columns a model relies on is partly luck of its training; take the ranking of no single one for a fact about the data.`,
  ];
}

function clearText({ columns, data }: Explanation): readonly string[] {
  const unused = columns.filter(({ values }) => values.every((value) => value === 0));
  const unclear = columns.filter((column) => !column.isClear && !unused.includes(column));
  const count = formatQuantity(data.rows, 'row');
  return [
    ...(unclear.length === 0
      ? []
      : [
          `Not clearly above 0 on ${count} (at 5 %, by Holm over all columns): ${listed(unclear.map(({ column }) => column))}.`,
        ]),
    ...(unused.length === 0
      ? []
      : [`Shuffling changes nothing at all: ${listed(unused.map(({ column }) => column))}.`]),
  ];
}

function listed(names: readonly string[], most = MOST_NAMES): string {
  // One more is as long as to say so.
  const shown = names.slice(0, names.length === most + 1 ? names.length : most).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${formatCount(more)} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
