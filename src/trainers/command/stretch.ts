/**
 * @file Opens and closes a stretch of work: from a start of the coordinator to its end. Every process of a stretch carries its
 * token in the environment, so that none stays behind: not at the end, and not after a kill, when the folder's record tells
 * the next stretch what to look for. The record can only narrow: a process is ended for what stands in its own environment.
 */

import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defined } from '../../core/index.js';
import { bootId, isRunning, killTree, pidNamespace, startTicks } from './process-tree.js';
import { readWrittenFile } from './read-result.js';

/** The process that answers for a stretch. */
interface Owner {
  readonly pid: number;
  /** When it started, in clock ticks since the machine did; 0 off Linux. */
  readonly startTicks: number;
}

/** Where processes have numbers of their own. */
interface Place {
  readonly host: string;
  readonly bootId: string;
  readonly pidNamespace: string;
}

/** What a stretch leaves in its folder while it lasts. */
interface StretchRecord extends Place {
  /** 128 bits, hexadecimal. */
  readonly token: string;
  readonly owner: Owner;
}

export interface OpenedStretch {
  /** For the environment of every process that the stretch starts. */
  readonly environment: Readonly<Record<string, string>>;
  /** Begins the names of its folders among the temporary ones. */
  readonly folderPrefix: string;
  /** True where the folder's last stretch did not come to its end. */
  readonly followsKill: boolean;
  /** Where its record is; absent if there is no folder. */
  readonly recordPath?: string;
}

/**
 * Begins a stretch of this process. With a path, ends first what the stretch recorded there has left, if its owner is dead,
 * and puts the new record in its place. `onNotice` is told of a record that cannot be read; it is ignored.
 */
export async function openStretch(
  recordPath?: string,
  onNotice: (text: string) => void = () => {},
): Promise<OpenedStretch> {
  const record: StretchRecord = {
    token: randomBytes(16).toString('hex'),
    ...here(),
    owner: { pid: process.pid, startTicks: startTicks(process.pid) ?? 0 },
  };
  const found = recordPath === undefined ? undefined : readRecord(recordPath, onNotice);
  if (found !== undefined && isOver(found, record)) await endAll(found);
  if (recordPath !== undefined) writeRecord(recordPath, record);
  const [name, value] = nameAndValue(record);
  return {
    environment: { [name]: value },
    folderPrefix: prefixOf(record),
    followsKill: found !== undefined,
    ...defined({ recordPath }),
  };
}

/** Ends what the stretch recorded there has left, and forgets it, if its owner was a process of this machine and is dead. */
export async function endLeftStretch(recordPath: string): Promise<void> {
  const found = readRecord(recordPath, () => {});
  if (found === undefined || !isOver(found, here())) return;
  await endAll(found);
  rmSync(recordPath, { force: true });
}

/** Ends whatever a stretch of this process has started, and forgets it. */
export async function closeStretch({ environment, folderPrefix, recordPath }: OpenedStretch): Promise<void> {
  for (const [name, value] of Object.entries(environment)) await killTree({ entry: `${name}=${value}` });
  await clearFolders(folderPrefix);
  if (recordPath !== undefined) rmSync(recordPath, { force: true });
}

function here(): Place {
  return { host: hostname(), bootId: bootId(), pidNamespace: pidNamespace('self') };
}

async function endAll(record: StretchRecord): Promise<void> {
  const { pidNamespace: namespace, owner } = record;
  await killTree({ entry: entryOf(record), only: { namespace, sinceTicks: owner.startTicks } });
  await clearFolders(prefixOf(record));
}

/** True where the record is of this machine since it started, and the one who answered for it is gone. */
function isOver({ host, bootId: boot, pidNamespace: namespace, owner }: StretchRecord, now: Place): boolean {
  if (boot === '' || boot !== now.bootId || host !== now.host || namespace !== now.pidNamespace) return false;
  return !isRunning(owner.pid, owner.startTicks);
}

/** The owner stands in the environment itself, so that no record can name another one for living processes. */
function nameAndValue({ token, bootId: boot, owner }: StretchRecord): readonly [name: string, value: string] {
  return [`SUREFOOT_STRETCH_${token}`, `${boot}/${owner.pid}/${owner.startTicks}`];
}

function entryOf(record: StretchRecord): string {
  return nameAndValue(record).join('=');
}

function prefixOf({ token, owner }: StretchRecord): string {
  return `surefoot-${token}-${owner.pid}-${owner.startTicks}-`;
}

async function clearFolders(prefix: string): Promise<void> {
  const left = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  await Promise.all(left.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true })));
}

function writeRecord(path: string, record: StretchRecord): void {
  const unfinished = `${path}.unfinished`;
  rmSync(unfinished, { force: true });
  // Exclusively: what is there is nobody's link to follow.
  writeFileSync(unfinished, `${JSON.stringify(record)}\n`, { flag: 'wx' });
  renameSync(unfinished, path);
}

/** Undefined where there is none, or none that can be believed. */
function readRecord(path: string, onNotice: (text: string) => void): StretchRecord | undefined {
  try {
    const text = readWrittenFile(path, 'record')?.toString('utf8');
    if (text === undefined || EARLIER_MARK.test(text)) return undefined;
    const value = JSON.parse(text) as StretchRecord;
    if (isRecord(value)) return value;
  } catch {
    // Said below.
  }
  onNotice(
    `${path} is not the record of an earlier run and was ignored: processes that such a run left running are not ended`,
  );
  return undefined;
}

/** What stood there before there were records. */
const EARLIER_MARK = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\n$/;

function isRecord(value: StretchRecord): boolean {
  return (
    /^[0-9a-f]{32}$/.test(value.token) &&
    [value.host, value.bootId, value.pidNamespace].every((part) => typeof part === 'string') &&
    Number.isSafeInteger(value.owner.pid) &&
    Number.isSafeInteger(value.owner.startTicks)
  );
}
