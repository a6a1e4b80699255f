/** @file What is said of retrainings' predictions: the figures are those of independent sums, terminals and pages say them, and no more. */
import { describe, expect, test } from 'vitest';
import { replicateTrial, type SetPredictions, type StreamName, type Trial } from '../../src/core/index.js';
import {
  buildPredictions,
  buildReportView,
  formatPredictions,
  type MeasureAdvice,
  type PredictionInput,
  type PredictionRecord,
} from '../../src/report/index.js';
import { renderReport, renderStudy } from '../../src/report/pages.js';
import { simulatedInput, simulatedPredictions } from './simulated-predictions.js';
import { simulateRun } from './simulated-run.js';
import { measured } from './simulated-studies.js';

const NARROW = { width: 80, colors: false };
const plain = (record: PredictionRecord, advice: MeasureAdvice | null = null) =>
  formatPredictions(record, NARROW, advice).replaceAll(/\s+/g, ' ');

const labels = (values: readonly number[]): SetPredictions => ({
  kind: 'labels',
  examples: values.length,
  outputs: 1,
  values: Float32Array.from(values),
});

/** Trainings 0, 1, ... of one candidate. */
function told(predictions: readonly SetPredictions[], changes: Partial<PredictionInput> = {}): PredictionRecord {
  const trials = predictions.map((one, replicate) => ({
    trial: replicateTrial('m0', replicate, 50),
    loss: 1 + replicate / 10,
    predictions: one,
  }));
  const candidates = [{ candidate: 'm0', label: 'width=1', isWinner: true, trials }];
  return buildPredictions({ ...simulatedInput({ kind: 'labels' }), slicings: [], ...changes, candidates });
}

test('labels by hand: pairs, multiplicity against the median training, who is right', () => {
  const record = told([labels([0, 1, 2, 0]), labels([0, 1, 1, 0]), labels([0, 2, 1, 1])], {
    classes: ['cat', 'dog', 'cow'],
    truth: [0, 1, 1, 0],
  });
  const [first] = record.candidates;
  // Of three pairs the first differs on one example, the others on three and two.
  expect(first?.disagreement.value).toBeCloseTo((1 / 4 + 3 / 4 + 2 / 4) / 3, 12);
  // Training 1 has the median loss, and training 0 a lower one: they differ on example 2 alone.
  expect(first?.multiplicity).toEqual({ ambiguity: 0.25, discrepancy: 0.25, competing: 1 });
  expect(first?.examples.flipped).toBe(0.75);
  expect(record.disputed.map(({ place, truth }) => [place, truth])).toEqual([
    [1, 'dog'],
    [2, 'dog'],
    [3, 'cat'],
  ]);
  expect(record.disputed[0]?.labels).toEqual([
    { label: 'dog', retrainings: 2 },
    { label: 'cow', retrainings: 1 },
  ]);
  expect(first?.calibration).toBeNull();
  expect(record.missing).toEqual([
    'The trainer tells labels without probabilities, so nothing is said of calibration.',
  ]);
});

test('numbers by hand: in standard deviations of the target, or in its unit where nobody knows the truth', () => {
  const numbers = [10, 12, 14].map((shift): SetPredictions => {
    return { kind: 'values', examples: 3, outputs: 1, values: Float32Array.from([shift, shift + 1, shift + 2]) };
  });
  const known = told(numbers, { classes: [], targets: ['y'], truth: [10, 15, 20] });
  // Pairs are 2, 4 and 2 apart, and the target's standard deviation is 5.
  expect(known).toMatchObject({ unit: 'spread', loss: 'squared error' });
  expect(known.candidates[0]?.disagreement.value).toBeCloseTo(8 / 3 / 5, 12);
  expect(plain(known)).toContain('of the spread of the target on a typical one of the 3 selection examples.');
  const unknown = told(numbers, { classes: [], targets: ['y'], truth: undefined });
  expect(unknown).toMatchObject({ unit: 'own', loss: null, resolutions: [] });
  expect(unknown.candidates[0]?.disagreement.value).toBeCloseTo(8 / 3, 12);
  expect(unknown.missing).toEqual([
    'Without the truth of these examples nothing is said of the spread of the target and what the examples can tell apart.',
  ]);
});

