/**
 * @file The write-ahead log of an SQLite file, read from its bytes: which pages were committed, and whether its end was cut off or
 * something inside it is broken, which SQLite itself passes over in silence. Format: https://sqlite.org/fileformat2.html#walformat
 */

/** What a WAL holds. Offsets are of page contents, in bytes from its beginning. */
export interface WalContent {
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
export function readWal(bytes: Buffer): WalContent | undefined {
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
