/** @file Sets replayed rules beside one another, beside the published algorithm, and beside having all trials. */
import { InputError } from '../../../core/index.js';
import { parseRule } from '../../race/plan/index.js';
import { bestOf, criterionOverTable, inOrder, judgeTable, type RuleOnTable, regretAt } from './judged-table.js';
import { type RecordedRace, type ReplayConclusion, raceOnRecord, replicatesInUse } from './recorded-race.js';
import { tableOf, trialsIn } from './recorded-trials.js';

const PUBLISHED = 'halving';

/** The figures of all of them. `races` in the order of `conclusions`, of one table and criterion. */
export function besideOneAnother(
  races: readonly RecordedRace[],
  conclusions: readonly ReplayConclusion[],
): readonly RuleOnTable[] {
  const [race] = races;
  if (race === undefined) return [];
  const asked = conclusions.map((conclusion) => ruleOf(conclusion, 'asked'));
  const published = races.some(({ rule }) => rule.name === PUBLISHED) ? [] : publishedRule(race);
  return [...asked, ...published, exhaustiveRule(race)];
}

function ruleOf({ description, outcomes, figures, answer }: ReplayConclusion, role: RuleOnTable['role']): RuleOnTable {
  const isWhole = figures.missing === 0;
  return {
    description,
    role,
    trials: outcomes.length,
    cost: isWhole ? outcomes.length / Math.max(1, figures.trials) : null,
    ...judgementOf(figures, isWhole ? answer?.winner : null),
    simulation: figures.simulation,
  };
}

/** `pick`: undefined without a pick, null if the pick cannot be judged. */
function judgementOf({ best, regret }: ReplayConclusion['figures'], pick: string | undefined | null) {
  if (best === null || pick === null) return { regret: null, picksBest: null };
  if (pick === undefined) return { regret: Number.POSITIVE_INFINITY, picksBest: false };
  return { regret, picksBest: regret === null ? null : pick === best.candidate };
}

function publishedRule(race: RecordedRace): RuleOnTable[] {
  return unlessRefused(() => ruleOf(raceOnRecord({ ...race, rule: parseRule({ name: PUBLISHED }) })(), 'published'));
}

/** None where a rule cannot race by this criterion, on this table, or with this warm-up. */
export function unlessRefused<Made>(make: () => Made): Made[] {
  try {
    return [make()];
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** The complete candidate with the best criterion over all replicates in use. */
function exhaustiveRule(race: RecordedRace): RuleOnTable {
  const { source, criterion } = race;
  const table = tableOf(source);
  const order = replicatesInUse(race);
  const judged = judgeTable(criterion, table);
  const pick = bestOf(criterionOverTable(criterion, inOrder(table, order)), table.candidates, judged.ranked);
  return {
    description: null,
    role: 'exhaustive',
    trials: trialsIn(source, order),
    cost: 1,
    regret: pick === undefined ? null : regretAt(judged, pick),
    picksBest: judged.best === null ? null : pick === judged.best,
    simulation: null,
  };
}
