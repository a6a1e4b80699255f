/**
 * @file The simple model beside the winner: the one that was best on the selection set, on the unseen examples that are printed, with an
 * interval of the difference over trainings and examples. Where the winner is not shown to be better, it says so.
 */
import { defined, scoreOf, trainerIn } from '../../core/index.js';
import { leadOf, mean } from '../../stats/index.js';
import type { ReportInput } from '../input.js';
import type { ShownStanding } from '../standing.js';
import type { ResultSimplest } from './figure-schema.js';
import type { ResultChoice } from './result-schema.js';

const LEVEL = 0.95;
/** Of a model that gives the same each time. */
const NO_SPREAD = { variance: 0, degrees: 1 };

/** Undefined where there is none, and where the final set was not touched; null where the winner is one. */
export function simplestOf(
  { baselines = [], finalInstances, header, metric, direction, data }: ReportInput,
  winner: ResultChoice | null,
  standings: readonly Pick<ShownStanding, 'id' | 'label'>[],
): ResultSimplest | null | undefined {
  if (winner !== null && trainerIn(header.experiment, winner) === 'linear') return null;
  const score = scoreOf(metric, direction);
  const onSelection = ({ selection }: (typeof baselines)[number]): number => {
    return score.cost(score.compared(selection[score.name] ?? Number.NaN));
  };
  const [simple] = baselines
    .filter(({ kind }) => kind === 'simple')
    .toSorted((a, b) => onSelection(a) - onSelection(b));
  const value = simple?.final?.[score.name];
  if (winner === null || simple === undefined || value === undefined || finalInstances === undefined) return undefined;
  const costsOf = (figures: readonly number[]) => figures.map((figure) => score.cost(score.compared(figure)));
  const blocks = (leftOut: readonly number[] | undefined) => (leftOut === undefined ? [] : [costsOf(leftOut)]);
  const own = finalInstances.instances.map(({ figures }) => figures?.[score.name] ?? Number.POSITIVE_INFINITY);
  const costs = costsOf(own).filter(Number.isFinite);
  if (costs.length === 0) return undefined;
  const { value: lead, ...ends } = leadOf(
    { costs, leftOut: blocks(finalInstances.leftOut[score.name]) },
    { costs: costsOf([value]), leftOut: blocks(simple.finalLeftOut?.[score.name]) },
    LEVEL,
    NO_SPREAD,
  );
  const isShown = ends.low !== null && ends.low > 0;
  return {
    ...{ name: simple.name, metric: score.name, set: 'final', examples: data.split.final ?? 0, value },
    winner: score.shown(mean(costs)),
    lead: { value: lead, ...ends },
    beaten: isShown && isBetterWhereTold(winner, simple.final ?? {}),
    ...defined({ raced: racedSimple(header, standings) }),
  };
}

/** The best of the simple candidates, which the race itself has and can hand over. */
function racedSimple(
  { experiment, candidates }: ReportInput['header'],
  standings: readonly Pick<ShownStanding, 'id' | 'label'>[],
): ResultSimplest['raced'] {
  const simple = new Set(candidates.flatMap((one) => (trainerIn(experiment, one) === 'linear' ? [one.id] : [])));
  const best = standings.find(({ id }) => simple.has(id));
  return best && { candidate: best.id, label: best.label };
}

/** By the figure that is printed. */
function isBetterWhereTold({ expected }: ResultChoice, simple: Readonly<Record<string, number>>): boolean {
  const own = simple[expected?.metric ?? ''];
  if (expected === null || own === undefined) return true;
  const { cost, compared } = scoreOf(expected.metric);
  return cost(compared(expected.typical)) < cost(compared(own));
}
