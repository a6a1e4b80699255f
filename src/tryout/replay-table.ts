/** @file Races a table of recorded losses by several rules, and shows it as `surefoot replay` does: the page, in memory. */
import { quoteArgument } from '../core/index.js';
import { assembleLosses } from '../engine/datasets/recorded/assemble-losses.js';
import { parseRule } from '../questions/race/plan/index.js';
import {
  besideOneAnother,
  REPLAY_DEFAULTS,
  type ReplaySource,
  raceOnRecord,
  sourceOfTable,
  unlessRefused,
} from '../questions/replay/plan/index.js';
import { buildReportView, formatCount, formatQuantity, type ReportView, replayInput } from '../report/index.js';
import { parseCriterion, toldOf } from '../stats/index.js';
import { COUNTED, type TableColumns, type TextTable } from './read-table.js';

export interface AskedOfTable {
  readonly columns: TableColumns;
  readonly criterion: string;
  /** Whose answer is shown; the others stand beside it. */
  readonly rule: string;
  /** Random orders of the replicates; 0 = the order of the table alone. */
  readonly orders: number;
}

/** Besides having all trainings, and the published halving. */
const BESIDE = ['default', 'fast', 'strict', 'welch'];
/** Cells of a table on which these race as well in a few seconds. */
const MOST_BESIDE = 40_000;

export interface TableAnswer {
  readonly view: ReportView;
  /** `604 candidates x 20 replicates, 12,080 trainings`. */
  readonly read: string;
}

/** @throws InputError in one sentence for what cannot be raced. */
export function replayTable(table: TextTable, asked: AskedOfTable): TableAnswer {
  const { columns, rule: own, orders } = asked;
  const source = sourceOf(table, columns);
  const { direction } = columns;
  const criterion = parseCriterion(asked.criterion, toldOf(undefined, direction));
  const command = commandOf(table, asked);
  const shared = { source, criterion, warmup: REPLAY_DEFAULTS.warmup, orders, seed: 1, direction, command };
  const raced = (name: string) => {
    const request = { ...shared, rule: parseRule({ name }) };
    return { request, conclusion: raceOnRecord(request)() };
  };
  const mine = raced(own);
  const isLarge = source.candidates.length * source.columns.length > MOST_BESIDE;
  const others = isLarge
    ? []
    : BESIDE.filter((name) => name !== own).flatMap((name) => unlessRefused(() => raced(name)));
  const all = [mine, ...others];
  const input = replayInput(mine.request, mine.conclusion, { direction });
  const rules = besideOneAnother(
    all.map(({ request }) => request),
    all.map(({ conclusion }) => conclusion),
  );
  return {
    view: buildReportView({ ...input, rules }),
    read: `${formatQuantity(source.candidates.length, 'candidate')} x ${formatQuantity(source.columns.length, 'replicate')}, ${formatCount(mine.conclusion.figures.trials)} trainings`,
  };
}

function sourceOf(table: TextTable, { candidate, replicate, loss, direction }: TableColumns): ReplaySource {
  const cells = new Map(table.columns);
  if (replicate === COUNTED && !cells.has(COUNTED)) cells.set(COUNTED, countedIn(cells.get(candidate) ?? []));
  const asked = { candidate, loss, ...(replicate === null ? {} : { replicate }) };
  const recorded = assembleLosses(table.name, cells, asked);
  return sourceOfTable(recorded, direction);
}

/** The how manieth row of its candidate each one is, from 1. */
function countedIn(ids: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return ids.map((id) => {
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    return String(count);
  });
}

/** The command line that asks the same of a file, where the table is one. */
function commandOf(table: TextTable, { columns, criterion, rule, orders }: AskedOfTable): string | null {
  const { name } = table;
  const { candidate, replicate, loss, direction } = columns;
  const isCounted = replicate === COUNTED && !table.columns.has(COUNTED);
  if (isCounted || !/^[\w.-]+\.(csv|tsv|txt)$/.test(name)) return null;
  const words = [
    ...['surefoot', 'replay', name, '--candidate', quoteArgument(candidate), '--loss', quoteArgument(loss)],
    ...(replicate === null ? [] : ['--replicate', quoteArgument(replicate)]),
    ...(direction === 'maximize' ? ['--direction', direction] : []),
    ...['--criterion', criterion, '--rule', rule],
    ...(orders > 0 ? ['--orders', String(orders)] : []),
  ];
  return words.join(' ');
}
