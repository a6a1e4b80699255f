/** @file The file port over Node's own files. */
import { constants } from 'node:fs';
import { link, lstat, mkdir, open, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import type { ExchangeFiles } from './exchange-files.js';

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** Nobody's link is ever followed. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

/** Some file systems know no `fsync` of folders: names are there at once, or when they like. */
const NO_SYNC = ['EINVAL', 'EPERM', 'EISDIR', 'EACCES', 'ENOTSUP'];

export const nodeFiles: ExchangeFiles = {
  read: (path, from = 0, bytes) =>
    unless(['ENOENT', 'ENOTDIR', 'ESTALE'], undefined, async () => {
      const file = await open(path, READ);
      try {
        if (from === 0 && bytes === undefined) return await file.readFile();
        const buffer = Buffer.alloc(bytes ?? Math.max(0, (await file.stat()).size - from));
        const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    }),
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

async function unless<Answer, Other>(codes: readonly string[], other: Other, call: () => Promise<Answer>) {
  try {
    return await call();
  } catch (error) {
    if (codes.includes((error as NodeJS.ErrnoException).code ?? '')) return other;
    throw error;
  }
}
