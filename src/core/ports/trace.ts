/** @file Port: where lines about the inside of a run go, for people who look for what went wrong. */
import type { Decision } from '../ground/decision.js';
import type { Outcome } from '../ground/outcome.js';
import { TRAINING_STREAMS, type Trial } from '../ground/trial.js';

/** Takes one line, without its end. */
export type Trace = (line: string) => void;

/** What people read in the place of an id. */
export type NameOf = (candidate: string) => string;

const ITSELF: NameOf = (candidate) => candidate;

/** More candidates than these are counted. */
const MOST_NAMED = 8;

/** `w3, replicate 4, 600 examples`. */
export function trialText({ candidate, streams, fidelity: { sampleSize }, repeat }: Trial, nameOf = ITSELF): string {
  const indices = TRAINING_STREAMS.map((name) => `${name} ${streams[name]}`);
  const isReplicate = TRAINING_STREAMS.every((name) => streams[name] === streams.init);
  return [
    nameOf(candidate),
    ...(isReplicate ? [`replicate ${streams.init}`] : indices),
    ...(streams.split === undefined ? [] : [`split ${streams.split}`]),
    ...(sampleSize === 0 ? [] : [`${sampleSize} examples`]),
    ...(repeat === 0 ? [] : [`repeat ${repeat}`]),
  ].join(', ');
}

/** `w3, replicate 4: loss 0.12`; of one without a loss how it ended. */
export function outcomeText({ trial, status, loss, failure }: Outcome, nameOf = ITSELF): string {
  const end = status === 'completed' ? `loss ${numberText(loss)}` : status;
  return `${trialText(trial, nameOf)}: ${end}${failure === undefined ? '' : ` (${failure.kind})`}`;
}

/** What was decided, on which figures. */
export function decisionText(
  { round, rule, incumbent, incumbentValue, survivors, ...parts }: Decision,
  nameOf = ITSELF,
): string {
  const seen = new Map(parts.evidence.map(({ candidate, ...of }) => [candidate, of]));
  const [statistic, pValue] = parts.idle === undefined ? ['statistic', 'p'] : ['difference', 'chance'];
  const withFigures = (id: string): string => {
    const of = seen.get(id);
    if (of === undefined) return nameOf(id);
    const figures = [
      ...(of.reason === undefined ? [] : [of.reason]),
      ...(of.statistic === undefined ? [] : [`${statistic} ${numberText(of.statistic)}`]),
      ...(of.pValue === undefined ? [] : [`${pValue} ${numberText(of.pValue)}`]),
      `of ${of.n}`,
    ];
    return `${nameOf(id)} (${figures.join(', ')})`;
  };
  return [
    `decision ${round} by ${rule}: ${nameOf(incumbent)} leads with ${numberText(incumbentValue)}`,
    `in: ${listText(survivors.map(nameOf))}`,
    ...Object.entries({ dropped: parts.eliminated, 'set aside': parts.idle ?? [], back: parts.woken ?? [] })
      .filter(([, ids]) => ids.length > 0)
      .map(([what, ids]) => `${what}: ${listText(ids.map(withFigures))}`),
  ].join('; ');
}

function listText(ids: readonly string[]): string {
  const more = ids.length - MOST_NAMED;
  return [...ids.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(6)));
}
