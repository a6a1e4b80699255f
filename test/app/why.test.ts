/** @file `surefoot report --why` tells of each candidate where it stands and which decision put it there, as the result has it. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { measure, select } from '../../src/app/index.js';
import type { Result } from '../../src/report/index.js';
import type { TrainFunction } from '../../src/trainers/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';
import { fileSnapshot } from './file-snapshot.js';

const trainer: TrainFunction = ({ x, b }, { seeds }) => {
  if (b === 'broken') throw new Error('it broke');
  const loss = b === 'bad' && seeds.init % 2 === 0 ? Number.POSITIVE_INFINITY : Number(x) + (seeds.init % 1000) / 2000;
  return { loss, metrics: { accuracy: 1 - loss / 10, size: b === 'large' ? 30 + (seeds.init % 7) / 10 : 10 } };
};

/** A run, and what is told of a candidate, whose settings may be named, in one line. */
async function ran(experiment: object) {
  const folder = temporaryFolder(onTestFinished);
  const out = join(folder, 'run');
  const whole = { name: 'why', seed: 3, ...experiment } as Parameters<typeof select>[0]['experiment'];
  const { result } = await select({ experiment: whole, trainer, out, workers: 1 });
  const why = async (candidate: string, ...more: string[]): Promise<string> => {
    const { status, stdout, stderr } = await surefoot(['report', 'run', '--why', candidate, ...more], folder);
    expect([status, stderr]).toEqual([0, '']);
    return more.length > 0 ? stdout : stdout.replaceAll(/\s+/g, ' ');
  };
  return { folder, out, result: result as Result, why };
}

const firstOf = ({ decisions }: Result, id: string, list: 'idle' | 'eliminated') =>
  decisions.find((decision) => decision[list]?.includes(id));

