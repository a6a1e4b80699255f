/**
 * @file Logs whose bytes were changed at random: flipped bits, cut ends, zeroed pages, of a log at rest and of one whose run was killed.
 * Reading never ends the process, what was told is never silently fewer or other, and a rescue gets every outcome whose own bytes are
 * whole. 40 mutations; `npm run soak` takes 1,000.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { type Random, randomFrom } from '../../src/core/index.js';
import { createSqliteStore, lockRun } from '../../src/evidence/log/index.js';
import { temporaryFolder } from '../app/command-line.js';
import { sampleDecision, sampleHeader, sampleOutcome } from '../evidence/log/sample-log.js';

const MUTATIONS = Number(process.env.LOG_MUTATIONS ?? 40);
const SEED = Number(process.env.SEED ?? 1);
const OUTCOMES = 300;
const BATCH = 20;
const EXAMINE = fileURLToPath(new URL('examine-log.mjs', import.meta.url));

const candidates = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, label: id, configuration: { name: id } }));
// Long enough to go on in pages of its own.
const experiment = { ...sampleHeader.experiment, remark: 'a remark that goes on '.repeat(600) };

/** A run folder whose log is at rest, or was left by a kill: the main file is open and most outcomes are in the WAL. */
function makeRun(folder: string, wasKilled: boolean): void {
  const source = wasKilled ? join(folder, 'source') : folder;
  mkdirSync(source, { recursive: true });
  const path = join(source, 'log.sqlite');
  const lock = lockRun(source);
  const store = createSqliteStore(path, sampleHeader);
  const question = store.ask({ header: { ...sampleHeader, experiment, candidates } });
  for (let index = 0; index < OUTCOMES; index++) {
    const candidate = candidates[index % candidates.length]?.id as string;
    const outcome = sampleOutcome(index, { loss: Math.sin(index + 1) });
    question.append([{ ...outcome, trial: { ...outcome.trial, candidate } }]);
    if (index % 50 === 49) question.appendDecision({ ...sampleDecision, round: index });
  }
  const witness = JSON.stringify({ format: 'x', log: store.extent() }, undefined, 2);
  if (wasKilled) {
    for (const name of ['log.sqlite', 'log.sqlite-wal']) copyFileSync(join(source, name), join(folder, name));
    writeFileSync(join(folder, 'live.json'), witness);
  } else {
    writeFileSync(join(folder, 'result.json'), witness);
  }
  store.close();
  lock.release();
  if (wasKilled) rmSync(source, { recursive: true });
}

interface Mutation {
  readonly file: string;
  /** Bytes that are no longer what they were. */
  readonly from: number;
  readonly to: number;
  readonly kind: 'flip' | 'cut' | 'zeros';
}

function mutate(folder: string, random: Random): Mutation {
  const files = readdirSync(folder).filter((name) => /^log\.sqlite(-wal)?$/.test(name));
  const pick = (count: number) => Math.floor(random.uniform() * count);
  const file = files[pick(files.length)] as string;
  const path = join(folder, file);
  const bytes = readFileSync(path);
  const kind = (['flip', 'flip', 'flip', 'cut', 'zeros'] as const)[pick(5)] as Mutation['kind'];
  const from = kind === 'zeros' ? 4096 * pick(Math.ceil(bytes.length / 4096)) : pick(bytes.length);
  const to = kind === 'flip' ? from + 1 : kind === 'cut' ? bytes.length : Math.min(from + 4096, bytes.length);
  if (kind === 'flip') bytes[from] = (bytes[from] as number) ^ (1 << pick(8));
  else bytes.fill(0, from, to);
  writeFileSync(path, kind === 'cut' ? bytes.subarray(0, from) : bytes);
  return { file, from, to, kind };
}

/** So far a row goes on, at most, before and after what is looked for in it. */
const ROW_MARGIN_BYTES = 160;

