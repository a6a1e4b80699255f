/** @file A race that searches a space with ranges, from the outside: the same at any number of workers and in two stretches, and what it says. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { select } from '../../dist/app/index.js';
import { formatCount } from '../../src/report/in-page.js';
import type { Result } from '../../src/report/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

interface Drawn {
  readonly rate: number;
  readonly width: number;
  readonly act: string;
}

/** Best near a rate of 0.01 and a width of 40. */
const train = ({ rate, width, act }: Drawn, { seeds }: { readonly seeds: { readonly init: number } }): number =>
  1 + (Math.log10(rate) + 2) ** 2 + ((width - 40) / 20) ** 2 + (act === 'relu' ? 0 : 0.5) + (seeds.init % 1000) / 4000;

const EXPERIMENT = {
  name: 'searched',
  space: {
    rate: { range: [1e-4, 1], scale: 'log' },
    width: { range: [8, 64], integer: true },
    act: ['relu', 'tanh'],
  },
  race: { criterion: 'mean', finalTrials: 0 },
};

const searched = async (out: string, workers: number, trials: number) => {
  const experiment = { ...EXPERIMENT, workers, budget: { trials } };
  const { result } = await select({ experiment, trainer: train as never, out });
  return result as Result;
};
const decided = ({ winner, search, decisions, candidates }: Result) => ({ winner, search, decisions, candidates });

test('a space with ranges is searched, alike by one worker and in two stretches by four', async () => {
  const folder = temporaryFolder(onTestFinished);
  const one = await searched(join(folder, 'one'), 1, 70);
  await searched(join(folder, 'parts'), 4, 50);
  const parts = await searched(join(folder, 'parts'), 4, 70);
  expect(decided(parts)).toEqual(decided(one));
  const { proposed = 0, candidates: all = 0 } = one.search ?? {};
  expect([all - proposed, proposed > 0]).toEqual([2060, true]);
  expect(one.search).toMatchObject({ prior: 'full', isDrawn: true, tried: one.candidates.length });
  expect(one.search?.audit).toMatchObject({ drawn: 60, tried: 12 });
  expect(one.verdict).toBe('stopped');
  const { rate, width, act } = (one.winner?.configuration ?? {}) as unknown as Drawn;
  expect([Math.abs(Math.log10(rate) + 2) < 1, Math.abs(width - 40) < 20, act]).toEqual([true, true, 'relu']);
  const { stdout } = await surefoot(['report', 'one'], folder);
  const said = stdout.replaceAll(/\s+/g, ' ');
  const of = `of the best mean of the loss of ${formatCount(all)} drawn and proposed`;
  const assumed = 'if candidates with like settings train alike; by 12 drawn at random at most';
  expect(said).toMatch(new RegExp(`Sure\\? Stopped:? .*\\(?within \\S+ ${of}`));
  expect(said).toContain(`(95 %, ${assumed}`);
  expect(said).toMatch(
    /Tried By their own trainings alone none of the \d+ tried has a .*? \(95 %\); of the 2,0\d\d not tried they say nothing\./,
  );
  expect(said).toMatch(
    /Audit Of 12 random candidates \(60 are planned\) .*: at most \S+ % of the space has \(95 %\)\./,
  );
  expect(said).toMatch(/70 trainings of a budget of 70/);
  expect(said).toContain(`Winner ${one.winner?.label} (${one.winner?.candidate}) Sure?`);
  // The page says as much, and of how many its figures are.
  const page = readFileSync(join(folder, 'one', 'report.html'), 'utf8');
  const { tried = 0 } = one.search ?? {};
  expect(page).toContain(`<p class="ground">By their own trainings alone none of the ${tried} tried `);
  expect(page).toContain('<p class="ground">Of 12 random candidates (60 are planned) ');
  expect(page).toContain(`, ${formatCount(all - tried)} not tried`);
  expect(page).toContain(
    `Only ${tried} of ${formatCount(all)} candidates were tried, and these figures are of them alone.`,
  );
  for (const id of ['race-strip', 'importance', 'cost-each']) {
    const [figure = ''] = page.split(`id="figure-${id}"`)[1]?.split('</figcaption>') ?? [];
    expect(figure, id).toContain(`${tried} of ${formatCount(all)} candidates`);
  }
  expect(page).not.toContain(`${tried} in the running`);
});

test('by a constant metric nothing tells candidates apart, as where everybody is raced', async () => {
  const folder = temporaryFolder(onTestFinished);
  const constant = {
    ...{ name: 'constant', space: { a: [1, 2, 3], b: [1, 2] }, search: { audit: 2 }, workers: 1 },
    race: { criterion: 'q3', finalTrials: 0, maxReplicates: 4 },
  };
  const { result } = await select({ experiment: constant, trainer: (() => 0.5) as never, out: join(folder, 'run') });
  const { verdict, bound, survivors, tolerance } = result as Result;
  expect([verdict, bound, survivors.length, tolerance?.value]).toEqual(['tied', Number.POSITIVE_INFINITY, 6, 0]);
  const { stdout } = await surefoot(['report', 'run'], folder);
  const said = stdout.replaceAll(/\s+/g, ' ');
  expect(said).toContain('Sure? Nothing tells these 6 apart: every training gave the same loss.');
  expect(said).toContain(
    'Tried By their own trainings alone nothing is known of all 6, since no training has shown of what size a difference would be.',
  );
  expect(said).not.toContain('Audit');
});

