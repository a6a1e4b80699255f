/** @file Predictions of trainers of the user's own: functions, modules and commands, asked for where they are kept. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
// The built package, as a user has it.
import { type PlanRunEvent, select } from '../../../dist/app/index.js';
import type { JsonObject } from '../../../src/core/index.js';
import { temporaryFolder } from '../../app/command-line.js';
import { readKeptPredictions } from '../../app/predictions-kept.js';

/** Predicts x for every example, and one more for every replicate; asked for nothing it says nothing. */
const MODULE = `
export default ({ x }, { seeds, streams, keepPredictions }) => {
  const predicted = [x, x + (streams.init % 10), x];
  const predictions = { kind: 'values', selection: predicted, targets: { selection: [1, 2, 3] } };
  return { loss: x + (seeds.init % 1000) / 1e4, ...(keepPredictions === true ? { predictions } : {}) };
};
`;

const ONE_SHOT = `
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const { SUREFOOT_TRIAL, SUREFOOT_RESULT, SUREFOOT_PREDICTIONS } = process.env;
const { configuration: { x }, seeds, streams, folder, predictions } = JSON.parse(readFileSync(SUREFOOT_TRIAL, 'utf8'));
const answer = { loss: x + (seeds.init % 1000) / 1e4 };
if (predictions === true && SUREFOOT_PREDICTIONS === '1') {
  writeFileSync(join(folder, 'p.csv'), [x, x + (streams.init % 10), x].join('\\n'));
  answer.predictions = { kind: 'values', selection: 'p.csv', targets: { selection: [1, 2, 3] } };
}
writeFileSync(SUREFOOT_RESULT, JSON.stringify(answer));
`;

const LONG_LIVED = `
import { createInterface } from 'node:readline';
const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
for await (const line of createInterface({ input: process.stdin })) {
  const { type, id, configuration, seeds, streams, predictions } = JSON.parse(line);
  if (type === 'hello') say({ type: 'ready', protocol: 1 });
  if (type === 'stop') break;
  if (type !== 'train') continue;
  const { x } = configuration;
  const told = { kind: 'values', selection: [x, x + (streams.init % 10), x], targets: { selection: [1, 2, 3] } };
  say({ type: 'result', id, loss: x + (seeds.init % 1000) / 1e4, ...(predictions === true ? { predictions: told } : {}) });
}
`;

/** A race of x = 1 and x = 2, with the trainer in a file beside it. */
async function race(trainer: JsonObject, file: string, text: string) {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, file), text);
  const path = join(folder, 'e.yaml');
  const settings = { rule: 'halving', warmup: 2, criterion: 'median', finalTrials: 3 };
  writeFileSync(path, JSON.stringify({ name: 'own', trainer, space: { x: [1, 2] }, race: settings, workers: 1 }));
  const warnings: string[] = [];
  const onEvent = (event: PlanRunEvent): void => {
    if (event.kind === 'warning') warnings.push(event.text);
  };
  const out = join(folder, 'run');
  const { result } = await select({ experiment: path, out, onEvent });
  return { out, result, warnings };
}

test.each([
  ['a module', { module: 'train.mjs', checkSeeds: false }, MODULE],
  ['a command', { command: ['node', 'train.mjs'], checkSeeds: false }, ONE_SHOT],
  ['a command that stays', { command: ['node', 'train.mjs'], protocol: 'long-lived', checkSeeds: false }, LONG_LIVED],
])('%s leaves those of fresh trials, with what is true', async (_, trainer, text) => {
  const { out, result, warnings } = await race(trainer, 'train.mjs', text);
  expect(warnings).toEqual([]);
  const { candidates, sets, kind, notices } = await readKeptPredictions(out);
  expect({ kind, notices, sets }).toEqual({
    kind: 'values',
    notices: [],
    sets: { selection: { examples: 3, outputs: 1, truth: Float32Array.of(1, 2, 3) } },
  });
  expect(candidates[0]?.trials.map(({ sets }) => [...(sets.selection?.values ?? [])])).toEqual([
    [1, 1, 1],
    [1, 2, 1],
    [1, 3, 1],
  ]);
  // They are no artifacts that the answer hands over.
  expect(result.winner).toMatchObject({ artifacts: {}, delivered: null });
});

test('the files of the training nearest to the mean are delivered, whatever its loss', async () => {
  // The middle one of the three fresh trainings is the nearest, and the worst.
  const text = MODULE.replace('export default ({ x }, {', 'export default ({ x }, { artifactFolder,').replace(
    'return { loss:',
    "const model = join(artifactFolder, 'm.txt');\n" +
      '  writeFileSync(model, String(streams.init));\n  return { artifacts: { model }, loss: (streams.init % 10 === 1 ? 1 : 0) +',
  );
  const imports = "import { writeFileSync } from 'node:fs';\nimport { join } from 'node:path';\n";
  const { out, result } = await race({ module: 'train.mjs', checkSeeds: false }, 'train.mjs', imports + text);
  const { artifacts, delivered } = result.winner ?? {};
  expect(delivered).toMatchObject({ reason: 'nearest-to-mean', replicate: 1_000_001, among: 3 });
  expect(readFileSync(join(out, artifacts?.model ?? ''), 'utf8')).toBe('1000001');
});

test('what cannot be kept is said once, and the race goes on', async () => {
  const text = MODULE.replace("kind: 'values'", "kind: 'labels'").replace('[x, x +', '[x / 2, x +');
  const { out, result, warnings } = await race({ module: 'train.mjs', checkSeeds: false }, 'train.mjs', text);
  expect(result.winner).not.toBeNull();
  expect(warnings).toEqual([
    expect.stringMatching(
      /^the predictions that the trainer gave are not kept: selection: the label of example 0 is 0\.5, which is not a class number 0, 1, \.\.\. \(candidate \w+, replicate 1000000;/,
    ),
  ]);
  await expect(readKeptPredictions(out)).rejects.toMatchObject({ code: 'predictions-none' });
});
