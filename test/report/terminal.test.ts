/** @file What a terminal shows: 80 columns, no foreign control characters, honest words. */
import { describe, expect, it } from 'vitest';
import {
  buildReportView,
  estimateSecondsLeft,
  formatFinalTable,
  formatProgressLine,
  type Progress,
} from '../../src/report/index.js';
import { parseCriterion } from '../../src/stats/index.js';
import { type SimulatedOptions, simulateRun } from './simulated-run.js';

const PLAIN = { width: 80, colors: false };
const NO_MODEL = { final: null, modelFile: null };

const tableOf = (options: SimulatedOptions, terminal = PLAIN): string => {
  return formatFinalTable(buildReportView(simulateRun(options)), terminal);
};
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
/** Escape sequences of colours removed. */
const uncoloured = (text: string): string => text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('the final table', () => {
  it.each([
    ['a decided race', { candidates: 32 }],
    ['long names', { candidates: 9, id: (index: number) => `candidate-with-a-very-long-name-${index}` }],
    ['tiny losses', { candidates: 24, loss: (candidate: number) => 1.23456e-9 * (candidate + 1) }],
    ['failures only', { candidates: 6, rounds: 1, loss: () => null, changes: NO_MODEL }],
    ['nothing at all', { candidates: 6, rounds: 0, changes: NO_MODEL }],
  ])('fits into the columns there are: %s', (_, options) => {
    for (const width of [40, 80, 120])
      expect(widest(tableOf(options, { width, colors: false }))).toBeLessThanOrEqual(width);
    expect(uncoloured(tableOf(options, { width: 80, colors: true }))).toBe(tableOf(options));
  });

  it('says in one sentence what was found, for how much', () => {
    const text = flat(tableOf({ candidates: 32 }));
    expect(text).toMatch(
      /^filters=[^:]* \(c\w{6}\) is recommended of 32 candidates \(tied at 95 %\): q3 of the loss 0\.\d{4} \[0\.\d{4}, 0\.\d{4}\] over 20 fresh trials; of the others (?:\d+ not significantly worse and )?\d+ undecided for lack of trials; accuracy 0\.9460, loss 0\.2189 on 2,000 unseen examples; 126 instead of 640 trials \(20 %\), and 20 fresh\./,
    );
    expect(text).toContain('are simulated: these figures say nothing about real data');
    expect(text).toContain('best.onnx the trained model');
  });

  it('names all that are left', () => {
    const text = flat(tableOf({ candidates: 12, minimumSurvivors: 3, finalTrials: 10, changes: NO_MODEL }));
    expect(text).toContain('2 of the other 11 are left when the replicates ended');
    expect(text).toMatch(
      /Left in the race beside the choice when the replicates ended: filters=[^,]*, filters=[^,]*\./,
    );
  });

  it('says that a budget ended, and how to go on', () => {
    const text = flat(tableOf({ candidates: 64, rounds: 3, changes: NO_MODEL }));
    expect(text).toContain('7 of the other 63 are still racing');
    expect(text).toContain('The choice is not final');
    expect(text).toContain('The same command with a larger budget goes on from here');
  });

  it('chooses nobody where nothing worked', () => {
    const text = flat(tableOf({ candidates: 6, rounds: 1, loss: () => null, changes: NO_MODEL }));
    expect(text).toContain('Nothing is chosen among 6 candidates: no trial could be completed');
    expect(text).toContain('18 failed: counted as the worst possible loss');
  });

  it('lets no name move the cursor', () => {
    const controlCharacter = String.fromCharCode(27);
    const text = tableOf({
      candidates: 4,
      id: (index) => `${controlCharacter}[2J\n${index}`,
      label: () => `${controlCharacter}[31mred`,
    });
    expect(text).not.toContain(controlCharacter);
    expect(text).toContain('�[2J�0');
  });
});

describe('the progress line', () => {
  const progress: Progress = {
    round: 2,
    phase: 'race',
    done: 12,
    total: 16,
    running: 2,
    left: 16,
    incumbent: { id: 'c12ab34', criterion: parseCriterion('q3'), value: 0.23141 },
    direction: 'minimize',
    secondsLeft: 75,
  };

  it('says where the race is', () => {
    expect(formatProgressLine(progress, PLAIN)).toBe(
      'race 2     12 of 16, 2 running  16 left  best c12ab34 q3 0.2314  ETA 1 min 15 s',
    );
  });

  it('leaves out what is not known yet, and shows scores as scores', () => {
    const first = { ...progress, round: 1, phase: 'warm-up', running: 0, incumbent: null, secondsLeft: null };
    expect(formatProgressLine(first, PLAIN)).toBe('warm-up 1  12 of 16  16 left');
    const scored = {
      ...progress,
      direction: 'maximize' as const,
      incumbent: { id: 'a', criterion: parseCriterion('q3'), value: -0.9 },
    };
    expect(formatProgressLine(scored, PLAIN)).toContain('best a q1 0.9000');
  });

  it('promises neither rounds nor an end where a rule decides trial by trial', () => {
    const open = { ...progress, round: 1, done: 142, total: 150, left: 13 };
    expect(formatProgressLine(open, PLAIN)).toBe(
      'race       142 trials, 2 running  12 contested  best c12ab34 q3 0.2314',
    );
  });

  it('counts fresh trials to their end', () => {
    const fresh = { ...progress, round: 1, phase: 'final', done: 12, total: 60, left: 3 };
    expect(formatProgressLine(fresh, PLAIN)).toBe(
      'fresh      12 of 60, 2 running  best c12ab34 q3 0.2314  ETA 1 min 15 s',
    );
  });

  it('never exceeds the width, with or without colours', () => {
    for (let width = 1; width <= 100; width++) {
      const plain = formatProgressLine(progress, { width, colors: false });
      expect(plain.length).toBeLessThanOrEqual(width);
      expect(uncoloured(formatProgressLine(progress, { width, colors: true }))).toBe(plain);
    }
  });

  it('estimates the time left from the pace so far', () => {
    expect(estimateSecondsLeft(10, 20, 30)).toBe(60);
    expect(estimateSecondsLeft(0, 5, 30)).toBeNull();
  });
});
