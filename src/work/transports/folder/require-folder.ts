/** @file Whether a folder can be an exchange: there, ours, closed to the world, and with nobody else's files under our names. */
import { InputError } from '../../../core/index.js';
import type { ExchangeFiles, FileFacts } from './exchange-files.js';
import { LATEST, MARK, RUNS_FOLDER } from './layout.js';

/** What there is, and who looks at it. */
export interface FolderUser {
  readonly files: ExchangeFiles;
  /** Of this process; undefined where the system knows none. */
  readonly uid: number | undefined;
}

/** @throws InputError for a folder that cannot be used; nothing is written but a file that is removed again. */
export async function requireFolder({ files, uid }: FolderUser, path: string): Promise<void> {
  const facts = await looked(files, path);
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
  await requireWritable(files, path);
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

async function requireWritable(files: ExchangeFiles, path: string): Promise<void> {
  const probe = `${path}/.probe-${process.pid}-${performance.now()}`;
  try {
    await files.create(probe, new Uint8Array());
    await files.unlink(probe);
  } catch (cause) {
    throw unusable(path, 'written to', cause);
  }
}

async function looked(files: ExchangeFiles, path: string): Promise<FileFacts | undefined> {
  try {
    return await files.facts(path);
  } catch (cause) {
    throw unusable(path, 'looked at', cause);
  }
}

function unusable(path: string, used: string, cause: unknown): InputError {
  return refused(path, {
    code: 'exchange-unusable',
    is: `cannot be ${used} (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`,
    allowed: 'a folder that you may read and write, with room',
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
