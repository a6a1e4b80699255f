/** @file Lists and objects that stand in one another deeper than anything that is meant: refused in a sentence, wherever they come from. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { check, createRace } from '../../dist/app/index.js';
import { isTooDeep } from '../../src/core/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

const HEAD = { name: 'e', trainer: { command: ['true'] } };
const listed = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`);
const named = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
const refused = { name: 'InputError', code: 'too-deep', allowed: 'at most 100 levels' };

test('a hundred levels are taken, one more is not; what is shared is no level, what holds itself has no end', () => {
  expect([listed(100), named(100), 1, null].map(isTooDeep)).toEqual([false, false, false, false]);
  expect([listed(102), named(5000), { a: [listed(101)] }].map(isTooDeep)).toEqual([true, true, true]);
  let shared: unknown = 1;
  for (let level = 0; level < 90; level++) shared = [shared, shared];
  expect(isTooDeep(shared)).toBe(false);
  const own: { self?: unknown } = {};
  own.self = own;
  expect(isTooDeep(own)).toBe(true);
});

test('in the library', async () => {
  for (const value of [listed(5000), named(5000), listed(101)]) {
    for (const experiment of [
      { ...HEAD, space: { x: value } },
      { ...HEAD, space: { x: [1, 2] }, race: value },
      { ...HEAD, space: { x: [1, 2] }, candidates: { a: { x: value } } },
    ])
      await expect(check({ experiment: experiment as never })).rejects.toMatchObject(refused);
  }
  const space = { x: { range: [0, 1] } } as const;
  const experiment = { ...HEAD, space, search: { prior: 'full', refine: true, audit: 1 } } as const;
  const from = { name: 'old', trials: [{ settings: { x: listed(5000) }, loss: 1 }] };
  await expect(createRace({ experiment, from: from as never })).rejects.toMatchObject(refused);
  const race = await createRace({
    experiment,
    propose: (() => [{ x: listed(5000) }]) as never,
    budget: { trials: 100 },
  });
  expect(() => {
    for (let [trial] = race.ask(1); trial; [trial] = race.ask(1)) race.tell(trial.id, trial.replicate / 9);
  }).toThrow(expect.objectContaining(refused));
});

test('in YAML, by the line, however it is written', async () => {
  const folder = temporaryFolder(onTestFinished);
  const nests: readonly (readonly [string, number])[] = [
    [`${'['.repeat(5000)}1${']'.repeat(5000)}`, 3],
    ['['.repeat(100_000), 3],
    [`${'{ a: '.repeat(3000)}1${' }'.repeat(3000)}`, 3],
    [`\n${'- '.repeat(3000)}1`, 4],
    [`\n${Array.from({ length: 200 }, (_, level) => `${' '.repeat(level + 1)}a:`).join('\n')} 1`, 104],
  ];
  for (const [text, line] of nests) {
    writeFileSync(join(folder, 'e.yaml'), `name: e\ntrainer: { command: ['true'] }\nspace: ${text}\n`);
    const { status, stderr } = await surefoot(['check', 'e.yaml'], folder);
    expect([status, stderr.replaceAll(/\s+/g, ' ')]).toEqual([
      2,
      expect.stringMatching(
        new RegExp(`e\\.yaml:${line}:\\d+: lists and objects stand in one another more than 100 deep`),
      ),
    ]);
  }
});
