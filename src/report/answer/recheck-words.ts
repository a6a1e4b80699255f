/** @file What an answer says of the search that has found its candidates: whether its best holds, and the order there beside the one here. */
import { formatCount, formatQuantity, formatValue } from '../number-text.js';
import type { ResultRecheck } from '../result/answer-schema.js';
import type { Result } from '../result/result-schema.js';
import type { Telling } from '../view/telling.js';
import type { CandidateStatus } from './statuses.js';

/** Fewer trainings do not tell whether a value is usual. */
const LEAST_TRAININGS = 8;
/** A value that no more of the trainings reach is not what to expect. */
const RARE = 0.05;

/** Empty for candidates that no other search has found, and before anybody is chosen. */
export function recheckTexts(
  { recheck, choice, candidates }: Result,
  statuses: ReadonlyMap<string, CandidateStatus>,
  { nameOf }: Pick<Telling, 'nameOf'>,
): readonly string[] {
  const [first] = recheck?.candidates ?? [];
  if (recheck === undefined || first === undefined || recheck.best === null || choice === null) return [];
  const { source, best } = recheck;
  const isWinner = choice.candidate === first.candidate;
  const status = statuses.get(first.candidate);
  const stands = isWinner
    ? `The best in ${source} wins here, too.`
    : `The best in ${source}, ${nameOf(first.candidate)}, is number ${formatCount(best.place)} of ${formatCount(candidates.length)} here${status === undefined ? '' : ` (${status})`}.`;
  return [`${stands}${valueText(first, best)}`, orderText(recheck, candidates)];
}

function valueText(
  { value, trials }: ResultRecheck['candidates'][number],
  { trainings, reached, median }: NonNullable<ResultRecheck['best']>,
): string {
  if (reached === null || median === null) return '';
  const own = `${formatValue(value, 3)}${trials === 1 ? '' : `, the mean of ${formatCount(trials)} there`}`;
  const count = reached === 0 ? 'None' : formatCount(reached);
  const isRare = trainings >= LEAST_TRAININGS && reached <= RARE * trainings;
  const verdict = isRare ? ': it was luck there, or was measured otherwise' : '';
  return ` ${count} of its ${formatQuantity(trainings, 'training')} here reached its ${own} (median here ${formatValue(median, 3)})${verdict}.`;
}

/** `candidates`: of the result, the best first. */
function orderText({ source, candidates: found }: ResultRecheck, candidates: Result['candidates']): string {
  const places = new Map(found.map(({ candidate }, place) => [candidate, place + 1]));
  const order = candidates.flatMap(({ id }) => places.get(id) ?? []);
  return `From best to worst here, their places in ${source} were ${order.join(', ')}.`;
}
