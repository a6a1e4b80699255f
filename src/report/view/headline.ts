/** @file Says what came of a run: in one sentence, and in notices for what must not be overlooked. */
import { lossWord } from '../direction.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { Result, ResultChoice, ResultInterval } from '../result/result-schema.js';

/**
 * `tied`, `unfinished`, `seeds`: read before the figures are used. `simulated`, `unstable`, `pool`: what the
 * figures are made of. `logged`: what was noticed while the run went on.
 */
export type NoticeKind =
  | 'tied'
  | 'unfinished'
  | 'seeds'
  | 'simulated'
  | 'unstable'
  | 'pool'
  | 'environment'
  | 'code'
  | 'logged';

export interface Notice {
  readonly kind: NoticeKind;
  readonly text: string;
}

/** One line, no full stop at its end. */
export function headlineOf(result: Result): string {
  const field = formatQuantity(result.candidates.length, 'candidate');
  const figures = [result.choice && choiceFigures(result, result.choice), trialFigures(result)];
  return [standingOf(result, field), ...figures.filter((part) => part !== null)].join('; ');
}

function standingOf(result: Result, field: string): string {
  const { choice, status } = result;
  if (!choice) return `Nothing is chosen among ${field}: ${absenceReason(result)}`;
  const left = 1 + choice.ties.length;
  const figure = `${criterionPhrase(result)} ${formatValue(choice.criterion.value)}${intervalText(choice.criterion.interval)}`;
  const basis = `${figure} over ${formatQuantity(choice.trials, 'trial')}`;
  if (result.candidates.length === 1) return `${choice.candidate} is the only candidate: ${basis}`;
  if (left === 1) {
    const rivals = rivalsLeft(result);
    if (rivals === null) return `${choice.candidate} is the most robust of ${field}: ${basis}`;
    return `${choice.candidate} is chosen of ${field}, ${rivals}: ${basis}`;
  }
  const ended = {
    decided: 'The race ended',
    exhausted: 'The replicates ended',
    budget: 'The budget ended',
    interrupted: 'Interrupted',
    running: 'The race goes on',
  };
  return `${ended[status]} with ${left} of ${field} left; the best of them, ${choice.candidate}: ${basis}`;
}

/** Rivals that the choice was not told from, in words; null where there is none. */
function rivalsLeft({ tieSet }: Result): string | null {
  const tied = tieSet?.tied.length ?? 0;
  const undecided = tieSet?.undecided.length ?? 0;
  const words = [
    ...(tied > 0 ? [`${formatCount(tied)} not significantly worse`] : []),
    ...(undecided > 0 ? [`${formatCount(undecided)} undecided`] : []),
  ];
  return words.length === 0 ? null : words.join(' and ');
}

function absenceReason(result: Result): string {
  const { used, completed, diverged } = result.trials;
  if (used === 0) return 'no trial has run yet';
  if (completed === 0 && diverged === 0) return 'no trial could be completed';
  if (completed === 0) return 'every training diverged';
  if (result.decisions.length === 0 && result.survivors.length > 1) return 'the warm-up is not complete';
  return `${criterionPhrase(result)} is infinite for the best of them`;
}

function choiceFigures(result: Result, choice: ResultChoice): string | null {
  const metrics = mainMetrics(choice);
  if (metrics.length === 0) return null;
  const examples = result.data.split.final;
  const figures = metrics.map(([name, value]) => `${name} ${formatValue(value)}`).join(', ');
  return `${figures} on ${examples === undefined ? 'the final set' : `${formatCount(examples)} unseen examples`}`;
}

const MAX_METRICS = 2;

/** The first metrics on the final set; the loss comes last, since any other figure says more to people. */
export function mainMetrics(choice: ResultChoice): readonly (readonly [string, number])[] {
  const metrics = Object.entries(choice.final ?? {});
  const others = metrics.filter(([name]) => name !== 'loss');
  return [...others, ...metrics.filter(([name]) => name === 'loss')].slice(0, MAX_METRICS);
}

function trialFigures(result: Result): string {
  const { used, exhaustive } = result.trials;
  if (exhaustive === 0 || used === exhaustive) return formatQuantity(used, 'trial');
  return `${formatQuantity(used, 'trial')} instead of ${formatCount(exhaustive)} (${formatShare(used / exhaustive)})`;
}

/** `q3 of the loss`. */
export function criterionPhrase(result: Result): string {
  return `${result.criterion.name} of the ${lossWord(result.direction)}`;
}

/** ` [0.2211, 0.2402]` with its leading space, or nothing where there is no interval. */
export function intervalText(interval: ResultInterval): string {
  return 'reason' in interval ? '' : ` [${formatValue(interval.low)}, ${formatValue(interval.high)}]`;
}

