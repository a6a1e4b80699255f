/**
 * @file A measurement of randomness says one thing: headline, figures, terminal and study.json name the same source, or say alike
 * that it cannot be told, whatever was measured.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFrom } from '../../src/core/index.js';
import { analyseMeasure, createMeasure, type MeasuredCandidate } from '../../src/questions/measure/plan/index.js';
import { buildStudyRecord, formatStudyTable, type StudyInput } from '../../src/report/index.js';
import { figuresOfStudy } from '../../src/report/pages.js';
import { examples } from '../examples.js';
import { playStudy } from '../questions/played-study.js';
import { inputOf } from './simulated-studies.js';

interface Made {
  /** Standard deviations: of the weights, of the sample, of both together. */
  readonly spreads: readonly [number, number, number];
  readonly trials: number;
  readonly crossed: 'auto' | 'none' | readonly number[];
  readonly repeats: number;
  readonly vary: readonly string[];
  readonly diverging: number;
  readonly digits: number;
  readonly seed: number;
}

const made: fc.Arbitrary<Made> = fc.record({
  spreads: fc.tuple(fc.constantFrom(0, 0.1, 1), fc.constantFrom(0, 0.1, 1), fc.constantFrom(0, 0.1, 1)),
  trials: fc.constantFrom(3, 6, 20, 60),
  crossed: fc.constantFrom<Made['crossed'][]>('auto', 'none', [3], [8]),
  repeats: fc.constantFrom(1, 2),
  vary: fc.constantFrom(['init', 'sample'], ['init', 'sample', 'init+sample'], ['init']),
  diverging: fc.constantFrom(0, 0, 0.1),
  digits: fc.constantFrom(1, 12),
  seed: fc.nat(999),
});

function studied({ spreads, diverging, digits, seed, ...asked }: Made): StudyInput {
  const { crossed } = asked;
  const study = createMeasure({
    ...{ candidates: ['one'], figure: 'loss', seed: 3, sampleSize: 100, pool: 400 },
    ...asked,
    crossed: asked.vary.length < 2 && typeof crossed !== 'string' ? 'none' : crossed,
  });
  const { outcomes } = playStudy(study, ({ streams: { init, sample }, repeat }) => {
    const draw = (name: string, ...indices: readonly number[]) => randomFrom(name, seed, ...indices).normal();
    if (randomFrom('diverges', seed, init, sample, repeat).uniform() < diverging) return 'diverged';
    const [a, b, both] = spreads;
    return Number((9 + a * draw('a', init) + b * draw('b', sample) + both * draw('c', init, sample)).toFixed(digits));
  });
  return inputOf(analyseMeasure(study.settings, outcomes), outcomes, study.description);
}

function onlyOf({ analysis }: StudyInput): MeasuredCandidate {
  if (analysis.kind !== 'measure') throw new Error(analysis.kind);
  return analysis.candidates[0] as MeasuredCandidate;
}

/** What a text says of the leading source: its words, that it cannot be told, or nothing. */
function saidIn(text: string): string | null {
  const flat = text.replaceAll(/\s+/g, ' ');
  if (flat.includes('cannot tell which source')) return 'open';
  return /varies most with (.+?)(?=[.:;]|$)/.exec(flat)?.[1] ?? null;
}

test('headline, figures and terminal name the same source, and none that a figure contradicts', () => {
  fc.assert(
    fc.property(made, (one) => {
      const input = studied(one);
      const { leading, decomposition, arms } = onlyOf(input);
      const { headline } = buildStudyRecord(input);
      const said = saidIn(headline);
      expect(said === null).toBe(leading.finding === 'none' || leading.finding === 'single');
      expect(said === 'open').toBe(leading.finding === 'open');
      expect(saidIn(formatStudyTable(input, { width: 80, colors: false }))).toBe(said);
      const conclusions = figuresOfStudy(input).map(({ says }) => says);
      for (const conclusion of conclusions) {
        expect(conclusion).not.toMatch(/Of the sources alone|largest share/);
        expect([said, null]).toContain(saidIn(conclusion));
      }
      if (leading.finding !== 'leads') return;
      // An interval of a share is quoted only where it shows that.
      if (!('reason' in decomposition) && headline.includes('of its variance')) {
        const part = decomposition.components.find(({ source }) => source === leading.source);
        const others = decomposition.components.filter((one) => one !== part);
        expect(Math.max(...others.map(({ shareHigh }) => shareHigh))).toBeLessThan(part?.shareLow ?? 0);
      }
      // Whoever looks at the cells or bars finds that source the largest.
      const stds = arms
        .filter(({ name }) => !name.includes('+'))
        .map(({ name, distribution }) => ({
          source: name,
          value: distribution.criteria.find((criterion) => criterion.name === 'std')?.value ?? 0,
        }));
      const shares =
        'reason' in decomposition
          ? []
          : decomposition.components.map(({ source, share }) => ({ source, value: share }));
      for (const parts of [stds, shares]) {
        const own = parts.find(({ source }) => source === leading.source);
        if (own !== undefined) expect(own.value).toBe(Math.max(...parts.map(({ value }) => value)));
      }
    }),
    { numRuns: examples(15, 40) },
  );
});

const base: Made = {
  ...{ spreads: [0.1, 1, 0], trials: 60, crossed: 'auto', repeats: 1, vary: ['init', 'sample'] },
  ...{ diverging: 0, digits: 12, seed: 1 },
};

test('enough trainings name the source, few cannot, and without a crossed design spreads alone decide', () => {
  expect(onlyOf(studied(base)).leading).toMatchObject({ finding: 'leads', source: 'sample' });
  expect(buildStudyRecord(studied(base)).headline).toMatch(
    /^The loss of .* varies most with the training sample: \d+ % \[\d+, \d+\] of its variance/,
  );
  const few = studied({ ...base, spreads: [0.1, 0.1, 0], trials: 4 });
  const { trainings } = onlyOf(few).leading;
  expect(trainings).toBe(few.outcomes.length);
  expect(buildStudyRecord(few).headline).toMatch(
    new RegExp(`^${trainings} trainings cannot tell which source spreads the loss of .* most`),
  );
  expect(onlyOf(studied({ ...base, crossed: 'none' })).leading.source).toBe('sample');
  expect(onlyOf(studied({ ...base, spreads: [0, 0, 1], crossed: [12] })).leading.source).toBe('init x sample');
  expect(onlyOf(studied({ ...base, spreads: [0, 0, 0] })).leading.finding).toBe('none');
  expect(onlyOf(studied({ ...base, vary: ['init'] })).leading.finding).toBe('single');
});
