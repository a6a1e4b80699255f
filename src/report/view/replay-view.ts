/** @file Rules on recorded losses side by side: what each costs, how far off its pick is, and how often that is the best. */
import type { ReportInput, RuleOnTable, SimulatedFigure } from '../input.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import { ruleText } from './rule-words.js';

/** One rule; ends of intervals equal the value where nothing was repeated. */
export interface RuleRow {
  readonly name: string;
  readonly role: RuleOnTable['role'];
  /** True for the rule of this page. */
  readonly isOwn: boolean;
  /** Share of all trials. */
  readonly cost: SimulatedFigure;
  /** Infinite where nobody is picked. */
  readonly regret: SimulatedFigure;
  /** Share of the orders that pick the best; null without orders. */
  readonly correct: SimulatedFigure | null;
  /** On the replicates as they are. */
  readonly picksBest: boolean;
}

export interface ReplayView {
  readonly rows: readonly RuleRow[];
  /** Random orders behind the intervals; 0 = one race each. */
  readonly orders: number;
  /** `q3`. */
  readonly criterion: string;
  readonly best: string;
  readonly conclusion: string;
}

export function viewReplay({ replay, rules, header }: ReportInput, result: Result): ReplayView | null {
  if (replay === undefined || result.replay === null) return null;
  const own = ruleText(header.plan);
  const alone: RuleOnTable = {
    name: own,
    role: 'asked',
    trials: result.trials.race,
    cost: result.trials.exhaustive === 0 ? 0 : result.trials.race / result.trials.exhaustive,
    regret: replay.regret,
    picksBest: result.choice?.candidate === replay.best.candidate,
    simulation: replay.simulation,
  };
  const rows = (rules ?? [alone]).map((rule) => rowOf(rule, rule.role === 'asked' && rule.name === own));
  return {
    rows,
    orders: replay.simulation?.orders ?? 0,
    criterion: result.criterion.name,
    best: replay.best.candidate,
    conclusion: concludeReplay(rows, replay.simulation?.orders ?? 0),
  };
}

function rowOf({ name, role, cost, regret, picksBest, simulation }: RuleOnTable, isOwn: boolean): RuleRow {
  const point = (value: number): SimulatedFigure => ({ value, low: value, high: value });
  return {
    name: role === 'published' ? `${name} (published)` : name,
    role,
    isOwn,
    cost: simulation?.cost ?? point(cost),
    regret: simulation?.regret ?? point(regret ?? Number.POSITIVE_INFINITY),
    correct: simulation?.correct ?? null,
    picksBest,
  };
}

/** The rule of the page first, then whoever is cheaper without a larger regret. */
function concludeReplay(rows: readonly RuleRow[], orders: number): string {
  const own = rows.find(({ isOwn }) => isOwn);
  if (own === undefined) return 'Every rule with its cost and its regret.';
  const regret = regretText(own);
  const first =
    own.correct === null
      ? `${own.name} uses ${formatShare(own.cost.value)} of all trials and ${own.picksBest ? 'picks the best' : 'does not pick the best'}${own.picksBest ? '' : `: ${regret}`}`
      : `Over ${formatQuantity(orders, 'random order')} ${own.name} uses ${formatShare(own.cost.value)} of all trials and picks the best in ${formatShare(own.correct.value)}, ${regret}`;
  const better = rows.filter(
    (row) => row !== own && row.cost.value < own.cost.value && row.regret.value <= own.regret.value,
  );
  if (better.length === 0) return `${first}${rows.length > 1 ? '; no other is cheaper with as small a regret' : ''}.`;
  return `${first}; ${better.map(({ name }) => name).join(', ')} ${better.length === 1 ? 'is' : 'are'} cheaper with no larger regret.`;
}

function regretText({ regret }: RuleRow): string {
  if (regret.value === Number.POSITIVE_INFINITY) return 'its regret is infinite';
  return `${formatValue(regret.value, 2)} worse than the best`;
}

/** `0.12 (0.10 to 0.14)`. */
export function figureText({ value, low, high }: SimulatedFigure, format: (value: number) => string): string {
  return low === high ? format(value) : `${format(value)} (${format(low)} to ${format(high)})`;
}

/** How many races stand behind a point. */
export function racesText(orders: number): string {
  return orders === 0 ? 'n = 1 race of each rule' : `n = ${formatCount(orders)} random orders of each rule`;
}
