/**
 * @file What a run came to, in short: a few words that people can read, and hashes of the decisions, the losses and the whole record.
 * Times, machines, paths and sentences are left out; figures count to twelve digits, since engines differ in the last ones.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result, StudyRecord } from '../../src/app/index.js';
import type { OpenRace } from '../../src/race/index.js';

/** What was trained, with its loss or why it has none. */
export type Trained = ReadonlyMap<string, number | string>;

/** A race of `surefoot/race` tells no result, but what it has. */
type Told = Result | StudyRecord | Pick<OpenRace, 'status' | 'answer' | 'decisions' | 'told'>;

/** What says when, where and by whom, or is said in words. */
const ELSEWHERE: readonly string[] = [
  ...['environment', 'stretches', 'startedAt', 'finishedAt', 'seconds', 'at', 'command', 'code', 'log', 'unused'],
  // How many trainings began goes by workers, too: some were made ahead.
  ...['begun', 'again', 'seedCheck'],
  // Without a folder there is no number of a question.
  'question',
  ...['identity', 'text', 'headline', 'derivation', 'basis', 'message'],
];

/** The line to be compared. Where `RECORDED_RUNS` names a folder, everything that counts is written there, every bit of it. */
export function inShort(name: string, record: Told, trained: Trained = new Map()): string {
  const folder = process.env.RECORDED_RUNS;
  const losses = [...trained].sort(([left], [right]) => (left < right ? -1 : 1));
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `${name.replaceAll(/[^\w.+-]+/g, '-')}.json`),
      canonical({ record, losses }, (value) => value, 1),
    );
  }
  const parts = [words(record)];
  if ('decisions' in record) parts.push(`${record.decisions.length} decisions ${hash(record.decisions)}`);
  if (trained.size > 0) parts.push(`${trained.size} losses ${hash(losses)}`);
  return [...parts, `all ${hash(record)}`].join('; ');
}

function words(record: Told): string {
  if ('winner' in record) {
    const { status, verdict, winner, survivors, trials } = record;
    return `${status} ${verdict} ${winner?.label ?? 'nobody'} of ${survivors.length} at ${winner?.criterion.value}, ${trials.used} trials`;
  }
  if ('kind' in record) {
    const { kind, status, findings, trials } = record;
    return `${kind} ${status}${'verdict' in findings ? `, ${findings.verdict}` : ''}, ${trials.used} trials`;
  }
  return `${record.told.length} told`;
}

const hash = (value: unknown): string =>
  createHash('sha256')
    .update(canonical(value, (number) => Number(number.toPrecision(12))))
    .digest('hex')
    .slice(0, 12);

/** Keys in order, numbers as `round` leaves them, those that JSON cannot hold by their names. */
function canonical(value: unknown, round: (number: number) => number, indent = 0): string {
  const told = (key: string, part: unknown): unknown => {
    if (ELSEWHERE.includes(key)) return undefined;
    if (typeof part === 'number') return Number.isFinite(part) ? round(part) : String(part);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)));
  };
  return JSON.stringify(value, told, indent);
}
