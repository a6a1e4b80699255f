/**
 * @file Port, and its adapter over Node's own files: the few things that a shared folder must be able to do. Any file system does, NFS and Lustre among them: nothing rests on
 * locks, on a shared clock, or on a list of names that is up to date.
 */
import { constants } from 'node:fs';
import { type FileHandle, link, lstat, mkdir, open, readdir, rename, rmdir, unlink } from 'node:fs/promises';

/** What is known of a name. */
export interface FileFacts {
  readonly isFolder: boolean;
  readonly uid: number;
  /** Permission bits alone. */
  readonly mode: number;
  /** Names that the file has. */
  readonly links: number;
  readonly bytes: number;
  /** When it was last written, on the file system's clock: for people. */
  readonly writtenMs: number;
}

/**
 * Contract: what is made is for its owner alone (0600, folders 0700). Every call that says nothing of it rejects where a folder
 * on the way is missing (`ENOENT`) and where the file system does not answer, with an error that has the `code` of the system. After
 * such an error the call may have been done or not.
 */
export interface ExchangeFiles {
  /**
   * Opened afresh for each reading, which on NFS asks the server. Undefined where there is none; empty where the name is that of a
   * link, a folder or a pipe, which are neither followed nor waited for.
   */
  read(path: string, from?: number, bytes?: number): Promise<Uint8Array | undefined>;
  /** A new file; false where the name is taken. Others may see it empty for a moment. */
  create(path: string, content: Uint8Array): Promise<boolean>;
  /** A new file whose content is on the disk when it resolves, its name perhaps not yet. */
  createDurable(path: string, content: Uint8Array): Promise<void>;
  /** Another name for a file, atomically; false where the name is taken. */
  link(path: string, name: string): Promise<boolean>;
  /** Atomically; takes the place of a file that is there. False where there is nothing to rename. */
  rename(path: string, name: string): Promise<boolean>;
  /** Nothing happens where there is none. */
  unlink(path: string): Promise<void>;
  /** False where the name is taken. */
  makeFolder(path: string): Promise<boolean>;
  /** An empty one; nothing happens where there is none, or where it is not empty. */
  removeFolder(path: string): Promise<void>;
  /** In no order; on NFS it may be a minute old. Undefined where there is no such folder. */
  list(path: string): Promise<readonly string[] | undefined>;
  facts(path: string): Promise<FileFacts | undefined>;
  /** Names in this folder are on the disk when it resolves. */
  sync(folder: string): Promise<void>;
}

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** No link is ever followed, and no pipe is waited for. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
/** What opening or reading says of a link, a folder, a pipe, a socket: there is no file of ours under this name. */
const NO_FILE = ['ELOOP', 'EMLINK', 'EISDIR', 'EAGAIN', 'ENXIO', 'ESPIPE', 'EOPNOTSUPP'];
/** More than any file of an exchange has. */
const MOST_READ_BYTES = 2 ** 30;

/** Some file systems know no `fsync` of folders: names are there at once, or when they like. */
const NO_SYNC = ['EINVAL', 'EPERM', 'EISDIR', 'EACCES', 'ENOTSUP'];

export const nodeFiles: ExchangeFiles = {
  read: (path, from = 0, bytes = MOST_READ_BYTES) =>
    unless(['ENOENT', 'ENOTDIR', 'ESTALE'], undefined, () =>
      unless(NO_FILE, new Uint8Array(), async () => {
        const file = await open(path, READ);
        try {
          return await readPart(file, from, bytes);
        } finally {
          await file.close();
        }
      }),
    ),
  create: (path, content) =>
    unless(['EEXIST'], false, async () => {
      await write(path, content);
      return true;
    }),
  createDurable: (path, content) => write(path, content, (file) => file.sync()),
  link: (path, name) =>
    unless(['EEXIST'], false, async () => {
      await link(path, name);
      return true;
    }),
  rename: (path, name) =>
    unless(['ENOENT'], false, async () => {
      await rename(path, name);
      return true;
    }),
  unlink: (path) => unless(['ENOENT'], undefined, () => unlink(path)),
  makeFolder: (path) =>
    unless(['EEXIST'], false, async () => {
      await mkdir(path, { mode: FOLDER_MODE });
      return true;
    }),
  removeFolder: (path) => unless(['ENOENT', 'ENOTEMPTY', 'EEXIST'], undefined, () => rmdir(path)),
  list: (path) => unless(['ENOENT', 'ENOTDIR', 'ESTALE'], undefined, () => readdir(path)),
  facts: (path) =>
    unless(['ENOENT', 'ENOTDIR'], undefined, async () => {
      const found = await lstat(path);
      return {
        isFolder: found.isDirectory(),
        uid: found.uid,
        mode: found.mode & 0o7777,
        links: found.nlink,
        bytes: found.size,
        writtenMs: found.mtimeMs,
      };
    }),
  sync: (folder) =>
    unless(NO_SYNC, undefined, async () => {
      const file = await open(folder, READ);
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    }),
};

async function write(path: string, content: Uint8Array, and = async (_: FileHandle) => {}): Promise<void> {
  const file = await open(path, 'wx', FILE_MODE);
  try {
    if (content.length > 0) await file.writeFile(content);
    await and(file);
  } finally {
    await file.close();
  }
}

/** Most files are smaller. */
const FIRST_BYTES = 8192;

/** In one reading where it is small, and without asking for its size: thousands of workers look at small files. */
async function readPart(file: FileHandle, from: number, most: number): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let size = 0;
  for (let room = FIRST_BYTES; size < most; room *= 4) {
    const buffer = Buffer.allocUnsafe(Math.min(room, most - size));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, from + size + filled);
      filled += bytesRead;
      if (bytesRead === 0 || filled < FIRST_BYTES) break;
    }
    pieces.push(buffer.subarray(0, filled));
    size += filled;
    if (filled < buffer.length) break;
  }
  return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
}

async function unless<Answer, Other>(codes: readonly string[], other: Other, call: () => Promise<Answer>) {
  try {
    return await call();
  } catch (error) {
    if (codes.includes((error as NodeJS.ErrnoException).code ?? '')) return other;
    throw error;
  }
}
