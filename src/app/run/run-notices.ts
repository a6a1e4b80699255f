/** @file What a run says beside its progress: warnings, each once and kept in the log, and what it found when it began. */
import {
  failureLine,
  isFailure,
  isOfEngine,
  isPredictionsArtifact,
  type JsonObject,
  type Outcome,
  type Question,
  type RunEvent,
  type Store,
  type Trial,
} from '../../core/index.js';
import { isFresh } from '../../questions/race/plan/index.js';
import { differencesThatMatter } from '../environment.js';
import type { Prepared } from '../questions/question-kind.js';

/** Warnings are part of the log: those of earlier stretches are told again, and each of them once. */
export function createWarner(
  question: Question,
  onWarning: (text: string) => void,
): (text: string, kind?: string) => void {
  const told = new Set<string>();
  const tell = (text: string) => {
    if (told.has(text)) return;
    told.add(text);
    onWarning(text);
  };
  for (const { text } of question.notices()) tell(text);
  return (text, kind = 'warning') => {
    if (question.notices().every((notice) => notice.text !== text)) question.notice(kind, text);
    tell(text);
  };
}

/** Where trials are there already, says how many are missing at least, once, before the first of them is trained. */
export function createAnnouncer(there: number, onMissing: (atLeast: number) => void): (event: RunEvent) => void {
  let isSaid = there === 0;
  return (event) => {
    if (isSaid || event.kind !== 'round-begun' || event.alreadyLogged === event.round.total) return;
    isSaid = true;
    onMissing(event.round.total - event.alreadyLogged);
  };
}

/** Undefined where the log was last written under conditions that give the same losses. `now`: as `environmentHere` says it. */
export function otherMachine(store: Store, now: JsonObject): string | undefined {
  const before = store.stretches().at(-1)?.environment;
  if (before === undefined) return undefined;
  const differences = differencesThatMatter(before, now, isOfEngine(store.head.identityParts));
  if (differences.length === 0) return undefined;
  return `the run goes on under other conditions (${differences.join('; ')}): losses may differ in their last digits`;
}

/** One failure may happen to any. */
const ENOUGH_FAILURES = 2;

/**
 * What looks at each outcome: of each model the first completed one is checked, and the first flaw of predictions is told of, since its trainings
 * have one trainer. A flaw is no part of an outcome that is kept; its loss counts all the same.
 */
export function createFirstLook(
  check: (outcomes: readonly Outcome[]) => void,
  warn: (text: string) => void,
  modelOf: (trial: Trial) => string,
): (outcome: Outcome) => Outcome {
  const [checked, told] = [new Set<string>(), new Set<string>()];
  const failed = new Map<string, number>();
  return ({ predictionsFlaw: flaw, ...outcome }) => {
    const model = modelOf(outcome.trial);
    if (flaw !== undefined && !told.has(model)) {
      told.add(model);
      const { candidate, streams } = outcome.trial;
      warn(
        `the predictions that the trainer gave are not kept: ${flaw} (candidate ${candidate}, replicate ${streams.init}; ` +
          'others may be as it). Losses count as ever',
      );
    }
    if (model !== '' && isFailure(outcome) && !checked.has(model)) {
      const failures = (failed.get(model) ?? 0) + 1;
      failed.set(model, failures);
      const why = outcome.failure === undefined ? outcome.status : failureLine(outcome.failure);
      if (failures === ENOUGH_FAILURES) warn(`trainings of ${model} fail, and the other models race on: ${why}`);
    }
    if (!checked.has(model) && outcome.status === 'completed') {
      check([outcome]);
      checked.add(model);
    }
    return outcome;
  };
}

/**
 * Undefined where none are wanted or none are missing. A trainer of the user's that never gave any is not asked for them again.
 * @param outcomes those that the answer rests on.
 */
export function missingPredictions(
  { predictionsFrom, backend: { engine } }: Pick<Prepared, 'predictionsFrom' | 'backend'>,
  outcomes: readonly Outcome[],
): string | undefined {
  if (predictionsFrom === undefined) return undefined;
  const fresh = outcomes.filter(({ trial, status }) => isFresh(trial) && status === 'completed');
  const lacking = fresh.filter(({ artifacts = {} }) => !Object.keys(artifacts).some(isPredictionsArtifact));
  const givesAny = engine !== undefined || lacking.length < fresh.length;
  if (lacking.length === 0 || !givesAny) return undefined;
  return (
    `the predictions of ${lacking.length} of ${fresh.length} fresh trainings are not kept: they were trained before, or with \`keep: { predictions: none }\`. ` +
    'To have them, train all again: the same command with --fresh, or with --out and another folder'
  );
}