/** As a measurement varies them, with trial 0 of all at 0. */
function arms(candidate: string): readonly Trial[] {
  const sets: readonly (readonly StreamName[])[] = [['sample'], ['init'], ['init', 'sample']];
  const at = (set: readonly StreamName[], index: number, repeat = 0): Trial => ({
    candidate,
    streams: { init: 0, sample: 0, order: 0, noise: 0, ...Object.fromEntries(set.map((name) => [name, index])) },
    fidelity: { sampleSize: 50 },
    repeat,
  });
  // Cells of a crossed design and repeats of equal seeds belong to no set.
  const cell = { ...at([], 0), streams: { init: 1, sample: 2, order: 0, noise: 0 } };
  return [at([], 0), at([], 0, 1), cell, ...sets.flatMap((set) => [1, 2, 3, 4].map((index) => at(set, index)))];
}

test('a measurement tells streams apart; a race says what would', () => {
  const study = simulatedPredictions({ kind: 'probabilities', trials: arms });
  const [first] = study.candidates;
  expect(first?.streams.map(({ streams, retrainings }) => [streams, retrainings])).toEqual([
    ['init', 5],
    ['sample', 5],
    ['init+sample', 5],
  ]);
  const [weights, sample, both] = (first?.streams ?? []).map(({ disagreement }) => disagreement.value) as [
    number,
    number,
    number,
  ];
  expect(weights).toBeLessThan(sample);
  expect(first?.disagreement.value).toBe(both);
  expect(plain(study)).toMatch(
    /^Two retrainings of width=1 differ on .*; .* where nothing but initial weights changes; .* where nothing but the training sample changes\./,
  );
  const race = simulatedPredictions({ kind: 'probabilities' });
  expect(race.candidates[0]?.streams).toHaveLength(1);
  const command = `surefoot measure ${'long-'.repeat(20)}name.yaml --candidate m0`;
  const linesWith = (keepsAll: boolean) => formatPredictions(race, NARROW, { command, keepsAll }).split('\n');
  expect(linesWith(false)).toContain(`  ${command}`);
  expect(plain(race, { command, keepsAll: false })).toContain(
    `run this with \`keep: { predictions: all }\` in the experiment: ${command}`,
  );
  // What is set already is not asked for.
  expect(plain(race, { command, keepsAll: true })).toContain(`To tell them apart, run: ${command}`);
  expect(plain(race)).not.toContain('surefoot measure');
});

describe.each(['probabilities', 'labels', 'values'] as const)('%s', (kind) => {
  const record = simulatedPredictions({ kind, candidates: ['m0', 'm1', 'm2'], retrainings: 8 });

  test('fits into 80 columns, and says nothing that no one can read', () => {
    const text = formatPredictions(record, NARROW, null);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).not.toMatch(/NaN|undefined|null|Infinity|…/);
  });

  test('each heading stands below in words', () => {
    const text = formatPredictions(record, { ...NARROW, tableWidth: 200 }, null).replaceAll(/\s+/g, ' ');
    const words = {
      probabilities: [
        ...['differ on', 'Ambiguity: on', 'Discrepancy: the one', '(ECE), how far', '(ECE of mean)'],
        ...['wrong: the share', 'spread: its', 'too sure by: the mean'],
      ],
      labels: ['differ on', 'Ambiguity: on', 'Discrepancy: the one', 'wrong: the share', 'spread: its'],
      values: ['differ by', 'RMSE: root', 'too high by: prediction less truth', 'spread: the standard'],
    }[kind];
    for (const word of words) expect(text).toContain(word);
  });

  test('slices: their examples, and what nobody is in', () => {
    const [slicing] = record.slicings;
    expect(slicing?.slices).toEqual([
      { name: '3 to 10', examples: 40 },
      { name: '10 to 30', examples: 40 },
    ]);
    expect(slicing?.outside).toBe(20);
    expect(plain(record)).toContain('By energy, the winner (20 in no slice):');
    // Numbers are told too high by 0.3 for each candidate in the order of the list.
    const off = slicing?.candidates.map((own) => own[0]?.systematic?.value);
    if (kind === 'values') expect(off).toEqual([0.3, 0.6, 0.9].map((shift) => expect.closeTo(shift, 0)));
    if (kind === 'labels') expect(off).toEqual([null, null, null].map(() => undefined));
  });
});

const run = simulateRun({ candidates: 3, rule: { name: 'default' }, finalTrials: 5 });
const pageWith = (predictions: PredictionRecord): string => renderReport(buildReportView({ ...run, predictions }));