test('a space of one candidate is refused, with one message and nothing written', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 't.mjs'), 'export default () => 0.5;');
  for (const space of ['{ a: [1] }', '{ a: { range: [3, 3] } }']) {
    writeFileSync(join(folder, 'e.yaml'), `name: one\ntrainer: { module: ./t.mjs }\nsearch: {}\nspace: ${space}\n`);
    const { status, stdout, stderr } = await surefoot(['select', 'e.yaml', '--out', 'run'], folder);
    expect([status, stdout, stderr.match(/^surefoot: /gm), existsSync(join(folder, 'run'))]).toEqual([
      2,
      '',
      ['surefoot: '],
      false,
    ]);
    if (space === '{ a: [1] }')
      expect(stderr).toMatch(/There is 1 candidate .* to race\s+Allowed: at least 2 candidates/);
  }
});

test('a proposer of the user is told what was tried, and whom it proposes joins once, in the log', async () => {
  const folder = temporaryFolder(onTestFinished);
  const states: { readonly trainings: number; readonly most: number; readonly tried: readonly Tried[] }[] = [];
  type Tried = { readonly configuration: Drawn; readonly trainings: number; readonly estimate: number };
  const propose = (state: (typeof states)[number]) => {
    states.push(state);
    const [best] = state.tried;
    return [
      { rate: 0.01, width: 40, act: 'relu' },
      { ...(best?.configuration as Drawn), width: 41 },
    ];
  };
  const asked = async (trials: number, more: object = {}) => {
    const experiment = { ...EXPERIMENT, workers: 1, budget: { trials } };
    const { result } = await select({
      experiment,
      trainer: train as never,
      out: join(folder, 'run'),
      propose: propose as never,
      ...more,
    });
    return result as Result;
  };
  const first = await asked(60);
  const estimates = states.at(-1)?.tried.map(({ estimate }) => estimate) ?? [];
  expect(estimates).toEqual(estimates.toSorted((a, b) => a - b));
  expect(states.every(({ tried, most }) => most >= 1 && tried.every(({ trainings }) => trainings >= 1))).toBe(true);
  const proposed = first.candidates.find(({ label }) => label.includes('rate=0.01 width=40 relu'));
  expect(proposed?.trials).toBeGreaterThan(0);
  expect(first.search?.proposed).toBeGreaterThan(1);
  const looks = states.length;
  // What is logged is not asked for again.
  expect(decided(await asked(60))).toEqual(decided(first));
  expect(states).toHaveLength(looks);
  await expect(asked(60, { propose: (() => [3]) as never, fresh: true })).rejects.toThrow(
    /propose gave \[3\], which is not a list of configurations/,
  );
  const told: string[] = [];
  const misspelt = ({ refused }: { readonly refused: readonly { readonly why: string }[] }) => {
    told.push(...refused.map(({ why }) => why));
    return [{ rate: 0.01, widht: 40, act: 'relu' }];
  };
  const { search, trials } = await asked(60, { propose: misspelt as never, fresh: true });
  expect([trials.begun, search?.refused]).toEqual([60, told.length + 1]);
  expect(told[0]).toMatch(
    /proposed has `widht`, which is no setting of the space[\s\S]*Allowed: rate, width, act[\s\S]*Did you mean `width`\?/,
  );
  await expect(asked(60, { propose: (async () => []) as never, fresh: true })).rejects.toThrow(
    /propose gave a promise: it is an async function, and a race does not wait/,
  );
  const whole = { ...EXPERIMENT, space: { act: ['relu', 'tanh'] } };
  const drawn = { ...EXPERIMENT, search: { refine: false } };
  for (const experiment of [whole, drawn]) {
    await expect(asked(60, { experiment, fresh: true })).rejects.toThrow(
      /no candidate can join this race[\s\S]*write `search: \{ refine: true \}`/,
    );
  }
});

test('a search that is stopped before anything came out counts whom it is about', async () => {
  const options = { experiment: { ...EXPERIMENT, workers: 1, budget: { trials: 3 } }, trainer: () => Number.NaN };
  const { result } = await select(options as never);
  const { prior, tried, candidates = 0, untriedOpen } = result.search ?? {};
  expect([result.winner, prior, tried, candidates > 2000, untriedOpen]).toEqual([
    null,
    'full',
    3,
    true,
    candidates - 3,
  ]);
});

test('an audit that the budget cannot try is said before, with what all of it takes', async () => {
  const folder = temporaryFolder(onTestFinished);
  const said = async (trials: number) => {
    const experiment = { ...EXPERIMENT, trainer: { command: ['true'] }, search: { audit: 80 }, budget: { trials } };
    writeFileSync(join(folder, 'e.yaml'), JSON.stringify(experiment));
    const { stderr } = await surefoot(['check', 'e.yaml'], folder);
    return stderr.replaceAll(/\s+/g, ' ');
  };
  expect(await said(79)).toMatch(
    /`search\.audit` is 80, and a budget of 79 trainings cannot try .* a budget of about 400\./,
  );
  expect(await said(80)).not.toContain('audit');
});
