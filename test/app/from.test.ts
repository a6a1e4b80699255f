/** @file `select --from`: trainings of an earlier run as evidence, what another search has found as a prior, and neither needed again. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Result } from '../../src/report/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

/** Best near 3, with noise by the seed. */
const TRAINER = 'export default ({ x }, { seeds }) => 1 + (x - 3) ** 2 / 9 + (seeds.init % 1000) / 5000;\n';
const LIST = (values: string) =>
  `name: e\ntrainer: { module: ./t.mjs }\nspace: { x: [${values}] }\nrace: { criterion: mean, finalTrials: 1, maxReplicates: 4, ahead: 0 }\nworkers: 1\n`;

function prepared(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder(onTestFinished);
  for (const [name, text] of Object.entries({ 't.mjs': TRAINER, ...files })) writeFileSync(join(folder, name), text);
  return folder;
}
const resultIn = (folder: string, run: string): Result =>
  JSON.parse(readFileSync(join(folder, 'runs', run, 'result.json'), 'utf8'));
const decided = ({ winner, decisions, candidates }: Result) => ({
  winner: { ...winner, artifacts: {} },
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

test('a log is known by what it holds, whatever its name', async () => {
  const folder = prepared({ 'e.yaml': LIST('1, 3, 5') });
  await surefoot(['select', 'e.yaml', '--out', 'runs/old', '--quiet'], folder);
  cpSync(join(folder, 'runs/old/log.sqlite'), join(folder, 'old.db'));
  await surefoot(['select', 'e.yaml', '--out', 'runs/new', '--from', 'sqlite:///old.db', '--quiet'], folder);
  expect(resultIn(folder, 'new').trials.takenOver).toMatchObject([{ from: 'e' }]);
});

test('trainings on another number of examples are not taken over', async () => {
  const list = (sample: number) => `${LIST('1, 3, 5')}sample: ${sample}\n`;
  const folder = prepared({
    'old.yaml': list(50),
    'e.yaml': list(80),
    'search.yaml': `${list(80)}search: { audit: 1 }\n`,
  });
  await surefoot(['select', 'old.yaml', '--out', 'runs/old', '--quiet'], folder);
  const refused = await surefoot(['select', 'e.yaml', '--out', 'runs/new', '--from', 'runs/old'], folder);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('(no training there has the `sample` of this experiment)');
  const { stderr } = await surefoot(['select', 'search.yaml', '--out', 'runs/new', '--from', 'runs/old'], folder);
  expect(stderr).toContain(
    'runs/old counts as a prior, and none of its trainings is taken over: no training there has the `sample` of this experiment',
  );
  expect(resultIn(folder, 'new').trials.takenOver).toBeUndefined();
});

const COUNT = 60;
const NAMES = Array.from({ length: COUNT }, (_, place) => `n${place}`);
/** Settings that say nothing of one another: each has a loss of its own. */
const NAMED = `export default ({ x }, { seeds }) => 1 + ((x.slice(1) * 37) % ${COUNT}) / ${COUNT} + (seeds.init % 1000) / 5000;\n`;
const SEARCH = (trials: number) => `name: s
trainer: { module: ./n.mjs }
space: { x: [${NAMES}] }
race: { criterion: mean, finalTrials: 0 }
search: { audit: 1 }
budget: { trials: ${trials} }
workers: 1
`;
/** Scores that are better where losses are lower, in an order by `factor`. */
const scores = (factor: number): string =>
  `x,score\n${NAMES.map((name, place) => `${name},${-((place * factor) % COUNT)}`).join('\n')}\n`;
const FROM = ['--value', 'score', '--direction', 'maximize', '--quiet'];

test('a table is a prior of a search, as far as it agrees; the log keeps it', async () => {
  const folder = prepared({
    'n.mjs': NAMED,
    'e.yaml': SEARCH(90),
    'like.csv': scores(37),
    'unlike.csv': scores(23),
  });
  const said = async (table: string, run: string): Promise<string> => {
    const args = ['select', 'e.yaml', '--from', table, '--out', `runs/${run}`, ...FROM];
    return (await surefoot(args, folder)).stdout.replaceAll(/\s+/g, ' ');
  };
  expect(await said('like.csv', 'like')).toMatch(
    /Before The prior from like\.csv \(60 configurations\) says where to look: over the \d+ in both Kendall's tau is 0\.\d+ \[\S+, \S+\]\. The claim rests on it, too; own trainings, audit and fresh trainings do not\./,
  );
  expect(await said('unlike.csv', 'unlike')).toContain(
    'The prior from unlike.csv (60 configurations) was given up: predictions are no better with it',
  );
  const [like, unlike] = [resultIn(folder, 'like'), resultIn(folder, 'unlike')];
  expect([like.search?.from?.[0]?.used, unlike.search?.from?.[0]?.used]).toEqual([true, false]);
  // One that is given up changes nothing.
  await surefoot(['select', 'e.yaml', '--out', 'runs/none', '--quiet'], folder);
  const none = resultIn(folder, 'none');
  expect(decided(unlike)).toEqual(decided(none));
  expect([like.search?.tried === none.search?.tried, none.search?.from]).toEqual([false, undefined]);
  // In two stretches, the second without the table: the same.
  writeFileSync(join(folder, 'e.yaml'), SEARCH(40));
  await said('like.csv', 'parts');
  writeFileSync(join(folder, 'e.yaml'), SEARCH(90));
  rmSync(join(folder, 'like.csv'));
  await said('like.csv', 'parts');
  expect(decided(resultIn(folder, 'parts'))).toEqual(decided(like));
});

test('the first training of a search is of the first listed values and the stated defaults', async () => {
  const space = 'space: { x: { range: [0, 6], default: 1 }, y: [5, 2, 9] }';
  const folder = prepared({
    'e.yaml': SEARCH(1)
      .replace(/space: .*/, space)
      .replace('n.mjs', 't.mjs'),
  });
  await surefoot(['select', 'e.yaml', '--out', 'runs/s', '--quiet'], folder);
  expect(resultIn(folder, 's').candidates.map(({ configuration }) => configuration)).toEqual([{ x: 1, y: 5 }]);
});

test('trials whose settings are texts where candidates have numbers are no prior', async () => {
  const folder = prepared({
    'e.yaml': 'name: e\ntrainer: { module: ./t.mjs }\nspace: { x: { range: [0, 3] } }\nbudget: { trials: 20 }\n',
    'p.json': JSON.stringify(['a', 'b'].map((x, place) => ({ settings: { x }, loss: place }))),
  });
  const { status, stderr } = await surefoot(['select', 'e.yaml', '--from', 'p.json', '--quiet'], folder);
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /p\.json: none of its configurations could be a candidate of this experiment.*texts where candidates have numbers/,
  );
});

test('of a prior it is said which bounds are learned without it', async () => {
  const required = `${SEARCH(8)}require: { loss: { q3: { below: 1000 } } }\n`;
  const folder = prepared({ 'n.mjs': NAMED, 'e.yaml': required, 'like.csv': scores(37) });
  const { stderr } = await surefoot(
    ['select', 'e.yaml', '--from', 'like.csv', '--out', 'runs/r', ...FROM.slice(0, 4)],
    folder,
  );
  expect(stderr).toContain(
    'like.csv counts as a prior: it says where to look first. Which candidates meet what is required of loss is learned without it',
  );
});
