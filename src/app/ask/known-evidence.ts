/** @file Looks into a run folder before an experiment is prepared for it: names that were given there stay. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ThreadVariables } from '../../core/index.js';
import { isLogThere, readLogNames, refuseOwn } from '../../evidence/log/index.js';
import { RUN_FILES } from '../folder/run-files.js';

export interface KnownEvidence {
  /** Ids of candidates by the hash of their completed configuration. */
  readonly ids: ReadonlyMap<string, string>;
  /** What hashes of secrets in the identity are salted with. */
  readonly salt: string;
  /** Of a log that is there; undefined where it does not tell. */
  readonly threads?: ThreadVariables | undefined;
  readonly isNew: boolean;
}

/** What a new run begins with. */
export const NOTHING_KNOWN: KnownEvidence = { ids: new Map(), salt: '', isNew: true };

/**
 * What the log in `folder` knows; if there is none, or it is dropped, only a new salt.
 * @throws InputError for a log that cannot be read, and for a folder in which this process is at work.
 */
export function knownIn(
  folder: string | undefined,
  { fresh = false }: { readonly fresh?: boolean | undefined } = {},
): KnownEvidence {
  if (folder !== undefined) refuseOwn(folder);
  const log = folder === undefined ? undefined : join(folder, RUN_FILES.log);
  if (log === undefined || fresh || !isLogThere(log)) return { ids: new Map(), salt: randomUUID(), isNew: true };
  const { ids, head } = readLogNames(log);
  return { ids, salt: head.salt ?? '', threads: head.threads, isNew: false };
}
