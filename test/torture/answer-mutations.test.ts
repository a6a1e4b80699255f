/**
 * @file Answers of a command whose bytes were changed at random, in its result file, in its file of reports and on its output: each
 * trial ends as an outcome, and nothing that is thrown has no kind. 40 mutations; `npm run soak` takes 1,000.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { replicateStreams } from '../../src/core/index.js';
import { createCommandTrainer, openStretch } from '../../src/trainers/index.js';
import { runTrial } from '../../src/work/here/index.js';
import { temporaryFolder } from '../app/command-line.js';
import { TEST_MS } from '../hang-guard.js';

const MUTATIONS = Number(process.env.ANSWER_MUTATIONS ?? 40);
const SEED = Number(process.env.SEED ?? 1);

/** Changes a text as bytes, by the seeds of its trial; half of the time where JSON has its meaning. */
const MUTATE = `
let state = Number(seed);
const pick = (count) => { state = (state * 1103515245 + 12345) % 2147483648; return Math.floor(state / 65536) % count; };
const mutate = (text) => {
  const bytes = Buffer.from(text);
  const at = pick(bytes.length);
  const kind = pick(6);
  if (kind === 0) return bytes.subarray(0, at);
  if (kind === 1) return Buffer.concat([bytes.subarray(0, at), Buffer.from(['{', '"', '[', 'null', '\\0', '1e999', '\\n'][pick(7)]), bytes.subarray(at)]);
  if (kind === 2) bytes.fill(0, at, Math.min(at + 8, bytes.length));
  else if (kind === 3) return Buffer.concat([bytes, bytes.subarray(at)]);
  else bytes[at] ^= 1 << pick(8);
  return bytes;
};
const answer = { loss: 0.5, metrics: { accuracy: 0.9 }, lossPerEpoch: [1, 0.5], artifacts: {}, loadedCode: { files: [], versions: {} } };`;

const SCRIPTS = {
  'in its result file': `
import { writeFileSync } from 'node:fs';
const seed = JSON.parse((await import('node:fs')).readFileSync(process.env.SUREFOOT_TRIAL, 'utf8')).seeds.init;
${MUTATE}
writeFileSync(process.env.SUREFOOT_RESULT, mutate(JSON.stringify(answer)));`,
  'in its file of reports and on its output': `
import { writeFileSync } from 'node:fs';
const seed = JSON.parse((await import('node:fs')).readFileSync(process.env.SUREFOOT_TRIAL, 'utf8')).seeds.init;
${MUTATE}
writeFileSync(process.env.SUREFOOT_REPORTS, mutate('1\\n0.75\\n0.5\\n'));
process.stdout.write(mutate(JSON.stringify(answer) + '\\n'));`,
};

test.each(Object.entries(SCRIPTS))(`${MUTATIONS / 2} mutations %s`, async (place, script) => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'train.mjs'), script);
  const trainer = await createCommandTrainer(
    {
      ...{ command: [process.execPath, 'train.mjs'], protocol: 'one-shot', pass: 'json-file', sample: { by: 'seed' } },
      ...{
        environment: {},
        limits: {},
        startMs: TEST_MS,
        workingFolder: folder,
        stretch: await openStretch(),
        place: 0,
      },
    },
    new AbortController().signal,
  );
  const context = {
    experimentSeed: SEED,
    artifactFolder: join(folder, 'artifacts'),
    signal: AbortSignal.timeout(TEST_MS * 10),
  };
  const counts: Record<string, number> = {};
  for (let replicate = 0; replicate < MUTATIONS / 2; replicate++) {
    const trial = {
      ...{ candidate: 'c', streams: replicateStreams(replicate), fidelity: { sampleSize: 0 }, repeat: 0 },
    };
    const { status, failure, loss } = await runTrial(
      trainer,
      { id: 'c', label: 'c', configuration: {} },
      trial,
      context,
    );
    const kind = failure?.kind ?? status;
    counts[kind] = (counts[kind] ?? 0) + 1;
    // What failed says so in words, and shows no line of a program of ours.
    expect(failure?.message ?? '', `replicate ${replicate}`).not.toMatch(/\n\s+at |node:internal|src[\\/]|dist[\\/]/);
    if (status === 'completed') expect(Number.isFinite(loss), `replicate ${replicate}`).toBe(true);
    expect(kind, `replicate ${replicate}: ${failure?.message}`).not.toBe('exception');
  }
  await trainer.close?.();
  console.log(`${place}: ${JSON.stringify(counts)}`);
});
