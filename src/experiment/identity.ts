/** @file What makes two experiments the same: their trials could be exchanged. */
import {
  type Candidate,
  canonicalJson,
  createSharedHash,
  hashJson,
  type JsonObject,
  type JsonValue,
} from '../core/index.js';

export interface IdentityOptions {
  /** Content hash of the data; undefined where the trainer brings its own. */
  readonly dataHash: string | undefined;
  /** Who trains, as the experiment says it, with everything that decides what a trial gives. */
  readonly trainer: JsonValue;
  readonly candidates: readonly Candidate[];
  readonly seed: number;
  /** Training examples of a replicate; 0 = the whole pool. */
  readonly sample: number;
}

/** The parts by name: short ones as they are, long ones as hashes. */
export type IdentityParts = Readonly<Record<'data' | 'trainer' | 'candidates' | 'seed' | 'sample', string>>;

export interface ExperimentIdentity {
  /** 64 hexadecimal digits; equal exactly when all parts are. */
  readonly identity: string;
  readonly parts: IdentityParts;
}

/**
 * The identity of an experiment: data, trainer, candidates (as a set: neither order nor labels matter), seed and sample
 * size. Name, race, budget, workers and the split's way of being written do not enter.
 */
export function experimentIdentity(options: IdentityOptions): ExperimentIdentity {
  const { dataHash, trainer, candidates, seed, sample } = options;
  const hashOf = createSharedHash();
  const configurations = candidates.map(({ id, configuration }) => `${id} ${hashOf(configuration)}`).sort();
  const parts = {
    data: dataHash ?? "the trainer's own",
    trainer: canonicalJson(trainer),
    candidates: `${candidates.length}, ${hashJson(configurations)}`,
    seed: String(seed),
    sample: sample === 0 ? 'the whole pool' : String(sample),
  };
  return { identity: hashJson(parts), parts };
}

/** One clause for each part that differs, `was` first: `the seed was 7 and is 8`; empty for equal identities. */
export function describeDifferences(
  was: Readonly<Record<string, string>>,
  is: Readonly<Record<string, string>>,
): string[] {
  return differingParts(was, is).flatMap((name) => {
    const code = name === 'trainer' ? describeCode(changedCode(was.trainer, is.trainer)) : undefined;
    if (code !== undefined) return [code];
    const topic = TOPICS[name as keyof IdentityParts] ?? name;
    const plural = topic.endsWith('s');
    return [
      `${topic} ${plural ? 'were' : 'was'} ${shorten(was[name])} and ${plural ? 'are' : 'is'} ${shorten(is[name])}`,
    ];
  });
}

/**
 * The files of a command trainer whose content has changed, where that is all that differs; undefined where anything else
 * does, or nothing.
 */
export function codeDifference(
  was: Readonly<Record<string, string>>,
  is: Readonly<Record<string, string>>,
): readonly string[] | undefined {
  const parts = differingParts(was, is);
  return parts.length === 1 && parts[0] === 'trainer' ? changedCode(was.trainer, is.trainer) : undefined;
}

function differingParts(was: Readonly<Record<string, string>>, is: Readonly<Record<string, string>>): string[] {
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => was[name] !== is[name]);
}

/** Files by name; undefined where the trainers differ in more than the content of the same files. */
function changedCode(was: string | undefined, is: string | undefined): readonly string[] | undefined {
  const [before, after] = [was, is].map(readTrainer);
  if (before?.files === undefined || after?.files === undefined) return undefined;
  if (
    canonicalJson({ ...before, files: Object.keys(before.files).sort() }) !==
    canonicalJson({ ...after, files: Object.keys(after.files).sort() })
  )
    return undefined;
  return Object.keys(before.files).filter((name) => before.files?.[name] !== after.files?.[name]);
}

function readTrainer(text: string | undefined): (JsonObject & { readonly files?: JsonObject }) | undefined {
  const value: unknown = JSON.parse(text ?? 'null');
  return typeof value === 'object' && value !== null
    ? (value as JsonObject & { readonly files?: JsonObject })
    : undefined;
}

function describeCode(files: readonly string[] | undefined): string | undefined {
  return files && `the trainer's code has changed (${files.join(', ')})`;
}

/** Hashes are told apart by their first digits. */
function shorten(part: string | undefined): string {
  return part === undefined ? 'nothing' : part.replaceAll(/[0-9a-f]{64}/g, (hash) => `${hash.slice(0, 12)}...`);
}

const TOPICS: Readonly<Record<keyof IdentityParts, string>> = {
  data: 'the data',
  trainer: 'the trainer',
  candidates: 'the candidates',
  seed: 'the seed',
  sample: 'the sample size',
};
