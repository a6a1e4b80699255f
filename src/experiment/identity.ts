/** @file Derives the identity that makes trials exchangeable: trainer, engine, data and seed. All else is a question asked of them. */
import { canonicalJson, hashJson, type JsonObject, type JsonValue } from '../core/index.js';

export interface IdentityOptions {
  /** Content hash of the data; undefined where the trainer brings its own. */
  readonly dataHash: string | undefined;
  /** The trainer, as the experiment says it; the content of its code stands with each outcome. */
  readonly trainer: JsonValue;
  readonly seed: number;
  /** Version of the engine, where it makes the losses; undefined for trainers of the user's own. */
  readonly engine?: number | undefined;
}

/** The parts by name: short ones as they are, long ones as hashes. */
export type IdentityParts = Readonly<Record<'data' | 'trainer' | 'seed', string>> & { readonly engine?: string };

export interface EvidenceIdentity {
  /** 64 hexadecimal digits; equal exactly when all parts are. */
  readonly identity: string;
  readonly parts: IdentityParts;
}

/**
 * The identity of evidence. Candidates, sample sizes and streams stand in each trial's own key; name, race, budget,
 * workers, the split's way of being written and the place of an installed program do not enter.
 */
export function evidenceIdentity({ dataHash, trainer, seed, engine }: IdentityOptions): EvidenceIdentity {
  const parts = {
    data: dataHash ?? "the trainer's own",
    trainer: trainerText(trainer),
    seed: String(seed),
    ...(engine === undefined ? {} : { engine: String(engine) }),
  };
  return { identity: hashJson(parts), parts };
}

/**
 * One clause for each part that differs, `was` first: `the seed was 7 and is 8`; empty for evidence that can be shared. The
 * engine counts where both tell it.
 */
export function differenceClauses(was: WrittenParts, is: WrittenParts): string[] {
  const names = Object.keys(TOPICS) as (keyof IdentityParts)[];
  const isTold = (name: keyof IdentityParts) => name !== 'engine' || (was.engine && is.engine);
  const differing = names.filter((name) => was[name] !== is[name] && isTold(name));
  return differing.map((name) => `${TOPICS[name]} was ${shorten(was[name])} and is ${shorten(is[name])}`);
}

/** Parts as some log holds them. */
type WrittenParts = Readonly<Record<string, string>>;

/** A trainer as it is compared with that of another run. */
export function trainerText(trainer: JsonValue): string {
  if (typeof trainer !== 'object' || trainer === null || Array.isArray(trainer)) return canonicalJson(trainer);
  const { command, ...rest } = trainer as JsonObject;
  return canonicalJson({ ...rest, ...(command === undefined ? {} : { command: plainCommand(command) }) });
}

/** An installed program goes by its name, wherever it lies, and Python by that of the language. */
function plainCommand(command: JsonValue): JsonValue {
  if (!Array.isArray(command)) return command;
  const [program, ...rest] = command as readonly string[];
  const name = program?.startsWith('/') ? program.slice(program.lastIndexOf('/') + 1) : (program ?? '');
  return [/^(?:python|pypy)[\d.]*$/.test(name) ? name.replace(/[\d.]+$/, '') : name, ...rest];
}

/** Hashes are told apart by their first digits. */
function shorten(part = 'nothing'): string {
  return part.replaceAll(/[0-9a-f]{64}/g, (hash) => `${hash.slice(0, 12)}...`);
}

const TOPICS: Readonly<Record<keyof IdentityParts, string>> = {
  data: 'the data',
  trainer: 'the trainer',
  seed: 'the seed',
  engine: 'the engine',
};