test('of a default race: what set each aside, what won, what may, and what never worked', async () => {
  const { folder, out, result, why } = await ran({
    space: { x: [0, 0.05, 0.4, 1], b: ['fine', 'bad', 'broken'] },
    race: { finalTrials: 2, maxReplicates: 8, criterion: 'median' },
  });
  const before = fileSnapshot(out);
  const winner = result.winner?.candidate ?? '';
  expect(await why(winner)).toContain('Stands It is the winner. ');
  expect(await why(winner)).toMatch(/It has led without a break since decision \d+, after \d+ trainings\./);

  const far = result.candidates.find(({ label }) => label === 'x=1 fine')?.id ?? '';
  const told = await why('x=1 fine');
  expect(told).toBe(await why(far));
  const decision = firstOf(result, far, 'idle');
  const own = decision?.evidence.find(({ candidate }) => candidate === far);
  expect(told).toContain(`Candidate x=1 fine (${far}) Stands Out: worse than the winner.`);
  expect(told).toMatch(new RegExp(`set aside \\S+ fine ${decision?.round} \\d+ ${own?.n} `));
  expect(told).toMatch(/its median of the loss was 1\.\d+ beside 0\.\d+ of .*, which led, a difference of \d\.\d+/);
  expect(told).toMatch(/its chance of being better by more than the tolerance of \d\.\d+ was \S+, too little/);
  expect(told).toMatch(/To stay With a median of [01]\.\d+ or less it would have stayed/);
  expect(told).toMatch(/Back No candidate is out for good: .*(?:judged anew at|No decision has followed)/);
  expect(told).toMatch(/Now Its median of the loss less that of .*, the winner, over \d+ trainings of both: /);

  expect(await why('x=0 broken')).toMatch(
    /Stands Never worked: \d+ trainings?, Error: it broke\. It is compared with none\./,
  );
  const csv = await why(far, '--table', 'csv');
  expect(csv.split('\n')[0]).toContain('what,against id,decision,trainings,own,');
  expect(csv).toContain(`set aside,${decision?.incumbent},${decision?.round},`);
  expect(fileSnapshot(out)).toEqual(before);
  const narrow = await surefoot(['report', 'run', '--why', far], folder);
  expect(Math.max(...narrow.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
});

test.each([
  ['halving', {}, /its rank was \d, and the rule keeps \d/],
  ['welch', {}, /the test says p < 0\.001, below 0\.05/],
  ['threshold', { margin: 0.2 }, /it was worse by \d/],
])('under %s: the round, the figures, and that there is no way back', async (name, options, by) => {
  const { result, why } = await ran({
    space: { x: [0, 0.3, 1] },
    race: { rule: { name, ...options }, warmup: 4, finalTrials: 0, maxReplicates: 6, criterion: 'mean' },
  });
  const far = result.candidates.find(({ label }) => label === 'x=1')?.id ?? '';
  const decision = firstOf(result, far, 'eliminated');
  const told = await why('x=1');
  expect(told).toContain('Stands Out: the rule has dropped it.');
  expect(told).toContain(
    `Dropped by decision ${decision?.round} of rule ${name}, after 12 trainings, 4 of them its own: `,
  );
  expect(told).toMatch(by);
  expect(told).toMatch(/To stay With a mean of 0\.\d+ or less/);
  expect(told).toContain('a candidate that is dropped does not come back');
  expect(told).toMatch(/ dropped x=0 4 12 4 /);
});

test('of required metrics and a score: which limit is broken, and figures the way that they are read', async () => {
  const { why } = await ran({
    space: { x: [0, 1], b: ['fine', 'large'] },
    race: { metric: 'accuracy', finalTrials: 0, criterion: 'median', maxReplicates: 8 },
    require: { size: { median: { below: 25 } } },
  });
  const broken = await why('x=0 large');
  expect(broken).toContain('Stands Out: it cannot win by what is required.');
  expect(broken).toMatch(/Limit It breaks this limit: its median of size is 30\.\d+ \[.*\], and has to be below 25\./);
  const far = await why('x=1 fine');
  expect(far).toMatch(/its median of the accuracy was 0\.8\d+ beside 0\.9\d+ of .*, a difference of −0\.0/);
  expect(far).toMatch(/With a median of 0\.9\d+ or more it would have stayed/);
});

test('of a search: what it has not tried, and what it has set aside', async () => {
  const { result, why } = await ran({
    space: { x: Array.from({ length: 40 }, (_, place) => place / 10), y: [1, 2, 3, 4, 5] },
    race: { finalTrials: 0, criterion: 'mean' },
    search: { prior: 'full' },
    budget: { trials: 130 },
  });
  const { search, candidates } = result;
  const tried = new Set(candidates.filter(({ trials }) => trials > 0).map(({ label }) => label));
  const labels = Array.from({ length: 200 }, (_, place) => `x=${Math.floor(place / 5) / 10} y=${1 + (place % 5)}`);
  const untried = labels.find((label) => !tried.has(label)) ?? '';
  expect(await why(untried)).toContain(`Never trained: the search tried ${search?.tried} of 200 candidates, `);
  const aside = result.decisions.flatMap(({ idle = [] }) => idle)[0] ?? '';
  expect(await why(aside)).toMatch(/Set aside by decision \d+ of rule default, .* To stay With a mean of \S+ or less/);
});

test('a candidate that takes no part, and a question that is none of a race, are refused by name', async () => {
  const { folder, out } = await ran({ space: { x: [0, 1] }, race: { finalTrials: 0, maxReplicates: 4 } });
  const before = fileSnapshot(out);
  const refused = async (...args: string[]) => {
    const { status, stdout, stderr } = await surefoot(['report', 'run', ...args], folder);
    expect([status, stdout]).toEqual([2, '']);
    return stderr;
  };
  expect(await refused('--why', 'x=2')).toMatch(/The race has no candidate "x=2"; did you mean "x=[01]"\?\n[^\n]*x=0/);
  expect(await refused('--why', 'x=0', '--long')).toContain('without --out, --figures and --long');
  expect(fileSnapshot(out)).toEqual(before);
  await measure({ experiment: { name: 'why', seed: 3, space: { x: 0 } }, trainer, out });
  expect(await refused('--why', 'x=0')).toContain('this question is of the kind measure');
  const first = await surefoot(['report', 'run', '--why', 'x=0', '--question', '1'], folder);
  expect([first.status, first.stderr]).toEqual([0, '']);
});
