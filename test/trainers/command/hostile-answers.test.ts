/** @file Commands that answer with what nobody can read, or with nothing that ends: each costs its own trial, and says so. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Outcome, replicateStreams } from '../../../src/core/index.js';
import { createCommandTrainer, openStretch } from '../../../src/trainers/index.js';
import { readOutput, runTrial } from '../../../src/work/here/index.js';
import { temporaryFolder } from '../../app/command-line.js';
import { TEST_MS } from '../../hang-guard.js';
import { withTimeEnough } from '../../until.js';

const MIB = 1024 * 1024;

/** Trains replicates 0, 1, ... of one candidate with one trainer, in a folder of the test's own. */
async function train(
  script: string,
  {
    protocol = 'one-shot',
    trials = 1,
    startMs = TEST_MS,
  }: Partial<{ protocol: 'one-shot' | 'long-lived'; trials: number; startMs: number }> = {},
) {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'train.mjs'), script);
  const trainer = await createCommandTrainer(
    {
      ...{ command: [process.execPath, 'train.mjs'], protocol, pass: 'json-file', sample: { by: 'seed' } },
      ...{ environment: {}, limits: {}, startMs, workingFolder: folder, stretch: await openStretch(), place: 0 },
    },
    new AbortController().signal,
  );
  const candidate = { id: 'c', label: 'c', configuration: {} };
  const context = {
    experimentSeed: 1,
    artifactFolder: join(folder, 'artifacts'),
    signal: new AbortController().signal,
  };
  const outcomes: Outcome[] = [];
  for (let replicate = 0; replicate < trials; replicate++) {
    const trial = {
      ...{ candidate: 'c', streams: replicateStreams(replicate), fidelity: { sampleSize: 0 }, repeat: 0 },
    };
    outcomes.push(await runTrial(trainer, candidate, trial, context));
  }
  await trainer.close?.();
  return { outcomes, folder };
}

const IMPORTS = `
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { appendFileSync, closeSync, existsSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
const { SUREFOOT_RESULT: result, SUREFOOT_REPORTS: reports, SUREFOOT_FOLDER: folder } = process.env;
`;

const KIND = (outcome: Outcome | undefined) =>
  `${outcome?.failure?.kind ?? outcome?.status}: ${outcome?.failure?.message ?? outcome?.loss}`;

test.each([
  ['a bare NaN beside nine megabytes', `console.log('{"loss": NaN, "blob": "' + 'A'.repeat(9e6) + '"}')`, /^diverged/],
  [
    'a loss of nested lists',
    `console.log('{"loss": ' + '['.repeat(1e6) + ']'.repeat(1e6) + '}')`,
    /^no-loss: .*is a list/,
  ],
  [
    'an object of 17 MiB',
    `console.log(JSON.stringify({ loss: 1, blob: 'A'.repeat(${17 * MIB}) }))`,
    /^no-loss: .*more than 16 MiB/,
  ],
  [
    'a result file of 17 MiB',
    `writeFileSync(result, '{"loss":1}' + ' '.repeat(${17 * MIB}))`,
    /^no-loss: .*result file cannot be read: it is larger than 16 MiB/,
  ],
  [
    'a result file of a terabyte',
    `writeFileSync(result, ''); truncateSync(result, 1e12)`,
    /^no-loss: .*larger than 16 MiB/,
  ],
  [
    'a result that is digits without end',
    `writeFileSync(result, '1'.repeat(2e6) + 'x')`,
    /^no-loss: .*not a JSON object/,
  ],
  [
    'a pipe for a result',
    `execFileSync('mkfifo', [result]); console.log(1)`,
    /^no-loss: .*result file cannot be read: it is a pipe, not a file/,
  ],
  [
    'an endless device for a result',
    `symlinkSync('/dev/zero', result); console.log(1)`,
    /^no-loss: .*it is a device, not a file/,
  ],
  [
    'a folder for a result',
    `execFileSync('mkdir', [result]); console.log(1)`,
    /^no-loss: .*it is a folder, not a file/,
  ],
  [
    'a pipe for reports',
    `execFileSync('mkfifo', [reports]); console.log(1)`,
    /^no-loss: .*file of reports cannot be read: it is a pipe, not a file/,
  ],
  [
    'an endless device for reports',
    `symlinkSync('/dev/zero', reports); console.log(1)`,
    /^no-loss: .*it is a device, not a file/,
  ],
  [
    'blank reports of 5 MiB',
    `writeFileSync(reports, '\\n'.repeat(${5 * MIB})); console.log(1)`,
    /^no-loss: .*reports cannot be read: it is larger than 4 MiB/,
  ],
  [
    'losses of more epochs than there are',
    `console.log(JSON.stringify({ loss: 1, lossPerEpoch: Array(100_001).fill(1) }))`,
    /^exception: .*more than 100000 losses/,
  ],
  [
    'an artifact that is a device',
    `console.log('{"loss": 1, "artifacts": {"m": "/dev/zero"}}')`,
    /^no-loss: .*neither a file nor a folder/,
  ],
  [
    'a link to its result',
    `writeFileSync(folder + '/r', '0.5'); symlinkSync(folder + '/r', result)`,
    /^completed: 0.5/,
  ],
])('%s', async (_, script, expected) => {
  const { outcomes } = await train(IMPORTS + script);
  expect(KIND(outcomes[0])).toMatch(expected);
});