/** Losses of outcomes of which one copy lies outside the mutated bytes, with the row of their candidate. */
function wholeLosses(base: string, mutation: Mutation): number[] {
  const files = ['log.sqlite', 'log.sqlite-wal'].flatMap((name) => {
    const found = statSync(join(base, name), { throwIfNoEntry: false });
    return found === undefined ? [] : [{ name, bytes: readFileSync(join(base, name)) }];
  });
  const isWhole = (text: string, isIntact: (bytes: Buffer, at: number) => boolean = () => true): boolean =>
    files.some(({ name, bytes }) => {
      for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
        const touches = at - ROW_MARGIN_BYTES < mutation.to && at + text.length + ROW_MARGIN_BYTES > mutation.from;
        if ((name !== mutation.file || !touches) && isIntact(bytes, at)) return true;
      }
      return false;
    });
  const isKnown = candidates.map(({ configuration }) => isWhole(JSON.stringify(configuration)));
  return Array.from({ length: OUTCOMES }, (_, index) => Math.sin(index + 1)).filter(
    (loss, index) =>
      isKnown[index % candidates.length] &&
      isWhole(`"completed",${loss},`, (bytes, at) => hasChecksum(bytes, at, index + 1)),
  );
}

/** Pages keep remains of rows that went elsewhere: whole is one whose checksum still follows it. */
function hasChecksum(bytes: Buffer, at: number, sequence: number): boolean {
  const content = bytes.subarray(bytes.lastIndexOf('[', at), bytes.indexOf(',null,null]', at) + ',null,null]'.length);
  const checksum = crc32(content, (crc32('outcome') + sequence) >>> 0);
  const end = content.byteOffset - bytes.byteOffset + content.length;
  return bytes.readUInt32BE(end) === checksum || bytes.readUIntBE(end, 6) === checksum;
}

interface Examined {
  readonly folder: string;
  readonly opened: { readonly losses?: number[]; readonly code?: string; readonly trace?: string };
  readonly checked: { readonly damages?: string[]; readonly code?: string; readonly trace?: string };
  readonly rescued: { readonly losses?: number[]; readonly code?: string; readonly trace?: string };
}

function examine(folders: readonly string[]): Examined[] {
  const ended = spawnSync(process.execPath, [EXAMINE, ...folders], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  expect([ended.status, ended.signal, ended.stderr]).toEqual([0, null, '']);
  return ended.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Examined);
}

test.each([false, true])(`${MUTATIONS / 2} mutations of a log, its run killed: %s`, (wasKilled) => {
  const root = temporaryFolder(onTestFinished);
  const base = join(root, 'base');
  mkdirSync(base);
  makeRun(base, wasKilled);
  const [untouched] = examine([base]) as [Examined];
  const losses = Array.from({ length: OUTCOMES }, (_, index) => Math.sin(index + 1));
  expect([untouched.opened, untouched.checked]).toMatchObject([{ losses }, { damages: [], losses }]);
  const random = randomFrom('mutations', SEED + (wasKilled ? 1 : 0));
  const counts = { noticed: 0, harmless: 0, rescued: 0, lost: 0 };
  for (let done = 0; done < MUTATIONS / 2; done += BATCH) {
    const folders = Array.from({ length: Math.min(BATCH, MUTATIONS / 2 - done) }, (_, place) => {
      const folder = join(root, `run-${done + place}`);
      mkdirSync(folder);
      for (const name of readdirSync(base)) copyFileSync(join(base, name), join(folder, name));
      return folder;
    });
    const mutations = folders.map((folder) => mutate(folder, random));
    const listings = folders.map((folder) => readdirSync(folder));
    for (const [place, { folder, opened, checked, rescued }] of examine(folders).entries()) {
      const mutation = mutations[place] as Mutation;
      const told = JSON.stringify(mutation);
      expect([opened.trace, checked.trace, rescued.trace], told).toEqual([undefined, undefined, undefined]);
      expect(readdirSync(folder), told).toEqual(listings[place]);
      if (opened.losses === undefined) {
        counts.noticed++;
        // Whatever cannot be opened is explained.
        expect(checked.code !== undefined || (checked.damages?.length ?? 0) > 0, `${told} ${opened.code}`).toBe(true);
      } else {
        counts.harmless++;
        expect(opened.losses, told).toEqual(losses);
      }
      const whole = wholeLosses(base, mutation);
      const missing = whole.filter((loss) => rescued.losses?.includes(loss) !== true);
      if (rescued.losses === undefined) counts.lost++;
      else counts.rescued++;
      expect(missing, `${told} rescue: ${JSON.stringify(rescued.code)}`).toEqual([]);
      rmSync(folder, { recursive: true });
    }
  }
  console.log(`${wasKilled ? 'killed' : 'at rest'}: ${JSON.stringify(counts)}`);
});
