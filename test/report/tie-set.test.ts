/** @file What the report claims about the winner and its rivals, in losses and in scores. */
import { describe, expect, test } from 'vitest';
import {
  buildReportView,
  buildResult,
  formatFinalTable,
  parseResult,
  stringifyResult,
} from '../../src/report/index.js';
import { simulateRun } from './simulated-run.js';

/** Candidate 0 and 1 are alike, 2 is a little worse, 3 much worse; all of them race for 12 replicates. */
const centers = [1, 1, 1.25, 3];
const input = simulateRun({
  candidates: 4,
  criterion: 'mean',
  warmup: 12,
  minimumSurvivors: 4,
  rounds: 1,
  loss: (candidate, { streams: { init } }) =>
    (centers[candidate] as number) + 0.1 * Math.sin(7 * init) + 0.01 * Math.cos(5 * init + 3 * candidate),
  id: (candidate) => `candidate-${candidate}`,
});

describe('after 12 replicates of everybody', () => {
  const { tieSet, winner } = buildResult(input);
  test('equals are tied, the worse are told apart, with the size of the difference', () => {
    const twin = winner?.candidate === 'candidate-0' ? 'candidate-1' : 'candidate-0';
    expect(tieSet).toMatchObject({ tied: [twin], undecided: [], correction: 'holm', alpha: 0.05 });
    const worse = tieSet?.rivals.find(({ candidate }) => candidate === 'candidate-2');
    expect(worse).toMatchObject({ standing: 'worse', n: 12, effectSize: 1 });
    expect(worse?.difference).toBeCloseTo(0.25, 2);
    // Replicates share their randomness: the common sine does not widen the interval.
    const interval = worse?.interval as { low: number; high: number };
    expect(interval.high - interval.low).toBeLessThan(0.03);
    expect(interval.low).toBeLessThan(0.25);
    expect(interval.high).toBeGreaterThan(0.25);
  });

  test('scores turn the signs, not the standings', () => {
    const scores = buildResult({ ...input, direction: 'maximize' }).tieSet;
    expect(scores?.tied).toEqual(tieSet?.tied);
    scores?.rivals.forEach((rival, index) => {
      const loss = tieSet?.rivals[index];
      expect(rival.difference + (loss?.difference as number)).toBe(0);
      expect(rival.effectSize + (loss?.effectSize as number)).toBe(0);
    });
  });

  test('survives the file', () => {
    expect(parseResult(stringifyResult(buildResult(input))).tieSet).toEqual(tieSet);
  });
});

test('those that left early are undecided, and said to be', () => {
  const early = simulateRun({ candidates: 12 });
  const view = buildReportView(early);
  expect(view.result.tieSet?.undecided.length).toBeGreaterThan(6);
  const text = formatFinalTable(view, { width: 200, colors: false, long: true });
  expect(text).toMatch(/Tested +None: all others have fewer than 8 trainings in common with the winner\./);
});

test('headline, notices, table of ties and winner never say different things', () => {
  for (const candidates of [2, 5, 9, 14]) {
    for (const [warmup, minimumSurvivors] of [
      [3, 1],
      [9, 1],
      [9, 3],
    ] as const) {
      const view = buildReportView(simulateRun({ candidates, warmup, minimumSurvivors }));
      const { tieSet, winner, survivors } = view.result;
      if (tieSet === null || winner === null) throw new Error('nothing is chosen');
      const standings = new Map(tieSet.rivals.map(({ candidate, standing }) => [candidate, standing]));
      expect(tieSet.tied).toEqual([...standings].flatMap(([id, standing]) => (standing === 'tied' ? [id] : [])));
      expect(tieSet.undecided).toEqual(
        [...standings].flatMap(([id, standing]) => (standing === 'undecided' ? [id] : [])),
      );
      expect([...survivors].sort()).toEqual([winner.candidate, ...winner.ties].sort());
      expect(standings.has(winner.candidate)).toBe(false);
      const isAlone = winner.ties.length === 0;
      expect(view.answer.claim.sentence.startsWith('Chosen by')).toBe(isAlone);
      const claims = view.answer.details.find(({ label }) => label === 'Tested')?.text;
      const worse = [...standings].flatMap(([id, standing]) => (standing === 'worse' ? [id] : []));
      for (const id of worse) expect(claims ?? '').not.toContain(id);
    }
  }
});