test('what a failed trial printed is kept where it put a pipe, or a link to a file of somebody else', async () => {
  for (const [plant, script] of [
    ['pipe', `execFileSync('mkfifo', [folder + '/stderr.txt'])`],
    ['link', `writeFileSync('precious', 'mine'); symlinkSync(process.cwd() + '/precious', folder + '/stderr.txt')`],
  ] as const) {
    const { outcomes, folder } = await train(`${IMPORTS}${script}; console.error('last words'); process.exit(3)`);
    expect(KIND(outcomes[0])).toMatch(/^exit-code/);
    expect(readOutput(join(folder, 'artifacts'), (outcomes[0] as Outcome).trial)).toBe('last words\n');
    if (plant === 'link') expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('mine');
  }
});

/** A command that stays, and does `answer(id, number of the trial)`. */
const staying = (answer: string, ready = '') => `${IMPORTS}
const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
appendFileSync('starts', '.');
let trials = 0;
createInterface({ input: process.stdin }).on('line', (line) => {
  const { type, id, replicate } = JSON.parse(line);
  if (type === 'hello') say({ type: 'ready', protocol: 1 ${ready} });
  if (type === 'stop') process.exit(0);
  if (type !== 'train') return;
  trials++;
  ${answer}
});`;

test.each([
  [
    'an id that is a text',
    `say({ type: 'result', id: String(id), loss: 1 })`,
    /^no-loss: .*"id" is "1", where trial 1/,
  ],
  ['no id', `say({ type: 'result', loss: 1 })`, /^no-loss: .*"id" is undefined/],
  ['another id', `say({ type: 'result', id: id + 1, loss: 1 })`, /^no-loss: .*"id" is 2/],
  [
    'an object of 17 MiB',
    `say({ type: 'result', id, loss: 1, blob: 'A'.repeat(${17 * MIB}) })`,
    /^no-loss: .*more than 16 MiB/,
  ],
])('a command that stays and answers with %s', async (_, answer, expected) => {
  const { outcomes } = await train(staying(answer), { protocol: 'long-lived', trials: 2 });
  expect(KIND(outcomes[0])).toMatch(expected);
});

test('always the same id: the first trial gets its answer, the others fail', async () => {
  const { outcomes } = await train(staying(`say({ type: 'result', id: 1, loss: 1 })`), {
    protocol: 'long-lived',
    trials: 3,
  });
  expect(outcomes.map(({ status }) => status)).toEqual(['completed', 'failed', 'failed']);
});

/** Each process answers its first trial at once, and would answer others a little later. */
const first = (then: string) => `
  const answer = { type: 'result', id, loss: replicate };
  if (trials > 1) return setTimeout(say, 300, answer);
  say(answer);
  ${then}`;

test.each([
  ['closes its input', first('process.stdin.destroy(); closeSync(0); setInterval(() => {}, 1000);'), ''],
  ['ends a little later', first('setTimeout(() => process.exit(3), 30)'), ''],
  ['answers once more', first('setTimeout(say, 50, answer)'), ''],
  ['never reads again, where it says begun', `say({ type: 'begun', id }); ${first('for (;;);')}`, ', saysBegun: true'],
])('a command that stays and, after its first trial, %s: no other trial pays', async (_, answer, ready) => {
  const { outcomes, folder } = await withTimeEnough(1, async (seconds) => {
    const options = { protocol: 'long-lived', trials: 3, startMs: seconds * 1000 } as const;
    const found = await train(staying(answer, ready), options).catch(() => undefined);
    return found?.outcomes.every(({ status }) => status === 'completed') ? found : undefined;
  });
  expect(outcomes.map(({ loss }) => loss)).toEqual([0, 1, 2]);
  // What comes while nobody is asked, since this process was slow, is nobody's answer: then the same process may go on.
  expect(readFileSync(join(folder, 'starts'), 'utf8')).toMatch(/^\.{1,3}$/);
});
