/** @file A run is reported from its log alone: while it goes on, and afterwards exactly as the run itself did. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  knownIn,
  openRunLog,
  type PreparedStudy,
  prepareComparison,
  prepareCurve,
  prepareMeasure,
  reportQuestion,
  runStudy,
} from '../../src/app/commands.js';
import { takeExperimentValue } from '../../src/app/experiment-source.js';
import { followQuestion, renderLogged } from '../../src/app/logged-report.js';
import { select } from '../../src/app/select.js';
import type { TrainFunction } from '../../src/trainers/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere } from './command-line-here.js';
import { fileSnapshot } from './file-snapshot.js';

const experiment = { name: 'logged', space: { x: [1, 2, 3, 4, 5, 6] }, race: { finalTrials: 4 }, seed: 3 };
const trainer: TrainFunction = ({ x }, { streams, fidelity }) =>
  Number(x) / 4 + ((streams.init * 7919 + streams.sample * 31) % 13) / 10 + 1 / (1 + fidelity.sampleSize);

/** The page of the newest question, made from the log. */
async function pageOf(folder: string): Promise<string> {
  const store = openRunLog(folder);
  try {
    return await renderLogged(followQuestion(store, store.questions().at(-1) as never, folder).report(false));
  } finally {
    store.close();
  }
}

const writtenPage = (folder: string) => readFileSync(join(folder, 'report.html'), 'utf8');

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
  expect(looked).toMatchObject({ kind: 'race', status: 'running', written: 'page' });
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

test('nor do studies need their trainer', async () => {
  const source = takeExperimentValue({ ...experiment, sample: 50 });
  const common = { figure: 'loss', trainer };
  const studies: readonly ((folder: string) => Promise<PreparedStudy>)[] = [
    (folder) =>
      prepareMeasure(source, {
        ...{ ...common, known: knownIn(folder), vary: ['init', 'sample'], trials: 4, crossed: 'auto', repeats: 1 },
      }),
    (folder) =>
      prepareCurve(source, {
        ...{ ...common, known: knownIn(folder), sizes: [10, 30], trials: 6, adaptive: true },
        ...{ criterion: 'mean', spread: 'std', tolerance: { criterion: 0.1, spread: 0.2 } },
      }),
    (folder) => prepareComparison(source, { ...common, known: knownIn(folder), factors: ['x=2,3'], trials: 4 }),
  ];
  for (const prepare of studies) {
    const out = join(temporaryFolder(onTestFinished), 'run');
    await runStudy(await prepare(out), { folder: out, signal: new AbortController().signal, onEvent: () => {} });
    expect(await pageOf(out)).toBe(writtenPage(out));
  }
});

test('an interrupted study leaves its page', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const prepared = await prepareComparison(takeExperimentValue(experiment), {
    ...{ figure: 'loss', trainer, factors: ['x'], trials: 6, known: knownIn(out) },
  });
  const abort = new AbortController();
  let outcomes = 0;
  const onEvent = ({ kind }: { readonly kind: string }) =>
    void (kind === 'outcome' && ++outcomes === 9 && abort.abort());
  const { status } = await runStudy(prepared, { folder: out, signal: abort.signal, onEvent });
  expect(status).toBe('interrupted');
  expect(writtenPage(out)).toContain('The study was interrupted');
  expect(await pageOf(out)).toBe(writtenPage(out));
  expect(existsSync(join(out, 'study.json'))).toBe(true);
});
