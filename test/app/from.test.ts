/** @file `select --from`: trainings of an earlier run as evidence, what another search has found as a prior, and neither needed again. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Result } from '../../src/report/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

/** Best near 3, with noise by the seed. */
const TRAINER = 'export default ({ x }, { seeds }) => 1 + (x - 3) ** 2 / 9 + (seeds.init % 1000) / 5000;\n';
const LIST = (values: string) =>
  `name: e\ntrainer: { module: ./t.mjs }\nspace: { x: [${values}] }\nrace: { criterion: mean, finalTrials: 1, maxReplicates: 6, ahead: 0 }\nworkers: 1\n`;

function prepared(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder(onTestFinished);
  for (const [name, text] of Object.entries({ 't.mjs': TRAINER, ...files })) writeFileSync(join(folder, name), text);
  return folder;
}
const resultIn = (folder: string, run: string): Result =>
  JSON.parse(readFileSync(join(folder, 'runs', run, 'result.json'), 'utf8'));
const decided = ({ choice, decisions, candidates }: Result) => ({
  choice: { ...choice, artifacts: {} },
  decisions,
  candidates: candidates.map(({ id, trials, criterion }) => ({ id, trials, criterion })),
});

test('trainings with the same data, trainer and seed are taken over: the same race for less', async () => {
  const folder = prepared({ 'old.yaml': LIST('1, 3, 5'), 'e.yaml': LIST('2, 3, 5') });
  await surefoot(['select', 'old.yaml', '--out', 'runs/old', '--quiet'], folder);
  await surefoot(['select', 'e.yaml', '--out', 'runs/alone', '--quiet'], folder);
  const args = ['select', 'e.yaml', '--out', 'runs/new', '--from', 'runs/old'];
  const { stderr, stdout } = await surefoot(args, folder);
  const [alone, taken] = [resultIn(folder, 'alone'), resultIn(folder, 'new')];
  expect(decided(taken)).toEqual(decided(alone));
  const [{ from, trials } = { from: '', trials: 0 }] = taken.trials.takenOver ?? [];
  expect([from, trials > 3, alone.trials.takenOver]).toEqual(['e', true, undefined]);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`trainings, ${trials} of them taken over from e (`);
  expect(stderr).toMatch(/surefoot: \d+ trainings of e are taken over: data, trainer and seed agree/);
  expect(taken.stretches.filter((stretch) => stretch.from === 'e')).toMatchObject([{ seconds: 0, workers: 0 }]);
  // Those of candidates that take no part stay where they are, and so do all fresh ones.
  expect(taken.trials.used - trials).toBeGreaterThan(taken.trials.fresh);
  rmSync(join(folder, 'runs/old'), { recursive: true });
  expect((await surefoot(args, folder)).stdout).toBe(stdout);
  expect((await surefoot(['report', 'runs/new'], folder)).stdout).toContain(`${trials} of them taken over from e`);
});

const SEARCH = (trials: number) => `name: s
trainer: { module: ./t.mjs }
space: { x: { range: [0, 6], default: 1 }, y: { range: [0, 1], default: 0.5 } }
race: { criterion: mean, finalTrials: 0 }
search: { audit: 0 }
budget: { trials: ${trials} }
workers: 1
`;
const XS = Array.from({ length: 40 }, (_, place) => [(place * 6) / 39, ((place * 7) % 40) / 40] as const);
const tableBy = (value: (x: number) => number): string =>
  `${['x,y,score', ...XS.map(([x, y]) => [x, y, value(x)].join())].join('\n')}\n`;
const FROM = ['--value', 'score', '--direction', 'maximize', '--quiet'];

test('a table is a prior of a search, as far as it agrees; the log keeps it, and the stated defaults come first', async () => {
  const folder = prepared({
    'e.yaml': SEARCH(90),
    'like.csv': tableBy((x) => -((x - 3) ** 2)),
    'unlike.csv': tableBy((x) => Math.sin(50 * x)),
  });
  const said = async (table: string, run: string): Promise<string> => {
    const args = ['select', 'e.yaml', '--from', table, '--out', `runs/${run}`, ...FROM];
    return (await surefoot(args, folder)).stdout.replaceAll(/\s+/g, ' ');
  };
  expect(await said('like.csv', 'like')).toMatch(
    /Before The prior from like\.csv \(40 configurations\) says where to look.* The claim rests on it, too; own trainings, audit and fresh trainings do not\./,
  );
  expect(await said('unlike.csv', 'unlike')).toContain(
    'The prior from unlike.csv (40 configurations) was given up: predictions are no better with it',
  );
  const [like, unlike] = [resultIn(folder, 'like'), resultIn(folder, 'unlike')];
  expect([like.search?.from?.used, unlike.search?.from?.used]).toEqual([true, false]);
  expect(like.candidates.some(({ configuration }) => configuration.x === 1 && configuration.y === 0.5)).toBe(true);
  // In two stretches, the second without the table: the same.
  writeFileSync(join(folder, 'e.yaml'), SEARCH(40));
  await said('like.csv', 'parts');
  writeFileSync(join(folder, 'e.yaml'), SEARCH(90));
  rmSync(join(folder, 'like.csv'));
  await said('like.csv', 'parts');
  expect(decided(resultIn(folder, 'parts'))).toEqual(decided(like));
});
