/** @file The code that the trials of a log were trained with, beside the code that is there now. */
import {
  type CodeFiles,
  type CodeVersions,
  groupBy,
  inputError,
  isFailure,
  type Outcome,
  type Store,
} from '../../core/index.js';
import type { ReportedCode } from '../../report/index.js';
import type { CodeState, Watch, WatchedCode } from '../../trainers/index.js';

interface KnownCode {
  /** Latest content by name. */
  readonly files: CodeFiles;
  readonly versions: CodeVersions;
  /** Names of files that some of the trials knew with another content than others. */
  readonly changed: readonly string[];
}

/** What is known of the code of these trials; later ones count where they differ. */
export function codeOf(outcomes: readonly Outcome[], codes: readonly object[]): KnownCode {
  const inUse = new Set<number>();
  let last: number | undefined;
  for (const { code } of outcomes) {
    if (code === undefined || code === last) continue;
    last = code;
    // Put at the end: what was used last counts.
    inUse.delete(code);
    inUse.add(code);
  }
  const files: Record<string, string> = {};
  const versions: Record<string, string> = {};
  const changed = new Set<string>();
  for (const number of inUse) {
    const state = codes[number - 1] as CodeState | undefined;
    for (const [name, hash] of Object.entries(state?.files ?? {})) {
      if (name in files && files[name] !== hash) changed.add(name);
      files[name] = hash;
    }
    Object.assign(versions, state?.versions);
  }
  return { files: byName(files), versions: byName(versions), changed: [...changed].sort() };
}

function byName(record: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** For result and report; undefined where no code of the user's was trained with. */
export function reportedCode(outcomes: readonly Outcome[], codes: readonly object[]): ReportedCode | undefined {
  const known = codeOf(outcomes, codes);
  return Object.keys(known.files).length + Object.keys(known.versions).length === 0 ? undefined : known;
}

interface CodeDecision {
  /** The user has said that changed code may go on beside the losses of before. */
  readonly isAccepted: boolean;
  readonly folder: string | undefined;
}

/**
 * Compares the code of now with what the trials of the log were trained with. A change that the user accepts is kept in
 * the log, with what it separates; what it returns is to be told then. Where nothing has worked yet there is nothing to
 * separate, and nothing is asked. Where several models race, each has its own code and trials.
 * @throws InputError (`code-changed`) for a change that the user has not accepted.
 */
export function settleCode(store: Store, code: WatchedCode, { isAccepted, folder }: CodeDecision): string | undefined {
  const codes = store.codes();
  const changes = outcomesByWatch(store, code)
    .map(([watch, outcomes]) => {
      const files = watch.changedSince(codeOf(outcomes, codes).files);
      return { files, count: outcomes.filter((outcome) => !isFailure(outcome)).length };
    })
    .filter(({ files, count }) => files.length > 0 && count > 0);
  if (changes.length === 0) return undefined;
  const changed = changes.flatMap(({ files }) => files);
  const count = changes.reduce((sum, one) => sum + one.count, 0);
  if (!isAccepted)
    throw inputError`code-changed: The trainer's code has changed since the ${count} finished trainings in ${folder ?? 'this run'}: ${changed.join(', ')}.
      Allowed: the files that trained them, byte for byte
      Fix: Put it back. Where the change does not matter, as of a comment, use old and new losses together, with --accept-changed-code (the log and the report say so). Or start again with --fresh.`;
  const text = `the trainer's code had changed (${changed.join(', ')}) after ${count} trainings, and --accept-changed-code said to go on: losses from before and after the change are used together`;
  store.notice({ kind: 'accepted-code', text, at: new Date().toISOString(), question: null });
  return text;
}

/** The trials of a model that is gone are of none. */
function outcomesByWatch(
  store: Store,
  { watch, of = () => watch }: WatchedCode,
): readonly (readonly [Watch, readonly Outcome[]])[] {
  const watches = new Map(store.candidates().map((candidate) => [candidate.id, of(candidate)]));
  const groups = groupBy(store.outcomes(), ({ trial }) => watches.get(trial.candidate));
  return [...groups].flatMap(([own, outcomes]) => (own === undefined ? [] : [[own, outcomes] as const]));
}

/** What of the versions known so far is another one now, as `numpy 1.26.4 -> 2.1.0`. */
export function otherVersions(before: CodeVersions, now: CodeVersions): string[] {
  return Object.keys(now).flatMap((name) =>
    before[name] === undefined || before[name] === now[name] ? [] : [`${name} ${before[name]} -> ${now[name]}`],
  );
}
