/**
 * @file The pages of an SQLite file with those of its WAL laid over them, read from their bytes: no damage to them can end the
 * process. Format: https://sqlite.org/fileformat2.html
 */
import { existsSync, readFileSync } from 'node:fs';
import { readMark } from '../log-schema.js';

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

/** What a WAL holds. Offsets are of page contents, in bytes from its beginning. */
interface WalContent {
  readonly pageSize: number;
  /** The newest committed version of every page, by page number. */
  readonly committed: ReadonlyMap<number, number>;
  /** All versions of pages whose bytes are there, verified or not, oldest first. */
  readonly versions: readonly (readonly [page: number, offset: number])[];
  /**
   * `cut-off`: what follows the last commit cannot be verified, as after a power cut in the middle of one. `broken`: something that
   * was committed cannot be read as it was written.
   */
  readonly state: 'whole' | 'cut-off' | 'broken';
}

const HEADER_BYTES = 32;
const FRAME_BYTES = 24;
const MAGIC = 0x377f0682;

/** Undefined for one that holds nothing. */
function readWal(bytes: Buffer): WalContent | undefined {
  if (bytes.length === 0) return undefined;
  if (bytes.length < HEADER_BYTES + FRAME_BYTES) {
    return { pageSize: 0, committed: new Map(), versions: [], state: 'cut-off' };
  }
  const isBig = (bytes.readUInt32BE(0) & 1) === 1;
  const headSum = sumOf(bytes, 0, FRAME_BYTES, isBig, [0, 0]);
  const isHeadWhole = (bytes.readUInt32BE(0) | 1) === (MAGIC | 1) && isSum(bytes, FRAME_BYTES, headSum);
  const pageSize = pageSizeAt(bytes);
  if (pageSize === undefined) return { pageSize: 0, committed: new Map(), versions: [], state: 'broken' };
  const frames = framesOf(bytes, pageSize, isBig, isHeadWhole);
  const committed = new Map<number, number>();
  let pending: [number, number][] = [];
  let chain = isHeadWhole;
  let isBroken = false;
  let hasRest = false;
  for (const { page, offset, commits, isOwn, followsOn } of frames) {
    chain &&= isOwn && followsOn;
    if (!chain) {
      hasRest ||= isOwn;
      // A commit came after what cannot be verified, which was whole then. What a transaction that never ended left has no commit.
      isBroken ||= isOwn && followsOn && commits;
      continue;
    }
    pending.push([page, offset]);
    if (!commits) continue;
    for (const [number, place] of pending) committed.set(number, place);
    pending = [];
  }
  const state = isBroken ? 'broken' : hasRest || pending.length > 0 ? 'cut-off' : 'whole';
  return { pageSize, committed, versions: versionsOf(bytes, pageSize), state };
}

/** The last one may be cut off. */
function versionsOf(bytes: Buffer, pageSize: number): [page: number, offset: number][] {
  const versions: [number, number][] = [];
  for (let start = HEADER_BYTES; start + FRAME_BYTES < bytes.length; start += FRAME_BYTES + pageSize)
    versions.push([bytes.readUInt32BE(start), start + FRAME_BYTES]);
  return versions;
}

interface Frame {
  readonly page: number;
  readonly offset: number;
  readonly commits: boolean;
  /** Of this generation of the WAL, not left over from the one before. */
  readonly isOwn: boolean;
  /** Its checksum goes on from the one that stands before it. */
  readonly followsOn: boolean;
}

function framesOf(bytes: Buffer, pageSize: number, isBig: boolean, isHeadWhole: boolean): Frame[] {
  const frames: Frame[] = [];
  const size = FRAME_BYTES + pageSize;
  for (let start = HEADER_BYTES; start + size <= bytes.length; start += size) {
    const isFirst = start === HEADER_BYTES;
    const salts = isHeadWhole || isFirst ? 16 : HEADER_BYTES + 8;
    const before = isFirst ? FRAME_BYTES : start - size + 16;
    const sum: Sum = [bytes.readUInt32BE(before), bytes.readUInt32BE(before + 4)];
    const headed = sumOf(bytes, start, 8, isBig, sum);
    const whole = sumOf(bytes, start + FRAME_BYTES, pageSize, isBig, headed);
    frames.push({
      page: bytes.readUInt32BE(start),
      offset: start + FRAME_BYTES,
      commits: bytes.readUInt32BE(start + 4) !== 0,
      isOwn: bytes.compare(bytes, salts, salts + 8, start + 8, start + 16) === 0,
      followsOn: isSum(bytes, start + 16, whole),
    });
  }
  return frames;
}

function pageSizeAt(bytes: Buffer): number | undefined {
  const size = bytes.readUInt32BE(8);
  return size >= 512 && size <= 65_536 && (size & (size - 1)) === 0 ? size : undefined;
}

type Sum = [number, number];

/** SQLite's checksum of a WAL over `length` bytes, a multiple of 8. */
function sumOf(bytes: Buffer, start: number, length: number, isBig: boolean, [first, second]: Sum): Sum {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let a = first;
  let b = second;
  for (let place = start; place < start + length; place += 8) {
    a = (a + view.getUint32(place, !isBig) + b) >>> 0;
    b = (b + view.getUint32(place + 4, !isBig) + a) >>> 0;
  }
  return [a, b];
}

function isSum(bytes: Buffer, at: number, [first, second]: Sum): boolean {
  return bytes.readUInt32BE(at) === first && bytes.readUInt32BE(at + 4) === second;
}
