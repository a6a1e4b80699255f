/** @file A run is reported from its log alone: while it goes on, and afterwards exactly as the run itself did. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { takeExperimentValue } from '../../src/app/ask/experiment-source.js';
import { followQuestion } from '../../src/app/conclude/logged-question.js';
import { reportQuestion } from '../../src/app/conclude/report-question.js';
import { renderQuestionPage } from '../../src/app/folder/answer-folder.js';
import { knownIn, openRunLog } from '../../src/app/folder/logged-run.js';
import { select } from '../../src/app/index.js';
import { prepare, QUESTIONS } from '../../src/app/questions/questions.js';
import { runQuestion } from '../../src/app/run/run-question.js';
import type { TrainFunction } from '../../src/trainers/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere } from './command-line-here.js';
import { fileSnapshot } from './file-snapshot.js';
import { interrupting } from './interrupting.js';

const experiment = { name: 'logged', space: { x: [1, 2, 3, 4, 5, 6] }, race: { finalTrials: 4 }, seed: 3 };
const trainer: TrainFunction = ({ x }, { streams, fidelity }) =>
  Number(x) / 4 + ((streams.init * 7919 + streams.sample * 31) % 13) / 10 + 1 / (1 + fidelity.sampleSize);

/** The page of the newest question, made from the log. */
async function pageOf(folder: string): Promise<string> {
  const store = openRunLog(folder);
  try {
    return await renderQuestionPage(followQuestion(store, store.questions().at(-1) as never, folder).report(false));
  } finally {
    store.close();
  }
}

const writtenPage = (folder: string, name = 'report') => readFileSync(join(folder, `${name}.html`), 'utf8');

test('a run that goes on is shown as it is by now, and its folder is left alone', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const page = join(temporaryFolder(onTestFinished), 'pages', 'now.html');
  let outcomes = 0;
  let looked: Awaited<ReturnType<typeof reportQuestion>> | undefined;
  const slow: TrainFunction = async (configuration, call) => {
    // Outcomes are logged in groups.
    if (outcomes >= 20 && looked === undefined) {
      const before = fileSnapshot(out);
      expect((await reportQuestion(out)).written).toBe('nothing');
      looked = await reportQuestion(out, undefined, { page });
      expect(fileSnapshot(out)).toEqual(before);
    }
    return trainer(configuration, call);
  };
  const onEvent = ({ kind }: { readonly kind: string }) => void (kind === 'outcome' && outcomes++);
  await select({ experiment, trainer: slow, out, workers: 1, onEvent });
  expect(looked).toMatchObject({ report: { status: 'running' }, written: 'page' });
  expect(readFileSync(page, 'utf8')).toContain('The race goes on');
  expect(await pageOf(out)).toBe(writtenPage(out));
});

test('without its data and its model, the page of a finished race is the same', async () => {
  const folder = temporaryFolder(onTestFinished);
  const rows = Array.from({ length: 80 }, (_, row) => [row % 7, (row * 31) % 17, (row % 7) / 3 + ((row * 7) % 5) / 9]);
  writeFileSync(join(folder, 'd.csv'), ['a,b,y', ...rows.map(String)].join('\n'));
  writeFileSync(
    join(folder, 'e.yaml'),
    [
      'name: tabular',
      'data: { file: d.csv, target: y }',
      'space: { layers: [{ dense: { units: [2, 4] } }], epochs: 2 }',
      'race: { finalTrials: 3, maxReplicates: 5 }',
      'cost: parameters',
    ].join('\n'),
  );
  const ran = await surefootHere(['select', 'e.yaml', '--quiet', '--workers', '1'], folder);
  expect(ran.stderr).toBe('');
  const out = join(folder, 'runs/tabular');
  rmSync(join(folder, 'd.csv'));
  rmSync(join(folder, 'e.yaml'));
  expect(await pageOf(out)).toBe(writtenPage(out));
});

test('without the program that trained it, a run is reported as before', async () => {
  const folder = temporaryFolder(onTestFinished);
  const program = join(folder, 'train.sh');
  writeFileSync(program, '#!/bin/sh\necho "$1"\n', { mode: 0o755 });
  const text =
    "name: gone\ntrainer: { command: [./train.sh, '{configuration.x}'], checkSeeds: false }\nspace: { x: [1, 2] }\n";
  writeFileSync(join(folder, 'e.yaml'), `${text}race: { maxReplicates: 3, finalTrials: 2 }\n`);
  const report = () => surefootHere(['report', 'runs/gone'], folder);
  await surefootHere(['select', 'e.yaml', '--quiet', '--workers', '1'], folder);
  const before = await report();
  rmSync(program);
  // What was printed before would be printed again.
  rmSync(join(folder, 'runs/gone/.answer.json'));
  expect(before.status).toBe(0);
  expect(await report()).toEqual(before);
});

test('a race by a function sends nobody to a command line', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  await select({ experiment: { ...experiment, seed: 5 }, trainer, out, workers: 1 });
  const { stdout } = await surefootHere(['report', out], '.');
  expect(stdout).toContain('In your program `assure` tells');
});

