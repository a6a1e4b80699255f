/** @file Opens the folder of a run for one process: resumed, begun anew, or refused with everything as it was. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EvidenceHead, inputError, type Store } from '../../core/index.js';
import {
  createSqliteStore,
  glanceAtLog,
  isLogThere,
  type LogGlance,
  lockRun,
  openSqliteStore,
} from '../../evidence/log/index.js';
import { differenceClauses } from '../../experiment/index.js';
import { traceOf } from '../trace.js';
import { foreignNames, makeFolder, refuseForeign } from './files.js';
import { otherEngineOf, refuseOtherEngine } from './logged-run.js';
import { OWN_NAMES, RUN_FILES } from './run-files.js';

export interface OpenRun {
  readonly folder: string;
  readonly store: Store;
  readonly resumed: boolean;
  /** Closes a run to which nothing has been added, and leaves the folder as it was before it was opened. */
  discard(): void;
  /** Closes the log and gives the folder free; `whole` is called between the two, while no other process can change anything. */
  close(whole?: () => void): void;
}

interface OpenRunOptions {
  /** Forget what is there. */
  readonly fresh: boolean;
}

/** Whatever trainers print may end in a run folder: it is for its owner alone, unless it was there before. */
const PRIVATE = 0o700;

/**
 * The run in `folder`, made if there is none, for this process alone. A run in which nothing has ever worked makes room
 * for another. Files that Surefoot did not make are never touched.
 * @throws InputError when the folder holds other evidence, a newer or damaged log, files of others under names of a
 * run, or is in use; nothing is changed then.
 */
export function openRun(folder: string, head: EvidenceHead, options: OpenRunOptions): OpenRun {
  // Looked at twice: before anything is made, and again once no other process can be at work.
  inspect(folder, head, options);
  const made = makeFolder(folder, PRIVATE);
  const unmake = () => {
    for (const path of made) rmdirSync(path);
  };
  let lock: ReturnType<typeof lockRun>;
  try {
    lock = lockRun(folder);
  } catch (error) {
    unmake();
    throw error;
  }
  let undo = () => {};
  const putBack = () => {
    undo();
    lock.release({ restore: true });
    unmake();
  };
  try {
    const { glance, makesRoom } = inspect(folder, head, options);
    const log = join(folder, RUN_FILES.log);
    const resumed = glance !== undefined && !makesRoom;
    const previous = makesRoom && glance !== undefined ? setAside(folder, glance.claims) : undefined;
    undo = () => {
      if (!resumed)
        removeNames(
          folder,
          OWN_NAMES.filter((name) => name !== RUN_FILES.previous),
        );
      previous?.putBack();
    };
    if (resumed) rmSync(join(folder, RUN_FILES.previous), { recursive: true, force: true });
    const trace = traceOf('log');
    const store = resumed ? openSqliteStore(log, { trace }) : createSqliteStore(log, head, OWN_NAMES, trace);
    return {
      folder,
      store,
      resumed,
      close: (whole) => {
        try {
          store.close();
          previous?.forget();
          whole?.();
        } finally {
          lock.release();
        }
      },
      discard: () => {
        store.close();
        putBack();
      },
    };
  } catch (error) {
    putBack();
    throw error;
  }
}

/** Writes a file so that it is there whole or not at all, whenever the process ends; follows no link. */
export function writeRunFile(folder: string, name: string, content: string | Uint8Array): void {
  const unfinished = join(folder, `.${name}.${randomUUID()}`);
  try {
    writeFileSync(unfinished, content, { flag: 'wx' });
    renameSync(unfinished, join(folder, name));
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

interface Inspection {
  /** A glance at the log that is there. */
  readonly glance?: LogGlance;
  /** The content is to be dropped: the user asked for it, or nothing in it has ever worked. */
  readonly makesRoom: boolean;
}

/** Throws an InputError where the folder cannot be used for this evidence. */
function inspect(folder: string, head: EvidenceHead, options: OpenRunOptions): Inspection {
  const log = join(folder, RUN_FILES.log);
  if (!isLogThere(log)) {
    refuseForeign(folder, foreignNames(folder, OWN_NAMES));
    return { makesRoom: options.fresh };
  }
  const glance = glanceAtLog(log);
  const unclaimed = OWN_NAMES.filter((name) => name !== RUN_FILES.log && !glance.claims.includes(name));
  refuseForeign(folder, foreignNames(folder, unclaimed));
  if (options.fresh) return { glance, makesRoom: true };
  return { glance, makesRoom: makesRoomFor(glance, head, folder) };
}

/** Whether what is there is another experiment's in which nothing has worked. */
function makesRoomFor(glance: LogGlance, head: EvidenceHead, folder: string): boolean {
  const { identityParts: parts, name } = glance.head;
  const named = name === head.name ? [] : [`its name is "${name}" there and "${head.name}" here`];
  const others = differenceClauses(parts, head.identityParts);
  const differences = [...named, ...others];
  if (differences.length === 0) return false;
  if (!glance.hasWorked) return true;
  const trained = otherEngineOf(parts, glance.environment);
  const isSameElse = named.length === 0 && differenceClauses({ ...parts, engine: '' }, head.identityParts).length === 0;
  if (trained !== undefined && isSameElse) throw refuseOtherEngine(folder, trained);
  throw inputError`other-experiment: ${folder} holds trainings of another experiment ("${name}"): ${differences.join('; ')}.
    Allowed: the same name, data, trainer and seed; anything else may change, and is another question to the same folder
    Fix: Choose another folder with --out, or start again with --fresh.`;
}

interface Previous {
  putBack(): void;
  forget(): void;
}

/** Moves a run that makes room out of the way, the log last, until it is certain that another takes its place. */
function setAside(folder: string, claims: readonly string[]): Previous {
  const aside = join(folder, RUN_FILES.previous);
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside);
  const journals = ['-wal', '-shm'].map((suffix) => `${RUN_FILES.log}${suffix}`);
  const names = new Set(
    [...OWN_NAMES, ...claims].filter((name) => name !== RUN_FILES.previous && name !== RUN_FILES.log),
  );
  for (const name of [...names, ...journals, RUN_FILES.log]) {
    if (existsSync(join(folder, name))) renameSync(join(folder, name), join(aside, name));
  }
  return {
    putBack: () => {
      for (const name of readdirSync(aside)) renameSync(join(aside, name), join(folder, name));
      rmdirSync(aside);
    },
    forget: () => rmSync(aside, { recursive: true, force: true }),
  };
}

function removeNames(folder: string, names: readonly string[]): void {
  for (const name of names) rmSync(join(folder, name), { recursive: true, force: true });
  for (const suffix of ['-wal', '-shm']) rmSync(join(folder, `${RUN_FILES.log}${suffix}`), { force: true });
}
