/** @file Sets replayed rules beside one another, beside the published algorithm, and beside having all trials. */
import { InputError } from '../../core/index.js';
import { type ReportInput, type RuleOnTable, ruleText } from '../../report/index.js';
import { criterionOverTable, inOrder, parseRule } from '../../selection/index.js';
import { indexOfBest, type ReplayRequest, regretOf, replayRule } from './replay-rule.js';

const PUBLISHED = 'halving';

/** The inputs of all of them, each with the figures of all. `requests` in the order of `inputs`, of one table and criterion. */
export function besideOneAnother(requests: readonly ReplayRequest[], inputs: readonly ReportInput[]): ReportInput[] {
  const [request] = requests;
  if (request === undefined) return [...inputs];
  const asked = inputs.map((input) => ruleOf(input, 'asked'));
  const published = requests.some(({ rule }) => rule.name === PUBLISHED) ? [] : publishedRule(request);
  const rules = [...asked, ...published, exhaustiveRule(request)];
  return inputs.map((input) => ({ ...input, rules }));
}

function ruleOf({ header, outcomes, replay, answer }: ReportInput, role: RuleOnTable['role']): RuleOnTable {
  const cells = header.candidates.length * (replay?.replicates ?? 0);
  return {
    name: ruleText(header.plan),
    role,
    trials: outcomes.length,
    cost: cells === 0 ? 0 : outcomes.length / cells,
    regret: replay?.regret ?? null,
    picksBest: answer !== undefined && answer.choice === replay?.best.candidate,
    simulation: replay?.simulation ?? null,
  };
}

/** None where it cannot race on this table, or with this warm-up. */
function publishedRule(request: ReplayRequest): RuleOnTable[] {
  try {
    const { input } = replayRule({ ...request, rule: parseRule({ name: PUBLISHED }) });
    return [ruleOf(input, 'published')];
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** Whoever has the best criterion over all replicates in use. */
function exhaustiveRule({ source, criterion, replicateOrder }: ReplayRequest): RuleOnTable {
  const candidates = source.candidates.map(({ id }) => id);
  const columns = replicateOrder === undefined ? source.columns : inOrder(source.columns, replicateOrder);
  const whole = criterionOverTable(criterion, { candidates, columns: source.columns });
  const best = indexOfBest(whole, candidates);
  const pick = indexOfBest(criterionOverTable(criterion, { candidates, columns }), candidates);
  const trials = columns.reduce((sum, column) => sum + column.filter((loss) => !Number.isNaN(loss)).length, 0);
  return {
    name: 'all trials',
    role: 'exhaustive',
    trials,
    cost: trials / Math.max(1, candidates.length * columns.length),
    regret: regretOf(whole[pick] as number, whole[best] as number),
    picksBest: pick === best,
    simulation: null,
  };
}
