/**
 * @file Finds what keeps the rows of a table from being alike: subjects that stand in several rows, rows in time, copies, sorted rows. A random split
 * puts rows of one subject, or of one time, into every part, and what is measured there promises too much.
 */
import { type ColumnLook, correlation, IDENTIFIER, type TableLook } from './look-at-table.js';

export interface TableStructure {
  /** The column of `split.by` or `split.time`; absent where rows are to be divided at random. */
  readonly split?: { readonly by: string } | { readonly time: string };
  /** Whole sentences for people, each with what was done and how to change it. */
  readonly reasons: readonly string[];
}

/** Names of what may have several rows. */
const SUBJECT =
  /(?:^|[^\p{L}])(?:id|subject|subj|patient|person|participant|child|pupil|student|customer|client|user|household|family|animal|device|sensor)$/iu;
const NUMBER = /(?:\p{Ll}Id|\p{Ll}ID|\p{Ll}{3}id)$/u;
/** Words that end in `id` and number nothing. */
const NO_SUBJECT =
  /(?:acid|fluid|solid|lipid|hybrid|grid|paid|humid|covid|void|valid|rapid|liquid|mid|bid|avoid|steroid|thyroid)$/i;
const TIME = /^(?:date|time|timestamp|datetime|day|week|month|year|quarter|period|wave|visit|days|years)$/i;

/** Parts of a time, which no row is of. */
const PART_OF_TIME = /^(?:hour|hours|hr|minute|minutes|second|seconds|weekday)$/i;

/** Parts of a split need groups. */
const FEWEST_SUBJECTS = 10;
/** Of all pairs of subject and time that there could be, how many there are in a panel. */
const PANEL = 0.5;
/** Neighbours in the file that are so much alike did not come in any order. */
const ALIKE = 0.5;

export function structureOf(target: ColumnLook, look: TableLook): TableStructure {
  const others = look.columns.filter((column) => column !== target && column.codes.length === look.count);
  const panel = panelOf(others, look);
  const subject = panel?.subject ?? others.find((column) => isSubject(column, look));
  const time = subject === undefined ? timeOf(others, look) : undefined;
  return {
    ...(subject === undefined ? {} : { split: { by: subject.name } }),
    ...(time === undefined ? {} : { split: { time: time.name } }),
    reasons: [
      ...(subject === undefined ? [] : [subjectText(subject, panel?.time, look)]),
      ...(time === undefined ? [] : [timeText(time)]),
      ...(subject === undefined && time === undefined ? [...dateTexts(others), ...orderTexts(target, look)] : []),
      ...copyTexts(look),
    ],
  };
}

/** Whether this one stands in several rows by its name, and by its cells. */
function isSubject({ name, kind, distinct, isWhole, codes }: ColumnLook, { count }: TableLook): boolean {
  if (!(SUBJECT.test(name) || NUMBER.test(name)) || NO_SUBJECT.test(name)) return false;
  const isName = kind === 'category' || kind === 'text' || (kind === 'number' && isWhole);
  return isName && distinct >= FEWEST_SUBJECTS && distinct * 2 <= count && !codes.some(Number.isNaN);
}

interface Panel {
  readonly subject: ColumnLook;
  readonly time: ColumnLook;
}

/** Two columns no pair of which stands twice, and most pairs of which there are: who, and when. */
function panelOf(columns: readonly ColumnLook[], { count }: TableLook): Panel | undefined {
  const whole = ({ kind, isWhole, distinct, codes }: ColumnLook): boolean =>
    (kind === 'category' || kind === 'date' || kind === 'text' || (kind === 'number' && (isWhole || distinct <= 50))) &&
    distinct > 1 &&
    distinct * 2 <= count &&
    !codes.some(Number.isNaN);
  const known = columns.filter(whole);
  const isTime = ({ kind, name }: ColumnLook): boolean => kind === 'date' || TIME.test(name);
  const subjects = known.filter((column) => !isTime(column) && !PART_OF_TIME.test(column.name));
  for (const time of known.filter(isTime)) {
    const subject = subjects
      .filter(({ distinct }) => distinct >= FEWEST_SUBJECTS && count >= PANEL * distinct * time.distinct)
      .find((column) => areUnique(column.codes, time.codes));
    if (subject !== undefined) return { subject, time };
  }
  return undefined;
}