test('the page of a race has its section: the answer, two figures, and the tables of the terminal', () => {
  const page = pageWith(simulatedPredictions({ kind: 'probabilities', candidates: ['m0', 'm1', 'm2'] }));
  expect([...page.matchAll(/<figure id="figure-(predictions-[a-z0-9-]+)"/g)].map(([, id]) => id)).toEqual([
    'predictions-disputed',
    'predictions-reliability',
  ]);
  expect(page).toMatch(/Two retrainings of the winner, [^<]*differ on /);
  for (const caption of ['How far', 'By energy']) expect(page).toContain(`<p class="caption">${caption}`);
  const none = renderReport(buildReportView(run));
  expect(none).not.toContain('id="predictions"');
});

test('a study has the section, too', () => {
  const predictions = simulatedPredictions({ kind: 'probabilities', trials: arms, candidates: ['one', 'two'] });
  expect(renderStudy({ ...measured(), predictions })).toContain('id="figure-predictions-disputed"');
});

test('candidates that the examples cannot tell apart are named, with the size that would do', () => {
  const record = simulatedPredictions({ kind: 'probabilities' });
  const [resolution] = record.resolutions;
  expect(Math.abs(resolution?.difference ?? 0)).toBeLessThan(resolution?.tells ?? 0);
  expect(plain(record)).toMatch(
    /! The 100 selection examples cannot tell the winner from width=2 \(they differ by .* in wrong labels; about [\d,]+ examples would tell that\)/,
  );
  // Ten times the difference would have been told.
  const worse = simulatedInput({ kind: 'values', noise: 0.1 });
  expect(plain(buildPredictions(worse))).not.toContain('cannot tell');
});

test('two trainings have no interval, and equal ones nothing to dispute', () => {
  const two = simulatedPredictions({ kind: 'probabilities', retrainings: 2 });
  expect(plain(two)).toContain('! There is no interval: an interval takes 3 retrainings, there are 2.');
  const same = simulatedPredictions({ kind: 'labels', noise: 0 });
  expect(same.disputed).toEqual([]);
  expect(plain(same)).toMatch(
    /^Two retrainings of the winner, width=1, differ on none of the 100 selection examples\./,
  );
});

test('a page grows by what is shown, not by examples', () => {
  const sizeOf = (examples: number): number =>
    pageWith(simulatedPredictions({ kind: 'values', candidates: ['m0'], retrainings: 50, examples })).length;
  expect(Math.abs(sizeOf(400) - sizeOf(40))).toBeLessThan(5_000);
});

test('disputed rows are named as their file has them; elsewhere by their number in the set', () => {
  const rows = Int32Array.from({ length: 100 }, (_, place) => 1000 + 3 * place);
  const inFile = (changes: object) => {
    const record = simulatedPredictions({ kind: 'values', changes });
    const text = formatPredictions(record, { width: 80, colors: false }, null);
    return { record, text: text.replaceAll(/\s+/g, ' ') };
  };
  const { record, text } = inFile({ origin: { file: 'my table.csv', rows } });
  const [{ place, row }] = record.disputed as [PredictionRecord['disputed'][number]];
  expect(row).toBe(1001 + 3 * place);
  expect(text).toContain('examples, named by their row in my table.csv, where 1 is the first example): row truth');
  expect(text).toContain(` ${(row as number).toLocaleString('en')} `);
  expect(pageWith(record)).toContain(`on row ${(row as number).toLocaleString('en')} of my table.csv:`);
  const numbered = inFile({});
  expect(numbered.record).not.toHaveProperty('source');
  expect(numbered.text).toContain('examples, numbered from 1 in the set): example truth');
});

test('a figure of slices without an interval has its reason, in the terminal and on the page', () => {
  const of = (retrainings: number) => simulatedPredictions({ kind: 'values', retrainings });
  const reason = 'Some have no interval of spread: the std has an interval from 8 trainings on, there are 6.';
  expect(plain(of(6))).toContain(reason);
  expect(pageWith(of(6))).toContain(reason);
  expect(plain(of(9))).not.toContain('have no interval of spread');
});

test('points of a race by disagreement are said to be what trainings are worth, not their distances', () => {
  const told = 'what it is worth to the mean disagreement of all pairs (its jackknife pseudo-value)';
  expect(renderReport(buildReportView({ ...run, metric: 'disagreement' })).includes(told)).toBe(true);
  expect(renderReport(buildReportView(run)).includes('pseudo-value')).toBe(false);
});
