/** @file Looks at a folder before either end is opened: whether it can be an exchange, and which runs it has, by what their coordinators said last. */

import { InputError } from '../../../core/index.js';
import { type SeenRun, shownName } from '../transport.js';
import type { ExchangeFiles, FileFacts } from './exchange-files.js';
import { LATEST, MARK, RUNS_FOLDER } from './layout.js';
import { runIfWhole, type Seen, seenIfWhole } from './records.js';

const NOTHING: Seen = { open: 0, held: 0, done: 0, perMinute: 0, losses: 0, workers: [] };

/** Undefined where the folder is no exchange; `passOver` is told what is no run, and was left out. */
export async function lookAtFolder(
  files: ExchangeFiles,
  path: string,
  passOver: (what: string) => void,
): Promise<readonly SeenRun[] | undefined> {
  if ((await files.read(`${path}/${MARK}`)) === undefined) return undefined;
  const ids = ((await files.list(`${path}/${RUNS_FOLDER}`)) ?? []).filter((name) => /^[\w-]+$/.test(name));
  const nowMs = await serverNowMs(files, path);
  const runs: SeenRun[] = [];
  for (const id of ids.sort()) {
    const folder = `${path}/${RUNS_FOLDER}/${id}`;
    const [run, seen] = await Promise.all([files.read(`${folder}/run`), files.read(`${folder}/seen`)]);
    if (run === undefined) continue;
    const record = runIfWhole(run, id);
    if (record === undefined) {
      passOver(`${shownName(id)} in ${path}/${RUNS_FOLDER} is not a run; it was skipped`);
      continue;
    }
    const said = await files.facts(`${folder}/news`);
    runs.push({
      id,
      name: record.run.name,
      ...(seenIfWhole(seen) ?? NOTHING),
      silentMs: said === undefined ? undefined : Math.max(0, nowMs - said.writtenMs),
    });
  }
  return runs;
}

/**
 * The time that the file server gives a new file: no other machine's clock can be compared with the times of files there. Where nothing
 * can be written, this machine's.
 */
async function serverNowMs(files: ExchangeFiles, path: string): Promise<number> {
  return (await written(files, path).catch(() => undefined))?.writtenMs ?? Date.now();
}

/** What is known of a new file, which is removed again. */
async function written(files: ExchangeFiles, path: string): Promise<FileFacts | undefined> {
  const probe = `${path}/.probe-${process.pid}-${performance.now()}`;
  await files.create(probe, new Uint8Array());
  const facts = await files.facts(probe);
  await files.unlink(probe);
  return facts;
}

/** The files, and the user that looks at them. */
interface FolderUser {
  readonly files: ExchangeFiles;
  /** Of this process; undefined where the system knows none. */
  readonly uid: number | undefined;
}

/** @throws InputError for a folder that cannot be used; nothing is written but a file that is removed again. */
export async function requireFolder({ files, uid }: FolderUser, path: string): Promise<void> {
  const facts = await files.facts(path).catch((cause) => {
    throw unusable(path, 'looked at', cause);
  });
  if (facts?.isFolder !== true) {
    throw refused(path, {
      code: 'exchange-missing',
      is: facts === undefined ? 'is not there' : 'is not a folder',
      allowed: 'a folder that the run and all of its workers see',
      fix: `Make it, for you alone: mkdir -m 700 ${path}`,
    });
  }
  if (uid !== undefined && facts.uid !== uid) {
    throw refused(path, {
      code: 'exchange-foreign',
      is: `belongs to another user (${facts.uid}; this process runs as ${uid})`,
      allowed: 'a folder of your own: run and workers belong to one user',
      fix: 'Make one of your own, with mkdir -m 700.',
    });
  }
  if ((facts.mode & 0o002) !== 0) {
    throw refused(path, {
      code: 'exchange-open',
      is: `can be written to by every user (mode ${facts.mode.toString(8)})`,
      allowed: 'a folder that only you can write to: anyone else who can may have your workers train something else',
      fix: `Close it: chmod 700 ${path}`,
    });
  }
  await requireOurNames(files, path);
  await written(files, path).catch((cause) => {
    throw unusable(path, 'written to', cause);
  });
}

async function requireOurNames(files: ExchangeFiles, path: string): Promise<void> {
  if ((await files.read(`${path}/${MARK}`)) !== undefined) return;
  const taken = [];
  for (const name of [LATEST, RUNS_FOLDER]) if ((await files.facts(`${path}/${name}`)) !== undefined) taken.push(name);
  if (taken.length === 0) return;
  throw refused(path, {
    code: 'exchange-taken',
    is: `holds files that Surefoot did not make, under names that it uses: ${taken.join(', ')}`,
    allowed: 'a new folder, an empty one, or one that was an exchange before',
    fix: 'Choose another folder.',
  });
}

function unusable(path: string, used: string, cause: unknown): InputError {
  return refused(path, {
    code: 'exchange-unusable',
    is: `cannot be ${used} (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`,
    allowed: 'a folder that you may read and write, with exchange',
    fix: 'Check its permissions and those of the folders above it, its quota, and its mount options.',
  });
}

interface Refusal {
  readonly code: string;
  readonly is: string;
  readonly allowed: string;
  readonly fix: string;
}

function refused(path: string, { is, ...rest }: Refusal): InputError {
  return new InputError({ ...rest, what: `The folder of the workers, ${path}, ${is}.` });
}