/** What a reader must not overlook, most important first; empty for a decided race on real data without accidents. */
export function noticesOf(result: Result): readonly Notice[] {
  return [
    ...tieNotices(result),
    ...tieSetNotices(result),
    ...statusNotices(result),
    ...simulationNotices(result),
    ...accidentNotices(result),
    ...environmentNotices(result),
    ...codeNotices(result),
    ...loggedNotices(result.notices),
  ];
}

function tieNotices({ choice, status }: Result): Notice[] {
  if (!choice || choice.ties.length === 0) return [];
  const named = nameSome(choice.ties);
  const text =
    status === 'exhausted'
      ? `Left in the race beside ${choice.candidate} when the replicates ended: ${named}.`
      : `Still racing beside ${choice.candidate}: ${named}. The choice is not final.`;
  return [{ kind: 'tied', text }];
}

/** Candidates that are not significantly worse than the choice on what they have in common, dropped or not. */
function tieSetNotices({ choice, tieSet, status }: Result): Notice[] {
  if (!choice || !tieSet || (status !== 'decided' && status !== 'exhausted')) return [];
  if (tieSet.tied.length === 0) return [];
  const text = `Not significantly worse than ${choice.candidate} (alpha ${tieSet.alpha}, Holm): ${nameSome(tieSet.tied)}.`;
  return [{ kind: 'tied', text }];
}

/** Candidates with too few trials for a test, for the small print; null where there are none. */
export function undecidedText({ choice, tieSet }: Result): string | null {
  const undecided = tieSet?.undecided.length ?? 0;
  if (!choice || undecided === 0) return null;
  return `Undecided: ${formatQuantity(undecided, 'candidate')} with fewer than 8 trials in common with ${choice.candidate}.`;
}

function statusNotices({ status }: Result): Notice[] {
  const texts: Partial<Record<Result['status'], string>> = {
    budget: 'The budget ended before the race did. The same command with a larger budget goes on from here.',
    running: 'The race goes on: these figures rest on the outcomes so far.',
    interrupted: 'The run was interrupted. The same command goes on from here; no finished trial is lost.',
  };
  const text = texts[status];
  return text === undefined ? [] : [{ kind: 'unfinished', text }];
}

/** Generated data say nothing about real ones. */
export function simulationNotices({ data }: Pick<Result, 'data'>): Notice[] {
  if (!data.simulated) return [];
  return [
    { kind: 'simulated', text: `The data "${data.name}" are simulated: these figures say nothing about real data.` },
  ];
}

function accidentNotices({ trials, plan, direction }: Result): Notice[] {
  const accidents = [
    ...(trials.diverged > 0 ? [`${formatCount(trials.diverged)} diverged`] : []),
    ...(trials.failed > 0 ? [`${formatCount(trials.failed)} failed`] : []),
    ...(trials.timedOut > 0 ? [`${formatCount(trials.timedOut)} timed out`] : []),
  ];
  if (accidents.length === 0) return [];
  return [
    {
      kind: 'unstable',
      text: `Of ${formatQuantity(trials.used, 'trial')}, ${accidents.join(', ')}: ${
        // A plan names its failures where not all of them count as the worst.
        plan.failures === undefined
          ? `counted as the worst possible ${lossWord(direction)}`
          : 'counted, or left out, as `failures` says'
      }.`,
    },
  ];
}

/** Where stretches of the run had different software or processors. */
export function environmentNotices({ stretches }: Pick<Result, 'stretches'>): Notice[] {
  const environments = new Set(stretches.map(({ environment }) => JSON.stringify(environment)));
  if (environments.size < 2) return [];
  const text = `The run went on in ${environments.size} environments: losses are comparable, but not bit-identical when it is repeated.`;
  return [{ kind: 'environment', text }];
}

/** Where trials rest on different code, and somebody said that they may. */
export function codeNotices({ code }: Pick<Result, 'code'>): Notice[] {
  if (code === null || code.changed.length === 0) return [];
  const text = `The trainer's code changed between trials (${nameSome(code.changed)}), which was accepted: losses from before and after the change are used together.`;
  return [{ kind: 'code', text }];
}

/** What the log keeps: warnings, and what the user has decided. */
export function loggedNotices(notices: readonly { readonly kind: string; readonly text: string }[]): Notice[] {
  // What is accepted of changed code is said with the files.
  const others = notices.filter(({ kind }) => kind !== 'accepted-code');
  return others.map(({ text }) => ({ kind: 'logged', text: `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.` }));
}

/** Up to ten names, then how many more. */
export function nameSome(names: readonly string[], most = 10): string {
  const more = names.length - most;
  return names.slice(0, most).join(', ') + (more > 0 ? ` and ${formatCount(more)} more` : '');
}
