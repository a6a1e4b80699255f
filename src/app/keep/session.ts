/** @file What a session of changes has come to: one line of JSON for each change that was judged, in a file beside the log. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InputError, inputError, isObject } from '../../core/index.js';
import type { Version } from './versions.js';

/** A change that was judged. */
export interface JudgedChange {
  readonly baseline: Version;
  readonly candidate: Version;
  readonly verdict: 'keep' | 'discard' | 'undecided';
  /** Of what is kept: whether an error of 5 % would have kept it, too. */
  readonly sure: 'real' | 'likely' | null;
  /** In one sentence, why. */
  readonly reason: string;
  /** Better by, in the metric's own units; and its interval. */
  readonly gain: number | null;
  readonly interval: readonly [low: number, high: number] | null;
  /** How often a change that gains nothing is kept, as it was asked. */
  readonly error: number;
  /** Trainings of each version that it rests on, and how many of both were there before. */
  readonly trainings: { readonly candidate: number; readonly baseline: number; readonly reused: number };
  /** Whether the candidate is the baseline from here on. */
  readonly moved: boolean;
}

const FILE = 'changes.jsonl';

/** In the order in which they were judged. @throws InputError for a file that has other lines. */
export function readChanges(out: string): readonly JudgedChange[] {
  const path = join(out, FILE);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line, place) => {
      try {
        const change: unknown = JSON.parse(line);
        if (isObject(change) && 'candidate' in change && 'verdict' in change) return change as unknown as JudgedChange;
      } catch {
        // Said below.
      }
      throw brokenLine(path, place + 1);
    });
}

export function addChange(out: string, change: JudgedChange): void {
  mkdirSync(out, { recursive: true });
  appendFileSync(join(out, FILE), `${JSON.stringify(change)}\n`);
}

/** The version that the next change is set against; undefined before the first. */
export function baselineOf(changes: readonly JudgedChange[]): Version | undefined {
  return changes.findLast(({ moved }) => moved)?.candidate ?? changes[0]?.baseline;
}

/** Trainings of a version that the log has, on the first seeds. */
export function trainedOf(changes: readonly JudgedChange[], { id }: Version): number {
  const counts = changes.flatMap(({ baseline, candidate, trainings }) => [
    ...(baseline.id === id ? [trainings.baseline] : []),
    ...(candidate.id === id ? [trainings.candidate] : []),
  ]);
  return Math.max(0, ...counts);
}

function brokenLine(path: string, line: number): InputError {
  return inputError`keep-session: Line ${line} of ${path} is no change that was judged.
    Allowed: one JSON object a line, as surefoot keep writes them
    Fix: Take the line out, or begin a session in another folder with --out.`;
}
