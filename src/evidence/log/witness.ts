/**
 * @file What files beside a log have said of it: how many outcomes it held, with the chain over them. A log that holds fewer, or others,
 * has lost what people were told, however sound the rest of it is.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type LogExtent, STUDY_KINDS } from '../../core/index.js';
import { type Connection, readRows } from './log-connection.js';
import { chainText } from './log-extent.js';

export interface Witness {
  readonly file: string;
  readonly extent: LogExtent;
}

/** Files of a run folder that say how far its log went when they were written, near their beginning. */
export const WITNESSES: readonly string[] = ['live.json', 'result.json', ...STUDY_KINDS.map((kind) => `${kind}.json`)];
const LOOKED_AT_BYTES = 4096;
const EXTENT = /"log":\s*\{\s*"outcomes":\s*(\d+),\s*"chain":\s*"([0-9a-f]{13})"\s*\}/;

/** To be read before the log: what goes on being written is ahead of what is said of it. */
export function readWitnesses(path: string): readonly Witness[] {
  return WITNESSES.flatMap((file) => {
    const found = EXTENT.exec(beginningOf(join(dirname(path), file)));
    if (found === null) return [];
    return [{ file, extent: { outcomes: Number(found[1]), chain: found[2] as string } }];
  });
}

/** What of that the log contradicts, in words; undefined where it holds all that was said, or more. */
export function contradiction(
  path: string,
  witnesses: readonly Witness[],
  chainAt: (outcomes: number) => number | undefined,
): string | undefined {
  for (const { file, extent } of witnesses) {
    const { outcomes } = extent;
    if (outcomes === 0) continue;
    const chain = chainAt(outcomes);
    const name = basename(path);
    if (chain === undefined)
      return `${file} beside it was written when ${name} held ${outcomes} outcomes; now it holds fewer`;
    if (chainText(chain) !== extent.chain)
      return `${file} beside it was written when ${name} held other outcomes than it does now (among the first ${outcomes})`;
  }
  return undefined;
}

/** The chain that the log has after so many outcomes. */
export function storedChainAt(connection: Connection): (outcomes: number) => number | undefined {
  return (outcomes) => readRows<[number]>(connection, 'SELECT chain FROM outcome WHERE sequence = ?', outcomes)[0]?.[0];
}

/** Of a file as UTF-8 text; empty where there is none. */
export function beginningOf(path: string): string {
  // Of anything else than a file, opening it could take for ever.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return '';
  const bytes = Buffer.alloc(LOOKED_AT_BYTES);
  const descriptor = openSync(path, 'r');
  try {
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, LOOKED_AT_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}
