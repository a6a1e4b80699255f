/** @file The file port over Node's own files. */
import { constants } from 'node:fs';
import { type FileHandle, link, lstat, mkdir, open, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import type { ExchangeFiles } from './exchange-files.js';

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
      const file = await open(path, 'wx', FILE_MODE);
      try {
        if (content.length > 0) await file.writeFile(content);
      } finally {
        await file.close();
      }
      return true;
    }),
  createDurable: async (path, content) => {
    const file = await open(path, 'wx', FILE_MODE);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  },
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
