/** @file Code that changes, under a run and between two stretches of it: no loss of it gets beside the others unseen. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
// The built package, as a user has it.
import { InputError, type PlanRunEvent, select as runSelect, SurefootError } from '../../../dist/app/index.js';
import type { JsonObject } from '../../../src/core/index.js';
import { openSqliteStore } from '../../../src/evidence/log/index.js';
import { temporaryFolder } from '../../app/command-line.js';

const LOSS = `import { offset } from './helper.mjs';
export const lossOf = (x, seeds) => x + offset + (seeds.init % 1000) / 1e4;`;

const COMMAND = `import { readFileSync, appendFileSync } from 'node:fs';
import { lossOf } from './loss.mjs';
const { configuration: { x }, seeds, replicate } = JSON.parse(readFileSync(process.env.SUREFOOT_TRIAL, 'utf8'));
if (process.argv[2] === 'edits' && replicate === 1) appendFileSync('helper.mjs', 'more();');
console.log(lossOf(x, seeds));`;

const MODULE = `import { appendFileSync } from 'node:fs';
import { lossOf } from './loss.mjs';
export default async ({ x }, { seeds, streams }) => {
  if (streams.init === 1) {
    const name = 'lazy';
    const { file } = await import(new URL(name + '.mjs', import.meta.url));
    if (process.env.EDITS) appendFileSync(file, process.env.EDITS);
  }
  return lossOf(x, seeds);
};`;

function write(trainer: JsonObject) {
  const folder = temporaryFolder(onTestFinished);
  const files = {
    't.mjs': COMMAND,
    'm.mjs': MODULE,
    'loss.mjs': LOSS,
    'helper.mjs': 'export const offset = 0;\n',
    'lazy.mjs': 'import { fileURLToPath } from "node:url"; export const file = fileURLToPath(import.meta.url);\n',
    'e.yaml': JSON.stringify({
      ...{ name: 'run', trainer, space: { x: [1, 2] }, seed: 5, workers: 1, failures: { retries: 0 } },
      race: { rule: 'halving', warmup: 2, criterion: 'median', finalTrials: 4 },
    }),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** The same as the command line, in this process. */
async function select(
  folder: string,
  options: { readonly trials?: number; readonly acceptChangedCode?: boolean } = {},
) {
  const warnings: string[] = [];
  const onEvent = (event: PlanRunEvent): void => {
    if (event.kind === 'warning') warnings.push(event.text);
  };
  const { trials, ...more } = options;
  const budget = trials === undefined ? {} : { budget: { trials } };
  try {
    const { result } = await runSelect({
      experiment: join(folder, 'e.yaml'),
      out: join(folder, 'out'),
      onEvent,
      ...budget,
      ...more,
    });
    return { status: 0, text: warnings.join('\n'), code: result.code };
  } catch (error) {
    if (!(error instanceof SurefootError)) throw error;
    return { status: error instanceof InputError ? 2 : 1, text: error.message };
  }
}

function logged(folder: string): number {
  const store = openSqliteStore(join(folder, 'out/log.sqlite'), { readOnly: true });
  try {
    return store.outcomes().length;
  } finally {
    store.close();
  }
}

const CHECK = { checkSeeds: false };

test.each<[string, JsonObject, string]>([
  ['a command', { ...CHECK, command: [process.execPath, 't.mjs', 'edits'] }, 'helper.mjs'],
  ['a module that loads it late', { module: 'm.mjs' }, 'lazy.mjs'],
])(
  'a file of %s that changes while it trains ends the run before any loss of it is logged',
  async (_, trainer, name) => {
    process.env.EDITS = 'more();';
    onTestFinished(() => {
      delete process.env.EDITS;
    });
    const folder = write(trainer);
    const { status, text } = await select(folder);
    expect([status, text]).toEqual([1, expect.stringMatching(`code has changed while it was training: ${name}\\.`)]);
    expect(logged(folder)).toBe(2);
  },
);

test.each<[string, JsonObject]>([
  ['a command', { ...CHECK, command: [process.execPath, 't.mjs'] }],
  ['a module', { ...CHECK, module: 'm.mjs' }],
])('what %s imports may not change between two stretches, unless the user says so', async (_, trainer) => {
  const folder = write(trainer);
  expect(await select(folder, { trials: 4 })).toMatchObject({ status: 0, text: '' });
  const before = readdirSync(folder, { recursive: true }).sort();
  writeFileSync(join(folder, 'helper.mjs'), 'export const offset = 0.03;\n');
  const refused = await select(folder);
  expect(refused).toEqual({
    status: 2,
    text: expect.stringMatching(/since the 4 finished trainings in .*: helper\.mjs\./),
  });
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before);
  const accepted = await select(folder, { acceptChangedCode: true });
  expect(accepted).toMatchObject({ status: 0, text: expect.stringMatching(/\(helper\.mjs\) after 4 trainings/) });
  expect(accepted.code).toMatchObject({ changed: ['helper.mjs'] });
  // The same code again needs no word of the user's, and the code of before is a change again.
  expect(await select(folder)).toMatchObject({ status: 0, text: expect.stringMatching(/accept/) });
  writeFileSync(join(folder, 'helper.mjs'), 'export const offset = 0;\n');
  expect(await select(folder)).toMatchObject({ status: 2 });
  const store = openSqliteStore(join(folder, 'out/log.sqlite'), { readOnly: true });
  onTestFinished(() => store.close());
  expect(store.notices()).toMatchObject([
    { kind: 'accepted-code', text: expect.stringMatching(/helper\.mjs.* after 4 trainings/) },
  ]);
  expect(new Set(store.outcomes().map(({ code }) => code)).size).toBeGreaterThan(1);
});

test('what is loaded late is known to the next stretch', async () => {
  const folder = write({ ...CHECK, module: 'm.mjs' });
  const { code } = await select(folder, { trials: 4 });
  expect(Object.keys(code?.files ?? {})).toEqual(['helper.mjs', 'lazy.mjs', 'loss.mjs', 'm.mjs']);
  expect(code?.versions).toEqual({ 'Node.js': process.versions.node });
  writeFileSync(join(folder, 'new.mjs'), '');
  writeFileSync(join(folder, 'lazy.mjs'), `${readFileSync(join(folder, 'lazy.mjs'), 'utf8')}more();`);
  expect(await select(folder)).toMatchObject({ status: 2, text: expect.stringMatching(/out: lazy\.mjs\./) });
});
