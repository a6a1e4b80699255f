/** @file The files of trials that stay in a run folder: of whom a race may still choose, and no others. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { seedCheckOf } from '../../src/app/ask/trained-beside.js';
import { openRunLog } from '../../src/app/folder/logged-run.js';
import { select } from '../../src/app/index.js';
import { trialsOfEliminated, trialsOfInterest } from '../../src/app/questions/kept-artifacts.js';
import { createMemoryStore } from '../../src/evidence/log/index.js';
import type { TrainFunction } from '../../src/trainers/index.js';
import { fromArtifactPath } from '../../src/work/here/index.js';
import { sampleDecision, sampleFailure, sampleHeader, sampleOutcome, sampleTrial } from '../evidence/log/sample-log.js';
import { temporaryFolder } from './command-line.js';

const IDS = ['a', 'b', 'c'];

/** One trial of each candidate, and a failed one of b. */
function racedStore() {
  const candidates = IDS.map((id, units) => ({ id, label: id, configuration: { units } }));
  const store = createMemoryStore(sampleHeader);
  const race = store.ask({ header: { ...sampleHeader, candidates } });
  const outcomes = IDS.map((id) => sampleOutcome(0, { trial: sampleTrial(0, id) }));
  race.append([...outcomes, sampleOutcome(1, { trial: sampleTrial(1, 'b'), ...sampleFailure })]);
  const kept = () => trialsOfInterest(store).whole.map(({ candidate, streams }) => `${candidate}${streams.init}`);
  const conclude = (status: string) =>
    race.conclude({ key: status, at: '2026-01-01T00:00:00Z', status, headline: '', content: {} });
  return { store, race, candidates, kept, conclude };
}

test('idle candidates keep theirs until the race has come to its end', () => {
  const { race, kept, conclude } = racedStore();
  expect(kept()).toEqual(['a0', 'b0', 'c0', 'b1']);
  race.appendDecision({ ...sampleDecision, survivors: ['c', 'a'], eliminated: [], idle: ['b'] });
  race.appendDecision({ ...sampleDecision, round: 4, survivors: ['c'], eliminated: [], idle: ['a'] });
  for (const status of ['budget', 'decided', 'exhausted']) {
    conclude(status);
    expect([status, kept()]).toEqual([status, status === 'budget' ? ['a0', 'b0', 'c0', 'b1'] : ['c0', 'b1']]);
  }
});

test('what is trained beside the race keeps none', () => {
  const { race, kept } = racedStore();
  race.append([sampleOutcome(2, { trial: seedCheckOf(sampleTrial(0, 'c')) })]);
  expect(kept()).toEqual(['a0', 'b0', 'c0', 'b1']);
});

test('whoever is eliminated loses them at once, unless another race may choose it', () => {
  const { store, race, candidates } = racedStore();
  const losing = () => trialsOfEliminated(['b'], race, store);
  race.appendDecision({ ...sampleDecision, survivors: ['a', 'c'], eliminated: ['b'] });
  expect(losing()).toEqual([sampleTrial(0, 'b')]);
  store.ask({ header: { ...sampleHeader, plan: { kind: 'race', warmup: 2 }, candidates } });
  expect(losing()).toEqual([]);
});

test('a race trial by trial leaves the files of its last survivors alone', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const trainer: TrainFunction = ({ x }, { streams, artifactFolder }) => {
    const file = join(artifactFolder as string, 'model.txt');
    writeFileSync(file, 'weights');
    return { loss: Number(x) + ((streams.init * 7919) % 13) / 10, artifacts: { model: file } };
  };
  const experiment = { name: 'made-up', space: { x: Array.from({ length: 6 }, (_, index) => index) } };
  const race = async (trials: number) => {
    const { status } = await select({ experiment, trainer, out, budget: { trials } });
    const store = openRunLog(out);
    // The one that checked the seeds leaves nothing.
    const files = store.outcomes().flatMap(({ trial, artifacts }) => {
      if (artifacts === undefined) return [];
      return [
        [trial.candidate, existsSync(fromArtifactPath(join(out, 'artifacts'), artifacts?.model as string))] as const,
      ];
    });
    const keeping = new Set(files.flatMap(([candidate, isKept]) => (isKept ? [candidate] : [])));
    const last = store.newestQuestion()?.decisions().at(-1);
    store.close();
    return { status, files, keeping, last };
  };
  const short = await race(8);
  expect(short.status).toBe('budget');
  expect(short.keeping.size).toBe(6);
  const { status, files, keeping, last } = await race(1000);
  expect(status).not.toBe('budget');
  expect(keeping).toEqual(new Set(last?.survivors));
  expect(keeping.size).toBeLessThan(6);
  for (const [candidate, isKept] of files) expect([candidate, isKept]).toEqual([candidate, keeping.has(candidate)]);
});
