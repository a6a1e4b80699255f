/**
 * @file The pages of an SQLite file with those of its WAL laid over them, read from their bytes: no damage to them can end the
 * process. Format: https://sqlite.org/fileformat2.html
 */
import { existsSync, readFileSync } from 'node:fs';
import { readMark } from '../log-schema.js';
import { readWal, type WalContent } from './wal-file.js';

export interface PageImage {
  /** Of one page, in bytes; what is reserved at its end is left out. */
  readonly usableSize: number;
  readonly pageCount: number;
  /** What is wrong with the WAL as a whole, `foreign` where it is of another log; undefined where there is none. */
  readonly wal: WalContent['state'] | 'foreign' | undefined;
  /** The page as it was committed last, from 1; undefined for one that is not there. */
  page(number: number): Buffer | undefined;
  /** All versions of all pages that can be had, those that were committed last first. */
  versions(): Generator<Buffer>;
}

/** SQLite's default, with which logs are made: for a file whose first page cannot be believed. */
const USUAL_PAGE_SIZE = 4096;

/** Where a first page has SQLite's `user_version`. */
const MARK_AT = 60;

/** Reads `path` and the WAL beside it whole. */
export function readPageImage(path: string): PageImage {
  const main = readFileSync(path);
  const walPath = `${path}-wal`;
  const walBytes = existsSync(walPath) ? readFileSync(walPath) : Buffer.alloc(0);
  const wal = readWal(walBytes);
  const pageSize = mainPageSize(main) ?? (wal === undefined || wal.pageSize === 0 ? USUAL_PAGE_SIZE : wal.pageSize);
  const reserved = main.length > 20 && (main[20] as number) < 64 ? (main[20] as number) : 0;
  const isForeign = wal !== undefined && isOfAnother(main, walBytes, wal);
  const isLaidOver = wal?.pageSize === pageSize && !isForeign;
  const over = isLaidOver ? wal.committed : new Map<number, number>();
  const ownPages = Math.ceil(main.length / pageSize);
  const pageCount = Math.max(ownPages, ...over.keys());
  const ownPage = (number: number): Buffer | undefined => {
    if (number < 1 || number > ownPages) return undefined;
    return pageAt(main, (number - 1) * pageSize, pageSize);
  };
  const walPage = (offset: number): Buffer => pageAt(walBytes, offset, pageSize);
  const page = (number: number): Buffer | undefined => {
    const offset = over.get(number);
    return offset === undefined ? ownPage(number) : walPage(offset);
  };
  return {
    usableSize: pageSize - reserved,
    pageCount,
    wal: isForeign ? 'foreign' : wal?.state,
    page,
    *versions() {
      for (let number = 1; number <= pageCount; number++) {
        const found = page(number);
        if (found !== undefined) yield found;
      }
      for (const number of over.keys()) {
        const found = ownPage(number);
        if (found !== undefined) yield found;
      }
      if (isLaidOver) for (const [, offset] of wal.versions) yield walPage(offset);
    },
  };
}

/** Whether the first page in the WAL names another log than the main file does. */
function isOfAnother(main: Buffer, walBytes: Buffer, { committed }: WalContent): boolean {
  const first = committed.get(1);
  if (first === undefined || mainPageSize(main) === undefined) return false;
  const names = [main, walBytes.subarray(first)].map((page) => readMark(page.readUInt32BE(MARK_AT)).name);
  return names[0] !== names[1];
}

/** What is cut off is zeros. */
function pageAt(bytes: Buffer, offset: number, pageSize: number): Buffer {
  const found = bytes.subarray(offset, offset + pageSize);
  return found.length === pageSize ? found : Buffer.concat([found], pageSize);
}

function mainPageSize(main: Buffer): number | undefined {
  if (main.length < 100 || main.toString('latin1', 0, 16) !== 'SQLite format 3\0') return undefined;
  const stored = main.readUInt16BE(16);
  const size = stored === 1 ? 65_536 : stored;
  return size >= 512 && (size & (size - 1)) === 0 ? size : undefined;
}