function areUnique(left: Float64Array, right: Float64Array): boolean {
  const pairs = new Set<string>();
  return left.every((code, row) => {
    const pair = `${code} ${right[row]}`;
    const isNew = !pairs.has(pair);
    pairs.add(pair);
    return isNew;
  });
}

/** A column of dates in the order of the file, or with a row each: the rows are a series. */
function timeOf(columns: readonly ColumnLook[], { count }: TableLook): ColumnLook | undefined {
  return columns.find(({ name, kind, distinct, codes, odd }) => {
    if (codes.some(Number.isNaN) || distinct < 3 * FEWEST_SUBJECTS) return false;
    const isTime = kind === 'date' || (TIME.test(name) && odd.includes(IDENTIFIER));
    return isTime && (distinct * 10 >= count * 9 || isOrdered(codes));
  });
}

function isOrdered(values: Float64Array): boolean {
  const [first = 0, last = 0] = [values[0], values.at(-1)];
  const sign = Math.sign(last - first);
  return sign !== 0 && values.every((value, row) => row === 0 || sign * (value - (values[row - 1] as number)) >= 0);
}

function subjectText({ name, distinct }: ColumnLook, time: ColumnLook | undefined, { count }: TableLook): string {
  const each = Math.round((10 * count) / distinct) / 10;
  const when = time === undefined ? '' : ` at different \`${time.name}\``;
  const other = time === undefined ? '' : `, or \`time: ${time.name}\` to judge on later rows`;
  return `\`${name}\` stands in several rows (${distinct} values, ${each} rows each${when}): whole values go to one part (\`split: { by: ${name} }\`). To predict for the same ones, take \`by\` out${other}.`;
}

function timeText({ name }: ColumnLook): string {
  return `The rows are in time by \`${name}\`: the latest are the final set (\`split: { time: ${name} }\`). If later rows are like earlier ones, take \`time\` out.`;
}

/** Dates by which nothing is divided. */
function dateTexts(columns: readonly ColumnLook[]): readonly string[] {
  const first = columns.find((column) => column.kind === 'date');
  if (first === undefined) return [];
  return [
    `\`${first.name}\` holds dates, and rows are divided at random: to judge on later rows, write \`split: { time: ${first.name} }\`.`,
  ];
}

/** Of rows whose order says something of the target. */
function orderTexts(target: ColumnLook, { count }: TableLook): readonly string[] {
  const { name, codes, kind, distinct } = target;
  if (codes.length !== count || count < 50 || distinct < 2) return [];
  if (isGrouped(codes, distinct) || (kind === 'number' && isOrdered(codes)))
    return [`The rows are sorted by \`${name}\`: they are divided at random, so that every part has all of it.`];
  if (kind !== 'number' || distinct <= 10) return [];
  const lag = correlation(codes.subarray(0, -1), codes.subarray(1));
  if (lag < ALIKE) return [];
  return [
    `Rows beside each other have a like \`${name}\` (correlation ${lag.toFixed(2)}), and rows are divided at random: if they belong together, as those of one time, place or series do, add a column that says so and write \`split: { by: ... }\` or \`{ time: ... }\`.`,
  ];
}

/** Whether each value stands in one stretch of rows. */
function isGrouped(codes: Float64Array, distinct: number): boolean {
  let stretches = 1;
  for (let row = 1; row < codes.length; row++) stretches += Number(codes[row] !== codes[row - 1]);
  return distinct * 5 <= codes.length && stretches <= distinct;
}

/** A table of more cells is not searched for copies. */
const MOST_CELLS = 5_000_000;

function copyTexts({ columns, count }: TableLook): readonly string[] {
  const known = columns.filter(({ codes }) => codes.length === count);
  if (known.length < columns.length || known.length * count > MOST_CELLS) return [];
  const rows = new Set<string>();
  for (let row = 0; row < count; row++) rows.add(known.map(({ codes }) => codes[row]).join());
  const copies = count - rows.size;
  if (copies === 0) return [];
  const are = copies === 1 ? 'is a copy of another one' : 'are copies of others';
  return [
    `${copies} of ${count} rows ${are}; nothing was done. Copies that lie in two parts flatter what is measured: remove those that are one case written twice.`,
  ];
}