test('nor do studies need their trainer', async () => {
  const source = takeExperimentValue({ ...experiment, sample: 50 });
  const figure = 'loss';
  const curve = { sizes: [10, 30], trials: 6, adaptive: true, criterion: 'mean', spread: 'std' };
  const tolerance = { criterion: 0.1, spread: 0.2 };
  const use = (folder: string) => ({ train: trainer, known: knownIn(folder) });
  const studies = [
    (folder: string) => {
      const asked = { figure, vary: ['init', 'sample'], trials: 4, crossed: 'auto', repeats: 1 } as const;
      return prepare(QUESTIONS.measure, source, asked, use(folder));
    },
    (folder: string) => prepare(QUESTIONS.curve, source, { figure, ...curve, tolerance }, use(folder)),
    (folder: string) => prepare(QUESTIONS.compare, source, { figure, factors: ['x=2,3'], trials: 4 }, use(folder)),
  ];
  for (const [place, study] of studies.entries()) {
    const out = join(temporaryFolder(onTestFinished), 'run');
    await runQuestion(await study(out), { folder: out, signal: new AbortController().signal, onEvent: () => {} });
    expect(await pageOf(out)).toBe(writtenPage(out, ['measure', 'curve', 'compare'][place]));
  }
});

test('an interrupted study leaves its page', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const asked = { figure: 'loss', factors: ['x'], trials: 6 };
  const abort = new AbortController();
  const train = interrupting(trainer, 9, abort);
  const use = { train, known: knownIn(out) };
  const prepared = await prepare(QUESTIONS.compare, takeExperimentValue(experiment), asked, use);
  const { status } = await runQuestion(prepared, { folder: out, signal: abort.signal, onEvent: () => {} });
  expect(status).toBe('interrupted');
  expect(writtenPage(out, 'compare')).toContain('The study was interrupted');
  expect(await pageOf(out)).toBe(writtenPage(out, 'compare'));
  expect(existsSync(join(out, 'compare.json'))).toBe(true);
});

interface Sized {
  readonly x: number;
}
const sized: TrainFunction<Sized> = ({ x }, { streams }) => x / 40 + ((streams.init * 7919) % 13) / 10;
const inspect = ({ x }: Sized) => ({ parameters: 3 * x });
const ranges = { space: { x: { range: [1, 64] } }, search: { refine: true } };
const own = (more: object) => ({
  ...{ name: 'own', seed: 4, workers: 1, budget: { trials: 60 }, require: { parameters: { below: 100 } } },
  ...{ space: { x: [1, 2, 20, 30, 60] }, race: { criterion: 'mean', finalTrials: 2 }, ...more },
});

/** The record that the run itself wrote, and the one of a report. */
async function recordsOf(folder: string): Promise<readonly [string, string]> {
  const written = () => readFileSync(join(folder, 'result.json'), 'utf8');
  const before = written();
  rmSync(join(folder, '.answer.json'), { force: true });
  expect((await reportQuestion(folder)).written).toBe('folder');
  return [before, written()];
}

describe('of a run by a function that tells how large a candidate is, the report is that of the run', () => {
  const propose = () => [{ x: 3.25 }];
  test.each([
    ['finished', {}, {}, undefined],
    ['interrupted', {}, {}, 9],
    ['interrupted, over ranges', ranges, {}, 40],
    ['interrupted, over ranges, with a proposer', ranges, { propose }, 55],
  ])('%s', async (_, more, options, stopAt) => {
    const out = join(temporaryFolder(onTestFinished), 'run');
    const abort = new AbortController();
    const trainer = Object.assign(interrupting(sized, stopAt, abort), { inspect });
    const asked = { experiment: own(more), trainer, out, workers: 1, signal: abort.signal };
    const ended = select({ ...asked, ...options } as never).then(() => undefined);
    expect(await ended.catch((error: unknown) => error)).toEqual(
      stopAt === undefined ? undefined : expect.objectContaining({ code: 'interrupted' }),
    );
    const [before, after] = await recordsOf(out);
    expect(after).toBe(before);
    const joined = () => {
      const store = openRunLog(out);
      const count = store.newestQuestion()?.joined().length;
      store.close();
      return count;
    };
    const there = joined();
    await reportQuestion(out);
    expect(joined()).toBe(there);
  });
});

test.each([
  ['a module', '{ module: ./t.mjs }'],
  ['a command', '{ command: [./t.mjs], checkSeeds: false, inspect: [./t.mjs, count] }'],
])('of a run by %s that is gone, and over a bound on parameters, too', async (_, trainer) => {
  const folder = temporaryFolder(onTestFinished);
  const program =
    '#!/usr/bin/env node\nimport { readFileSync } from "node:fs";\n' +
    'if (process.argv[1]?.endsWith("t.mjs")) {\n' +
    '  if (process.argv[2] === "count") console.log(JSON.stringify({ parameters: 4 * JSON.parse(readFileSync(0, "utf8")).x }));\n' +
    '  else console.log(JSON.stringify({ loss: 0.5 }));\n}\n' +
    'export default ({ x }, { streams }) => x / 9 + streams.init / 70;\nexport const inspect = ({ x }) => ({ parameters: 4 * x });';
  writeFileSync(join(folder, 't.mjs'), program, { mode: 0o755 });
  writeFileSync(
    join(folder, 'e.yaml'),
    `name: e\ntrainer: ${trainer}\nspace: { x: [1, 2, 3, 40] }\nrequire: { parameters: { below: 50 } }\nrace: { finalTrials: 2, maxReplicates: 4 }\n`,
  );
  const ran = await surefootHere(['select', 'e.yaml', '--quiet', '--out', 'run', '--workers', '1'], folder);
  expect([ran.status, ran.stderr]).toEqual([0, '']);
  rmSync(join(folder, 't.mjs'));
  rmSync(join(folder, 'e.yaml'));
  const [before, after] = await recordsOf(join(folder, 'run'));
  expect(after).toBe(before);
});
