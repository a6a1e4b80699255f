/** @file What makes trials exchangeable: who trains, on what, and from which seed. All else is a question asked of them. */
import { canonicalJson, hashJson, type JsonObject, type JsonValue } from '../core/index.js';

export interface IdentityOptions {
  /** Content hash of the data; undefined where the trainer brings its own. */
  readonly dataHash: string | undefined;
  /** Who trains, as the experiment says it, with everything that decides what a trial gives. */
  readonly trainer: JsonValue;
  readonly seed: number;
}

/**
 * The parts by name: short ones as they are, long ones as hashes. `code` (hashes of the trainer's own files) stands by
 * itself: a run may go on when it alone differs, if the user says so.
 */
export type IdentityParts = Readonly<Record<'data' | 'trainer' | 'code' | 'seed', string>>;

export interface EvidenceIdentity {
  /** 64 hexadecimal digits; equal exactly when data, trainer and seed are. */
  readonly identity: string;
  readonly parts: IdentityParts;
}

/**
 * The identity of evidence. Candidates, sample sizes and streams stand in each trial's own key; name, race, budget,
 * workers and the split's way of being written do not enter.
 */
export function evidenceIdentity({ dataHash, trainer, seed }: IdentityOptions): EvidenceIdentity {
  const { code, ...parts } = { data: dataHash ?? "the trainer's own", seed: String(seed), ...trainerParts(trainer) };
  return { identity: hashJson(parts), parts: { ...parts, code } };
}

/**
 * One clause for each part that differs, `was` first: `the seed was 7 and is 8`; empty for evidence that can be shared. Parts
 * may come from logs of older versions.
 */
export function describeDifferences(was: WrittenParts, is: WrittenParts): string[] {
  const [before, after] = [readParts(was), readParts(is)];
  return differingParts(before, after).map((name) => {
    if (name === 'code') return describeCode(changedCode(before, after));
    const topic = TOPICS[name];
    return `${topic} ${topic.endsWith('s') ? 'were' : 'was'} ${shorten(before[name])} and ${topic.endsWith('s') ? 'are' : 'is'} ${shorten(after[name])}`;
  });
}

/** The files of the trainer whose content has changed, where that is all that differs; undefined where anything else does, or nothing. */
export function codeDifference(was: WrittenParts, is: WrittenParts): readonly string[] | undefined {
  const [before, after] = [readParts(was), readParts(is)];
  const parts = differingParts(before, after);
  return parts.length === 1 && parts[0] === 'code' ? changedCode(before, after) : undefined;
}

/** Parts as some log holds them. */
export type WrittenParts = Readonly<Record<string, string>>;

const CODE_MEMBERS = ['files', 'module', 'function'];

/** What a trainer is, and the hashes of its code. */
function trainerParts(trainer: JsonValue): Pick<IdentityParts, 'trainer' | 'code'> {
  if (typeof trainer !== 'object' || trainer === null || Array.isArray(trainer)) {
    return { trainer: canonicalJson(trainer), code: '{}' };
  }
  const members = Object.entries(trainer as JsonObject);
  const isCode = ([name]: [string, JsonValue]) => CODE_MEMBERS.includes(name);
  return {
    trainer: canonicalJson(Object.fromEntries(members.filter((member) => !isCode(member)))),
    code: canonicalJson(Object.fromEntries(members.filter(isCode).flatMap(hashesOf))),
  };
}

function hashesOf([name, value]: [string, JsonValue]): [string, JsonValue][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [[`the ${name}`, value]];
}

/** Logs of version 1 kept code with the trainer, and candidates and the sample size as parts. */
function readParts({ data = '', trainer = 'null', seed = '', code }: WrittenParts): IdentityParts {
  return code === undefined
    ? { data, seed, ...trainerParts(JSON.parse(trainer) as JsonValue) }
    : { data, trainer, code, seed };
}

function differingParts(was: IdentityParts, is: IdentityParts): (keyof IdentityParts)[] {
  return (Object.keys(was) as (keyof IdentityParts)[]).filter((name) => was[name] !== is[name]);
}

function changedCode(was: IdentityParts, is: IdentityParts): readonly string[] {
  const [before, after] = [was, is].map(({ code }) => JSON.parse(code) as JsonObject) as [JsonObject, JsonObject];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]);
}

function describeCode(files: readonly string[]): string {
  return `the trainer's code has changed (${files.join(', ')})`;
}

/** Hashes are told apart by their first digits. */
function shorten(part: string): string {
  return part === '' ? 'nothing' : part.replaceAll(/[0-9a-f]{64}/g, (hash) => `${hash.slice(0, 12)}...`);
}

const TOPICS: Readonly<Record<keyof IdentityParts, string>> = {
  data: 'the data',
  trainer: 'the trainer',
  code: "the trainer's code",
  seed: 'the seed',
};
