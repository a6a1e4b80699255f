/** @file The recorded race again: by 1, 2 and 4 workers, over a folder and a queue, cut and resumed, and the log of it replayed. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { assure, assureChange, measure, replay, type SelectOptions, select } from '../../dist/app/index.js';
import { surefoot, temporaryFolder } from '../app/command-line.js';
import { hasRedis, startRedis, withoutRedis } from '../work/transports/queue/redis-server.js';
import { experimentOf } from './ask.js';
import field from './field.mjs';
import { inShort, type Trained } from './in-short.js';

const OWN = experimentOf({});
const DEFAULT = { ...OWN, race: { finalTrials: 6 } };
const HALVED = { ...OWN, race: { rule: 'halving', criterion: 'mean', warmup: 1, finalTrials: 6 } };
const MODULE = { trainer: { module: join(import.meta.dirname, 'field.mjs') } };
/** In this process, by one. */
const alone = { experiment: DEFAULT, trainer: field, workers: 1 };

const place = () => join(temporaryFolder(onTestFinished), 'run');

/** The trials that its files list: what each was of, without how long it took. */
function trialsIn(folder: string): Trained {
  const [names = '', ...rows] = readFileSync(join(folder, 'trials.csv'), 'utf8').trimEnd().split('\r\n');
  const loss = names.split(',').indexOf('loss');
  return new Map(rows.map((row) => row.split(',')).map((cells) => [cells.slice(0, loss).join(), Number(cells[loss])]));
}

async function raced(name: string, options: Omit<SelectOptions, 'out'>, out = place()): Promise<string> {
  const { result } = await select({ ...options, out });
  return inShort(name, result, trialsIn(out));
}

test.each([['default', DEFAULT] as const, ['halving', HALVED] as const])(
  'by 1, 2 and 4 worker processes: %s',
  async (rule, own) => {
    const one = await raced(`${rule} by one`, { ...alone, experiment: own });
    expect(one).toMatchSnapshot();
    expect(await raced(`${rule} by 4 calls`, { experiment: own, trainer: field, workers: 4 })).toBe(one);
    const experiment = { ...own, ...MODULE };
    for (const workers of [1, 2, 4]) expect(await raced(`${rule} by ${workers}`, { experiment, workers })).toBe(one);
  },
);

async function led(name: string, workersAt: string, folder: string): Promise<string> {
  // One at a queue trains what lies in its own experiment alone.
  writeFileSync(join(folder, 'own.json'), JSON.stringify({ ...DEFAULT, ...MODULE }));
  const worker = surefoot(['worker', workersAt, 'own.json', '-w', '2', '--quiet'], folder);
  const line = await raced(name, { experiment: { ...DEFAULT, ...MODULE }, workersAt });
  expect((await worker).status).toBe(0);
  return line;
}

test('by a worker elsewhere, over a folder', async () => {
  const exchange = join(temporaryFolder(onTestFinished), 'exchange');
  mkdirSync(exchange, { mode: 0o700 });
  expect(await led('over a folder', exchange, temporaryFolder(onTestFinished))).toBe(await raced('by one', alone));
});

test.skipIf(!hasRedis)(`by a worker elsewhere, over a queue${withoutRedis}`, async () => {
  const server = await startRedis();
  onTestFinished(() => server.remove());
  expect(await led('over a queue', server.address, server.folder)).toBe(await raced('by one', alone));
});

test.each([['default', DEFAULT] as const, ['halving', HALVED] as const])(
  'cut by budgets and by hand, and resumed: %s',
  async (rule, experiment) => {
    const out = place();
    const abort = new AbortController();
    let left = Number.POSITIVE_INFINITY;
    const trainer: typeof field = (configuration, call) => {
      if (--left === 0) abort.abort();
      return field(configuration, call);
    };
    const asked = { ...alone, experiment, trainer };
    for (const trials of [7, 9]) {
      expect(await raced(`${rule} cut at ${trials}`, { ...asked, budget: { trials } }, out)).toMatchSnapshot();
    }
    left = 3;
    await expect(select({ ...asked, out, signal: abort.signal })).rejects.toMatchObject({ code: 'interrupted' });
    expect(await raced(`${rule} resumed`, asked, out)).toBe(await raced(`${rule} whole`, asked));
  },
);

test('other questions of the same folder, and its replay', async () => {
  const out = place();
  await select({ ...alone, out });
  const asked = { ...alone, experiment: { ...OWN, race: { finalTrials: 6, criterion: 'median', rule: 'fast' } } };
  expect(await raced('another question', asked, out)).toMatchSnapshot();
  const more = { ...DEFAULT, space: { place: [0, 0.01, 0.02, 0.1] } };
  expect(await raced('other candidates', { ...alone, experiment: more }, out)).toMatchSnapshot();
  for (const options of [{}, { rule: 'welch', criterion: 'mean', warmup: 2 }]) {
    expect(inShort(`replay of a run, ${options.rule}`, await replay(out, options))).toMatchSnapshot();
  }
});

test('a study that a budget cut is resumed, after a race', async () => {
  const out = place();
  await select({ ...alone, out });
  const asked = { ...alone, trials: 5, candidates: ['place=0', 'place=0.1'] };
  const cut = await measure({ ...asked, out, budget: { trials: 11 } });
  expect(inShort('a study, cut', cut.record)).toMatchSnapshot();
  const { record } = await measure({ ...asked, out });
  expect(inShort('a study, resumed', record)).toBe(inShort('a study, whole', (await measure(asked)).record));
});

test('a promise and a change: by 1 and 4, over a folder, cut and resumed', async () => {
  const of = (steady: number) => experimentOf({ space: { place: [steady], failing: 0.015 } });
  const promise = { experiment: of(0.02), share: 0.9, below: 1.4 };
  const change = { experiment: of(0.02), against: of(0.1) };
  const here = { trainer: field, workers: 1 };
  const [held, real] = [await assure({ ...promise, ...here }), await assureChange({ ...change, ...here })];
  expect([held.verdict, real.verdict]).toEqual(['holds', 'keep']);
  const [one, other] = [held, real].map(({ record }) => inShort('alone', record)) as [string, string];

  const by4 = { trainer: field, workers: 4 };
  expect(inShort('by 4', (await assure({ ...promise, ...by4 })).record)).toBe(one);
  expect(inShort('by 4', (await assureChange({ ...change, ...by4 })).record)).toBe(other);

  const [out, changed] = [place(), place()];
  expect((await assure({ ...promise, ...here, out, budget: { trials: 20 } })).verdict).toBe('undecided');
  expect(inShort('resumed', (await assure({ ...promise, ...here, out })).record)).toBe(one);
  expect((await assureChange({ ...change, ...here, out: changed, budget: { trials: 21 } })).verdict).toBe('undecided');
  expect(inShort('resumed', (await assureChange({ ...change, ...here, out: changed })).record)).toBe(other);

  const folder = temporaryFolder(onTestFinished);
  const workersAt = join(folder, 'exchange');
  mkdirSync(workersAt, { mode: 0o700 });
  const experiment = { ...promise.experiment, ...MODULE };
  const worker = surefoot(['worker', workersAt, '-w', '2', '--quiet'], folder);
  expect(inShort('elsewhere', (await assure({ ...promise, experiment, workersAt })).record)).toBe(one);
  expect((await worker).status).toBe(0);
});
