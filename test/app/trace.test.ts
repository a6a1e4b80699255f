/** @file SUREFOOT_TRACE shows what a race asks, sees and decides, and what its log is told: the same lines from any run and from its log. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Result } from '../../src/report/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

const MODULE = `
export default ({ x, b }, { seeds }) => {
  if (b === 'broken') throw new Error('it broke');
  return x + (b === 'bad' && seeds.init % 2 === 0 ? Infinity : (seeds.init % 1000) / 5000);
};
`;
const experiment = {
  name: 'traced',
  trainer: { module: './train.mjs' },
  space: { x: [0, 0.1, 1], b: ['fine', 'bad', 'broken'] },
  race: { finalTrials: 2, maxReplicates: 6 },
  seed: 3,
};

afterEach(() => void vi.unstubAllEnvs());

function folderOf(): string {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'train.mjs'), MODULE);
  writeFileSync(join(folder, 'e.yaml'), JSON.stringify(experiment));
  return folder;
}

const linesOf = (stderr: string, section: string): string[] =>
  stderr.split('\n').filter((line) => line.startsWith(`${section}: `));

test('a race tells each ask, outcome and decision, the same at any number of workers and from its log', async () => {
  const folder = folderOf();
  vi.stubEnv('SUREFOOT_TRACE', 'race');
  const alone = await surefoot(['select', 'e.yaml', '--out', 'one', '--workers', '1', '--quiet'], folder);
  const lines = linesOf(alone.stderr, 'race');
  const two = await surefoot(['select', 'e.yaml', '--out', 'two', '--workers', '2', '--quiet'], folder);
  expect(linesOf(two.stderr, 'race')).toEqual(lines);
  expect(linesOf((await surefoot(['report', 'one'], folder)).stderr, 'race')).toEqual(lines);
  expect(linesOf(alone.stderr, 'log')).toEqual([]);

  const { decisions, trials, winner } = JSON.parse(readFileSync(join(folder, 'one/result.json'), 'utf8')) as Result;
  const told = (pattern: RegExp) => lines.filter((line) => pattern.test(line));
  expect(told(/^race: training \d+: x=/)).toHaveLength(trials.completed + trials.diverged + trials.failed);
  expect(told(/^race: asks \(race 1\): x=\S+ \w+ \(c\w+\), replicate \d+$/).length).toBeGreaterThan(9);
  expect(told(/^race: asks \(final \d+\): /).length).toBeGreaterThanOrEqual(2);
  expect(told(/: diverged$/)).toHaveLength(trials.diverged);
  expect(told(/: failed \(exception\)$/)).toHaveLength(trials.failed);
  const decided = told(/^race: decision /);
  expect(decided).toHaveLength(decisions.length);
  expect(decided.at(-1)).toContain(` by default: x=0 fine (${winner?.candidate}) leads with `);
  expect(decided.some((line) => /; set aside: x=1 \w+ \(c\w+\) \(.*chance .*, of \d+\)/.test(line))).toBe(true);
  expect(lines.at(-1)).toMatch(/^race: nothing more to ask for after \d+ trainings$/);
});

test('the log tells each entry once it is written', async () => {
  const folder = folderOf();
  vi.stubEnv('SUREFOOT_TRACE', ' log,');
  const { stderr } = await surefoot(['select', 'e.yaml', '--quiet'], folder);
  const { trials, decisions } = JSON.parse(readFileSync(join(folder, 'runs/traced/result.json'), 'utf8')) as Result;
  const told = (table: string) => linesOf(stderr, 'log').filter((line) => line.startsWith(`log: ${table}`));
  expect(told('candidate')).toHaveLength(9);
  expect(told('question 1 of 9 candidates: select')).toHaveLength(1);
  expect(told('outcome').length).toBeGreaterThanOrEqual(trials.completed + trials.diverged + trials.failed);
  expect(told('decision')).toHaveLength(decisions.length);
  // Once for the claim, once with its page.
  expect(told('conclusion').length).toBeGreaterThan(0);
  expect(linesOf(stderr, 'race')).toEqual([]);
  // Reading tells nothing.
  expect((await surefoot(['status', 'runs/traced'], folder)).stderr).toBe('');
});

test('without the variable nothing is told, and a section that there is not is refused before anything is made', async () => {
  const folder = folderOf();
  vi.stubEnv('SUREFOOT_TRACE', 'race,trainer');
  const { status, stderr } = await surefoot(['select', 'e.yaml'], folder);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/SUREFOOT_TRACE names "trainer"\.\s+Allowed: race, log/)]);
  expect(existsSync(join(folder, 'runs'))).toBe(false);
  vi.stubEnv('SUREFOOT_TRACE', '');
  expect((await surefoot(['select', 'e.yaml', '--quiet'], folder)).stderr).toBe('');
});
