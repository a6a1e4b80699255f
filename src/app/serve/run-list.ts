/** @file The runs below a folder, as a list: what each is at, what it came to, and its figures. */
import { readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { isLogThere, LogTail, type TailOfLog } from '../../evidence/log/index.js';
import {
  answerCost,
  criterionPhrase,
  formatCount,
  formatDuration,
  formatEstimate,
  formatValue,
  parseResult,
  printable,
  type Result,
} from '../../report/index.js';
import type { ListedRun } from '../../watch/index.js';
import { readGivenFile } from '../folder/files.js';
import { RUN_FILES } from '../folder/run-files.js';
import { type Live, readLive, stateOf } from '../run/live-file.js';
import { runStateOf } from './make-glimpse.js';
import { subjectOf } from './subject.js';

/** Names of the folders below that hold a run, in their order. */
export function runsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && mayHoldRun(join(folder, entry.name)))
    .map(({ name }) => name)
    .sort();
}

/** One that may not be looked into is listed with what stands in the way. */
function mayHoldRun(folder: string): boolean {
  try {
    return isLogThere(join(folder, RUN_FILES.log));
  } catch {
    return true;
  }
}

/** One of them; calling it again reads only what has changed. */
export class ListedFolder {
  readonly #name: string;
  readonly #folder: string;
  readonly #tail: LogTail;
  #end: TailOfLog = { question: undefined, outcomes: 0 };
  #result: { readonly time: number; readonly result: Result | undefined } | undefined;

  constructor(parent: string, name: string) {
    this.#name = name;
    this.#folder = join(parent, name);
    this.#tail = new LogTail(join(this.#folder, RUN_FILES.log));
  }

  describe(): ListedRun {
    const age = this.#age();
    try {
      const news = this.#tail.news();
      if (news !== undefined) this.#end = news;
    } catch (error) {
      return {
        ...{ folder: this.#name, name: this.#name, state: 'unreadable', stateText: printable(firstLine(error)) },
        ...{ winner: '', claim: '', trainings: 0, ...age, figures: {} },
      };
    }
    const { question, outcomes } = this.#end;
    const { live, problem } = this.#live();
    const liveState = live === undefined ? undefined : stateOf(live);
    const { wholeNameOf: nameOf } = subjectOf(question);
    const { stateText, state } = runStateOf({ live, liveState, question });
    const isAtWork = state === 'running';
    const result = isAtWork ? undefined : this.#readResult();
    const leader = live?.progress.leaders[0]?.candidate ?? question?.decisions.at(-1)?.incumbent;
    const winner = result?.winner?.candidate ?? (isAtWork ? leader : undefined);
    return {
      folder: this.#name,
      name: question === undefined ? this.#name : printable(question.header.name),
      state: problem === null ? state : 'unreadable',
      stateText: problem ?? stateText,
      winner: winner === undefined ? '' : `${isAtWork ? 'leads: ' : ''}${nameOf(winner)}`,
      claim: result?.verdict ?? (question?.header.plan.kind === 'race' ? '' : String(question?.header.plan.kind ?? '')),
      trainings: outcomes,
      ...age,
      figures: result === undefined ? {} : figuresOf(result, nameOf),
    };
  }

  #age(): Pick<ListedRun, 'age' | 'ageSeconds'> {
    const names = [RUN_FILES.log, `${RUN_FILES.log}-wal`].map((name) => join(this.#folder, name));
    const times = names.flatMap((path) => statIfThere(path)?.mtimeMs ?? []);
    if (times.length === 0) return { ageSeconds: null, age: '' };
    const ageSeconds = Math.max(0, (Date.now() - Math.max(...times)) / 1000);
    return { ageSeconds, age: `${formatDuration(ageSeconds)} ago` };
  }

  #live(): { readonly live: Live | undefined; readonly problem: string | null } {
    try {
      return { live: readLive(this.#folder), problem: null };
    } catch (error) {
      return { live: undefined, problem: printable(firstLine(error)) };
    }
  }

  /** Undefined where there is none that can be read: of a study, or of another version. */
  #readResult(): Result | undefined {
    const path = join(this.#folder, RUN_FILES.result);
    const time = statIfThere(path)?.mtimeMs;
    if (time === undefined) return undefined;
    if (this.#result?.time !== time) this.#result = { time, result: readResult(path) };
    return this.#result.result;
  }
}

/** The result of a race of as many candidates as there may be. */
const MOST_RESULT_BYTES = 500 * 2 ** 20;

function readResult(path: string): Result | undefined {
  try {
    return parseResult(readGivenFile(path, MOST_RESULT_BYTES).toString('utf8'));
  } catch {
    return undefined;
  }
}

function figuresOf(result: Result, nameOf: (id: string) => string): Readonly<Record<string, string>> {
  const { winner, trials, candidates, neverWorked, data, seconds, environment, seeds, bound } = result;
  const quantity = criterionPhrase(result);
  const criterion = winner && formatEstimate(winner.criterion.value, winner.criterion.interval);
  return {
    winner: winner === null ? 'none' : nameOf(winner.candidate),
    claim: result.verdict ?? 'none yet',
    [`winner's ${quantity}`]: criterion?.text ?? '-',
    'its interval': criterion?.ends || '-',
    [`from the best ${quantity} at most`]: bound === null || !Number.isFinite(bound) ? '-' : formatValue(bound, 2),
    candidates: formatCount(candidates.length),
    'never worked': formatCount(neverWorked.length),
    trainings: answerCost(result).text,
    'failed or diverged': formatCount(trials.failed + trials.timedOut + trials.diverged),
    ...Object.fromEntries(
      Object.entries(winner?.final ?? {}).map(([name, value]) => [`final ${name}`, formatValue(value)]),
    ),
    'wall time': formatDuration(seconds),
    data: data.hash === '' ? data.name : `${data.name} ${data.hash.slice(0, 12)}`,
    seed: String(seeds.experiment),
    surefoot: String(environment.surefoot ?? '-'),
  };
}

/** A folder may vanish, or become something else, at any moment. */
function statIfThere(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
