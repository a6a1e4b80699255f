/**
 * @file Parquet files whose bytes were changed at random: flipped bits, cut ends, zeroed stretches. Reading one gives rows or a message,
 * and never ends the process, hangs, or shows a trace. 40 mutations; `npm run soak` takes 1,000.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { type Random, randomFrom } from '../../src/core/index.js';
import { temporaryFolder } from '../app/command-line.js';
import { LONG_TEST_MS } from '../hang-guard.js';

const MUTATIONS = Number(process.env.DATA_MUTATIONS ?? 40);
const SEED = Number(process.env.SEED ?? 1);
const BATCH = 20;
const EXAMINE = fileURLToPath(new URL('examine-data.mjs', import.meta.url));
const FILES = ['snappy.parquet', 'zstd-row-groups.parquet'];

interface Examined {
  readonly path: string;
  readonly rows?: number;
  readonly code?: string;
  readonly trace?: string;
}

function examine(paths: readonly string[]): Examined[] {
  const ended = spawnSync(process.execPath, [EXAMINE, ...paths], { encoding: 'utf8', timeout: LONG_TEST_MS / 2 });
  const said = ended.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Examined);
  expect([ended.status, ended.signal, ended.stderr], `after ${said.at(-1)?.path}`).toEqual([0, null, '']);
  return said;
}

/** Metadata lie at the end, and say where everything else is: half of all mutations are there. */
function mutated(whole: Buffer, random: Random): { bytes: Buffer; told: string } {
  const pick = (count: number) => Math.floor(random.uniform() * count);
  const bytes = Buffer.from(whole);
  const metadata = bytes.readUInt32LE(bytes.length - 8) + 8;
  const at = pick(2) === 0 ? bytes.length - 1 - pick(metadata) : pick(bytes.length);
  const kind = (['flip', 'flip', 'flip', 'cut', 'zeros'] as const)[pick(5)];
  if (kind === 'cut') return { bytes: bytes.subarray(0, at), told: `cut at ${at}` };
  if (kind === 'zeros') bytes.fill(0, at, Math.min(at + 64, bytes.length));
  else bytes[at] = (bytes[at] as number) ^ (1 << pick(8));
  return { bytes, told: `${kind} at ${at}` };
}

test.each(FILES)(`${MUTATIONS / FILES.length} mutations of %s`, (name) => {
  const folder = temporaryFolder(onTestFinished);
  const source = resolve('test/engine/datasets/fixtures', name);
  const whole = readFileSync(source);
  expect(examine([source])).toMatchObject([{ rows: 24 }]);
  const random = randomFrom('parquet', name, SEED);
  const counts: Record<string, number> = {};
  for (let done = 0; done < MUTATIONS / FILES.length; done += BATCH) {
    const count = Math.min(BATCH, MUTATIONS / FILES.length - done);
    const made = Array.from({ length: count }, (_, place) => {
      const { bytes, told } = mutated(whole, random);
      const path = join(folder, `${done + place}.parquet`);
      writeFileSync(path, bytes);
      return { path, told };
    });
    for (const [place, { rows, code, trace }] of examine(made.map(({ path }) => path)).entries()) {
      expect(trace, `${name}, ${made[place]?.told}`).toBeUndefined();
      const ending = code ?? (rows === 24 ? 'read' : 'fewer rows');
      counts[ending] = (counts[ending] ?? 0) + 1;
    }
    for (const { path } of made) rmSync(path);
  }
  // Where nothing was noticed, all rows are there: only values inside a page may differ, which has no sum of its own.
  expect(counts['fewer rows']).toBeUndefined();
  console.log(`${name}: ${JSON.stringify(counts)}`);
});
