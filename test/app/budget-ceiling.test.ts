/**
 * @file A budget is a ceiling of trainings begun, whatever is asked, by however many workers, killed and resumed or not; counted by the
 * training function itself. Decisions and findings are the same all along.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
// The built package: a process of its own runs its files.
import { openRunLog } from '../../dist/app/folder/logged-run.js';
import * as library from '../../dist/app/index.js';
import { randomFrom } from '../../src/core/index.js';
import { examples } from '../examples.js';
import { temporaryFolder } from './command-line.js';

interface Trials {
  readonly begun: number;
  readonly budget: number;
  readonly again: number;
  readonly used: number;
  readonly fresh?: number;
  readonly unused: { readonly trials: number };
}

interface Told {
  readonly result?: object & { readonly trials: Trials };
  /** Of a study. */
  readonly record?: object & { readonly trials: Trials };
}

const WORKERS = [1, 2, 4];
const LIBRARY = pathToFileURL(resolve('dist/app/index.js')).href;
const FIXTURE = resolve('test/app/fixtures/counted.mjs');
const { ask } = (await import(FIXTURE)) as { ask: (from: object, asked: object) => Promise<Told> };

const RACES = [
  { rule: 'default', finalTrials: 5 },
  { rule: 'default', tolerance: '20%', finalTrials: 10 },
  { rule: 'default', criterion: 'mean', finalTrials: 0 },
  { rule: 'fast', finalTrials: 6 },
  { rule: 'halving', warmup: 2, maxReplicates: 12, finalTrials: 6 },
  { rule: 'welch', warmup: 3, criterion: 'mean', finalTrials: 3 },
  { rule: 'default', reliability: 0.6, finalTrials: 5, tolerance: '50%' },
];
const FIELDS = [
  { x: [0, 1, 2, 3, 4, 5] },
  { x: [1, 2], y: [0, 0.3, 0.6, 0.9] },
  { x: [1, 2, 3], broken: [false, true] },
];
const LISTED = { x: [0, 1, 2, 3, 4, 5], y: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7] };
const DRAWN = { x: { range: [0, 5] }, y: { range: [0, 1] } };

/** The first budgets of each kind are as good as any: what is asked, and of what budget, is drawn. */
function askedAt(index: number) {
  const draw = randomFrom('budget-ceiling', index);
  const one = <Item>(items: readonly Item[]): Item => items[draw.below(items.length)] as Item;
  const named = { name: `budget-${index}`, seed: 1 + draw.below(1000), failures: { retries: 0, action: 'worst' } };
  const killShare = draw.uniform();
  const asked = (question: string, options: object, most: number, least = 12) => {
    const budget = least + draw.below(most - least);
    return { question, options: { ...options, budget: { trials: budget } }, budget, killShare };
  };
  switch (index % 4) {
    case 0:
    case 1: {
      const race = one(RACES);
      const least = race.reliability === undefined ? 30 : 60;
      return asked('select', { experiment: { ...named, space: one(FIELDS), race } }, 140, least);
    }
    case 2: {
      const [space, search] = one([
        [LISTED, { audit: 10 }],
        [LISTED, { prior: 'guarded' }],
        [DRAWN, { audit: 10, refine: true }],
      ] as const);
      const race = { criterion: 'mean', finalTrials: one([5, 20]) };
      return asked('select', { experiment: { ...named, space, search, race } }, 130, 40);
    }
    default: {
      const experiment = { ...named, space: { x: [1, 2] } };
      const [question, options] = one([
        ['measure', { trials: 12, vary: ['init', 'order'], crossed: 'none' }],
        ['compare', { trials: 15, factors: ['x'] }],
        ['assure', { below: 2.6, share: 0.8, candidate: 'x=2' }],
        ['assure', { below: 1.4, share: 0.8, candidate: 'x=2' }],
      ] as const);
      return asked(question, { experiment, ...options }, 60);
    }
  }
}

const begunIn = (calls: string): number => readFileSync(calls, 'utf8').split('\n').filter(Boolean).length;

function loggedIn(folder: string): number {
  const store = openRunLog(folder);
  const logged = store.outcomes().length;
  store.close();
  return logged;
}

/** Without what depends on who was how fast, or on how often it was begun. */
function decided({ result, record }: Told) {
  const { trials, ...told } = (result ?? record) as NonNullable<Told['result']>;
  const { name, verdict, winner, decisions, candidates, findings, search, status } = told as Record<string, unknown>;
  return { name, verdict, winner, decisions, candidates, findings, search, status, used: trials.used };
}

test.each(Array.from({ length: examples(4, 100) }, (_, index) => index))('budget %i', async (index) => {
  const { question, options, budget, killShare } = askedAt(index);
  const folder = temporaryFolder(onTestFinished);
  let first: ReturnType<typeof decided> | undefined;
  for (const workers of WORKERS) {
    const isKilled = workers === WORKERS[index % WORKERS.length];
    const calls = join(folder, `calls-${workers}`);
    const asked = { question, options: { ...options, workers, out: join(folder, `run-${workers}`) }, calls };
    let died = 0;
    if (isKilled) {
      const killAt = 1 + Math.floor(killShare * budget * 0.9);
      spawnSync(process.execPath, [FIXTURE, JSON.stringify({ library: LIBRARY, ...asked, killAt })]);
      died = begunIn(calls) - loggedIn(asked.options.out);
    }
    // This process reads the text of the function in another form.
    const told = await ask(library, { ...asked, options: { ...asked.options, acceptChangedCode: true } });
    const { trials } = (told.result ?? told.record) as NonNullable<Told['result']>;
    const begun = begunIn(calls);
    const context = { index, workers, isKilled, question, budget };
    // What died with the process is begun again, and not charged.
    expect({ ...context, beyond: Math.max(0, begun - died - budget) }).toEqual({ ...context, beyond: 0 });
    expect(trials).toMatchObject({ budget });
    // A search keeps what its fresh trainings need.
    if (index % 4 === 2)
      expect({ ...context, hasFresh: (trials.fresh ?? 0) > 4 }).toEqual({ ...context, hasFresh: true });
    // A run that is killed has said how many are under way a second ago at most.
    if (!isKilled) expect({ ...context, told: trials.begun + trials.again }).toEqual({ ...context, told: begun });
    first ??= decided(told);
    expect({ ...context, ...decided(told) }).toEqual({ ...context, ...first });
  }
});
