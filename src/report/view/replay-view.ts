/** @file Rules on recorded losses side by side: what each costs, how far off its pick is, and how often that is the best. */
import type { JsonObject } from '../../core/index.js';
import type { RuleOnTable, ValueWithInterval } from '../../questions/replay/plan/index.js';
import type { ReportInput } from '../input.js';
import { estimateText, formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import type { Column, Table } from '../table/table.js';
import { nameCandidates, shortName } from './candidate-names.js';
import type { BasedInterval } from './interval-words.js';
import { joined } from './phrases.js';

/** One rule; ends of intervals equal the value where nothing was repeated. */
export interface RuleRow {
  readonly name: string;
  readonly role: RuleOnTable['role'];
  /** True for the rule of this page. */
  readonly isOwn: boolean;
  /** Share of the recorded trials; null where it asked for others. */
  readonly cost: ValueWithInterval | null;
  /** Infinite where nobody is picked; null where it cannot be judged. */
  readonly regret: ValueWithInterval | null;
  /** Share of the orders that pick the best; null without orders. */
  readonly correct: ValueWithInterval | null;
  /** Share of the orders that pick one within the rule's tolerance of the best; null without orders, and where it states none. */
  readonly within: ValueWithInterval | null;
  /** On the replicates as they are; null where it cannot be judged. */
  readonly picksBest: boolean | null;
}

/** A row that can be set beside others. */
export interface JudgedRow extends RuleRow {
  readonly cost: ValueWithInterval;
  readonly regret: ValueWithInterval;
}

export interface ReplayView {
  readonly rows: readonly RuleRow[];
  /** Random orders behind the intervals; 0 = one race each. */
  readonly orders: number;
  /** `q3`. */
  readonly criterion: string;
  /** Null where nobody can be called so. */
  readonly best: string | null;
  /** `the best`, or of how many. */
  readonly bestOf: string;
  readonly conclusion: string;
  /** The rule that picks the best most often; null without orders. */
  readonly picks: string | null;
}

export function viewReplay({ replay, rules, header }: ReportInput, result: Result): ReplayView | null {
  if (replay === undefined || result.replay === null) return null;
  const own = ruleText(header.plan);
  const isWhole = replay.missing === 0;
  const alone: RuleOnTable = {
    description: header.plan,
    role: 'asked',
    trials: result.trials.race,
    cost: isWhole ? result.trials.race / Math.max(1, replay.trials) : null,
    regret: isWhole ? replay.regret : null,
    picksBest: isWhole && replay.best !== null ? result.winner?.candidate === replay.best.candidate : null,
    simulation: replay.simulation,
  };
  const rows = (rules ?? [alone]).map((rule) => rowOf(rule, own));
  const orders = replay.simulation?.orders ?? 0;
  return {
    rows,
    orders,
    criterion: result.criterion.name,
    best: replay.best && shortName(nameCandidates(result.candidates), replay.best.candidate),
    bestOf: judgedText(result).best,
    conclusion: concludeReplay(rows, orders, judgedText(result)),
    picks: orders === 0 ? null : picksText(rows),
  };
}

export function judgedRows(rows: readonly RuleRow[]): readonly JudgedRow[] {
  return rows.filter((row): row is JudgedRow => row.cost !== null && row.regret !== null);
}

function rowOf({ description, role, cost, regret, picksBest, simulation }: RuleOnTable, own: string): RuleRow {
  const name = description === null ? 'all trainings' : ruleText(description);
  const point = (value: number | null): ValueWithInterval | null =>
    value === null ? null : { value, low: value, high: value };
  return {
    name: role === 'published' ? `${name} (published)` : name,
    role,
    isOwn: role === 'asked' && name === own,
    cost: simulation?.cost ?? point(cost),
    regret: simulation?.regret ?? point(regret),
    correct: simulation?.correct ?? null,
    within: simulation?.within ?? null,
    picksBest,
  };
}

/** The rule of the page first, then whoever is cheaper, beyond the intervals, without a larger regret. */
function concludeReplay(rows: readonly RuleRow[], orders: number, words: ReturnType<typeof judgedText>): string {
  const judged = judgedRows(rows);
  const own = judged.find(({ isOwn }) => isOwn);
  if (own === undefined) {
    const name = rows.find(({ isOwn }) => isOwn)?.name;
    return name === undefined
      ? 'Every rule with its cost and its regret.'
      : `Cost and regret of ${name} are not known: trainings that it asked for are missing in this table.`;
  }
  const regret = own.regret.value === 0 ? '' : `${own.correct === null ? ': ' : ', on average '}${regretText(own)}`;
  const first =
    own.correct === null
      ? `The rule ${own.name} uses ${formatShare(own.cost.value)} of ${words.trials} and ${own.picksBest ? 'picks' : 'does not pick'} ${words.best}${regret}`
      : `Over ${formatQuantity(orders, 'random order')} ${own.name} uses ${formatShare(own.cost.value)} of ${words.trials} and picks the best in ${formatShare(own.correct.value)} of them${withinText(own)}${regret}`;
  const better = judged.filter(
    (row) => row !== own && row.cost.high < own.cost.low && row.regret.value <= own.regret.value,
  );
  if (better.length === 0)
    return `${first}${judged.length > 1 ? '; no other rule is clearly cheaper with as small a regret' : ''}.`;
  return `${first}; ${joined(better.map(({ name }) => name))} ${better.length === 1 ? 'is' : 'are'} cheaper with no larger regret.`;
}

/** ` (within its tolerance of it in 100 %)`; empty under a rule that states none. */
function withinText({ within }: RuleRow): string {
  return within === null ? '' : ` (within its tolerance of it in ${formatShare(within.value)})`;
}

/** The rules that the intervals tell apart from all others; else those that they do not. */
export function picksText(rows: readonly Pick<RuleRow, 'name' | 'correct'>[]): string {
  const shares = rows
    .flatMap(({ name, correct }) => (correct === null ? [] : [{ name, ...correct }]))
    .sort((a, b) => b.value - a.value);
  const [best, ...others] = shares;
  if (best === undefined) return 'How often rules pick the best is not known.';
  if (others.length === 0) return `The rule ${best.name} picks the best in ${formatShare(best.value)} of the orders.`;
  const near = others.filter(({ high }) => high >= best.low);
  if (near.length === 0)
    return `The rule ${best.name} picks the best most often, in ${formatShare(best.value)} of the orders.`;
  const names = joined([best, ...near].map(({ name }) => name));
  const least = Math.min(...near.map(({ value }) => value));
  const range = least === best.value ? formatShare(best.value) : `${formatShare(least)} to ${formatShare(best.value)}`;
  return `The rules ${names} cannot be told apart: they pick the best in ${range} of the orders${near.length < others.length ? ', the others less often' : ''}.`;
}

function regretText({ regret }: JudgedRow): string {
  if (regret.value === Number.POSITIVE_INFINITY) return 'its regret is infinite';
  return `${formatValue(regret.value, 2)} worse than the best`;
}

/** One row a rule. */
export function ruleTable(
  replay: Pick<ReplayView, 'rows' | 'orders' | 'best' | 'bestOf' | 'criterion'>,
): Table<RuleRow> {
  const { rows, orders } = replay;
  const column = (
    key: string,
    unit: 'share' | 'value',
    of: (row: RuleRow) => ValueWithInterval | null,
  ): Column<RuleRow> => ({
    ...{ key, unit },
    of: (row) => of(row)?.value ?? null,
    interval: (row) => repeated(of(row)),
  });
  return {
    id: 'rules',
    caption: 'Rules',
    note: noteText(replay),
    columns: [
      { key: 'rule', of: ({ name }) => name },
      column('cost', 'share', ({ cost }) => cost),
      {
        ...column('picks the best', 'share', ({ correct }) => correct),
        of: ({ correct, picksBest }) => {
          if (correct !== null || picksBest === null) return correct?.value ?? null;
          return orders > 0 ? Number(picksBest) : picksBest ? 'yes' : 'no';
        },
      },
      ...(orders === 0 ? [] : [column('within tolerance', 'share', ({ within }) => within)]),
      column('regret', 'value', ({ regret }) => regret),
    ],
    rows,
    role: ({ isOwn }) => (isOwn ? 'best' : null),
  };
}

/** What was not repeated has no interval. */
export function repeated(figure: ValueWithInterval | null): BasedInterval | null {
  if (figure === null || figure.low === figure.high) return null;
  return { low: figure.low, high: figure.high, level: 0.95, method: 'over orders' };
}

function noteText({ best, bestOf, criterion, orders }: Parameters<typeof ruleTable>[0]): string {
  if (best === null)
    return 'Fewer than two candidates have a training on every replicate: there is none to measure a regret by.';
  const repeat = orders === 0 ? ' One race each has no interval.' : '';
  const within =
    orders === 0
      ? ''
      : ' Within tolerance: the share of the orders whose pick is worse than that by no more than the rule tolerates.';
  return `Regret: how much worse the pick's ${criterion} over the whole table is than that of ${best}, ${bestOf}.${within} All trainings: every recorded one in use.${repeat}`;
}

/** `0.12 [0.10, 0.14]`, and alone where nothing was repeated. */
export function repeatedText({ value, low, high }: ValueWithInterval, unit: 'share' | 'value'): string {
  const alone = unit === 'share' ? formatShare : (one: number) => formatValue(one, 2);
  return estimateText(value, low === high ? null : { low, high }, unit, alone);
}

/** How many races stand behind a point. */
export function racesText(orders: number): string {
  return orders === 0 ? 'n = 1 race of each rule' : `n = ${formatCount(orders)} random orders of each rule`;
}

/** How to have intervals, where one race each has none. */
export function orderStep({ command, replay }: Result): { readonly command: string; readonly why: string } | null {
  if (command === null || replay === null || replay.simulation !== null || replay.complete < 2) return null;
  return {
    command: `${command.replaceAll(/ --orders[= ]\d+/g, '')} --orders 200`,
    why: 'how often each rule picks the best, over random orders of the replicates; trains nothing',
  };
}

/** `welch alpha=0.01`, of a plan's description. */
export function ruleText({ rule }: JsonObject): string {
  const { name, ...options } = rule as Readonly<Record<string, string | number>>;
  const telling = Object.entries(options).filter(([key, value]) => DEFAULTS[key] !== value);
  return [name, ...telling.map(([key, value]) => `${key}=${value}`)].join(' ');
}

const DEFAULTS: Readonly<Record<string, string | number>> = {
  testEvery: 1,
  minimumSurvivors: 1,
  sided: 'two',
  correction: 'none',
  keep: 'floor',
  delta: 0.05,
  tolerance: 'auto',
  scale: 'auto',
};

/** Null for a table with a trial of every candidate on every replicate. */
export function partialText({ replay, candidates }: Pick<Result, 'replay' | 'candidates'>): string | null {
  if (replay === null || replay.complete === candidates.length) return null;
  const { trials, replicates, recorded, complete } = replay;
  const cells = candidates.length * replicates;
  const all = formatQuantity(candidates.length, 'candidate');
  const counts = `Partial table: ${formatCount(trials)} of ${formatCount(cells)} trainings are recorded (${formatShare(trials / cells)}); ${formatCount(complete)} of ${all} ${complete === 1 ? 'has' : 'have'} all ${formatCount(recorded)}`;
  return complete < 2
    ? `${counts}. It cannot say which is the best, what a rule misses, or what random orders give: that takes two such candidates.`
    : `${counts}. It cannot say which is the best of all: best, regret and random orders are about these ${formatCount(complete)}.`;
}

/** Whose trials a share is of, and among which candidates one is the best. */
export function judgedText({ replay, candidates }: Pick<Result, 'replay' | 'candidates'>): {
  readonly trials: string;
  readonly best: string;
} {
  if (replay === null || replay.complete === candidates.length) return { trials: 'all trainings', best: 'the best' };
  const complete = `the ${formatCount(replay.complete)} with all trainings`;
  return {
    trials: replay.simulation === null ? 'all recorded trainings' : `the trainings of ${complete}`,
    best: `the best of ${complete}`,
  };
}

/** Null where the rule asked for no trial that the table lacks. */
export function missingTrialsText({ replay }: Pick<Result, 'replay'>): string | null {
  if (replay === null || replay.missing === 0) return null;
  return `The rule asked for ${formatQuantity(replay.missing, 'training')} that ${replay.missing === 1 ? 'is' : 'are'} not recorded, and went on without: its cost and its pick with them are not known.`;
}
