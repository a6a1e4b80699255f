/** @file Sets replayed rules beside one another, beside the published algorithm, and beside having all trials. */
import { InputError } from '../../core/index.js';
import { criterionOverTable, inOrder, parseRule } from '../../questions/race/plan/index.js';
import { type ReportInput, type RuleOnTable, ruleText } from '../../report/index.js';
import { bestOf, judgeTable, regretAt } from './judged-table.js';
import { tableOf, trialsIn } from './recorded-trials.js';
import { type ReplayRequest, replayRule } from './replay-rule.js';

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
  const isWhole = replay?.missing === 0;
  return {
    name: ruleText(header.plan),
    role,
    trials: outcomes.length,
    cost: isWhole ? outcomes.length / Math.max(1, replay.trials) : null,
    ...judgementOf(replay, isWhole ? answer?.choice : null),
    simulation: replay?.simulation ?? null,
  };
}

/** `pick`: undefined where nobody is picked, null where what is picked cannot be judged. */
function judgementOf(replay: ReportInput['replay'], pick: string | undefined | null) {
  if (replay === undefined || replay.best === null || pick === null) return { regret: null, picksBest: null };
  if (pick === undefined) return { regret: Number.POSITIVE_INFINITY, picksBest: false };
  return { regret: replay.regret, picksBest: replay.regret === null ? null : pick === replay.best.candidate };
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

/** Whoever of the complete candidates has the best criterion over all replicates in use. */
function exhaustiveRule({ source, criterion, replicateOrder }: ReplayRequest): RuleOnTable {
  const table = tableOf(source);
  const order = replicateOrder ?? [...source.columns.keys()];
  const judged = judgeTable(criterion, table);
  const pick = bestOf(criterionOverTable(criterion, inOrder(table, order)), table.candidates, judged.ranked);
  return {
    name: 'all trials',
    role: 'exhaustive',
    trials: trialsIn(source, order),
    cost: 1,
    regret: pick === undefined ? null : regretAt(judged, pick),
    picksBest: judged.best === null ? null : pick === judged.best,
    simulation: null,
  };
}
