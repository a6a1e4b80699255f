/** @file Studies in which a candidate never works: it is named with its error, and changes nothing of what is said of the others. */
import { describe, expect, test } from 'vitest';
import { type Outcome, randomFrom, type Trial } from '../../src/core/index.js';
import { analyseComparison, createComparison } from '../../src/questions/compare/plan/index.js';
import { analyseCurve, createCurve } from '../../src/questions/curve/plan/index.js';
import { analyseMeasure, createMeasure } from '../../src/questions/measure/plan/index.js';
import { buildStudyRecord, formatStudyTable, renderStudyCsv, type StudyInput } from '../../src/report/index.js';
import { renderStudy } from '../../src/report/pages.js';
import { type Played, playStudy } from '../questions/played-study.js';
import { inputOf } from './simulated-studies.js';

const ERROR = "KeyError: 'depth'";
const isBroken = (id: string): boolean => id.startsWith('broken');

const lossOf = ({ candidate, streams: { init, sample } }: Trial): Played =>
  isBroken(candidate) ? 'failed' : (candidate === 'one' ? 1 : 1.3) + 0.1 * randomFrom(candidate, init, sample).normal();

const explained = (outcomes: readonly Outcome[]): Outcome[] =>
  outcomes.map((outcome) =>
    outcome.status === 'failed'
      ? { ...outcome, failure: { kind: 'exit-code', message: `It ended with exit code 1.\n${ERROR}` } }
      : outcome,
  );

/** Of candidates with these ids. */
const STUDIES: Readonly<Record<string, (ids: readonly string[]) => StudyInput>> = {
  measure: (candidates) => {
    const study = createMeasure({
      ...{ candidates, figure: 'loss', seed: 3, vary: ['init', 'sample'], trials: 8, crossed: [3], repeats: 1 },
      ...{ sampleSize: 100, pool: 400 },
    });
    const outcomes = explained(playStudy(study, lossOf).outcomes);
    return inputFor(candidates, study, analyseMeasure(study.settings, outcomes), outcomes);
  },
  curve: (candidates) => {
    const study = createCurve({
      ...{ candidates, figure: 'loss', seed: 3, sizes: [100, 200], trials: 6, criterion: 'median', spread: 'std' },
      ...{ adaptive: false, pool: 400, tolerance: { criterion: 0.1, spread: 1 } },
    });
    const outcomes = explained(playStudy(study, lossOf).outcomes);
    return inputFor(candidates, study, analyseCurve(study.settings, outcomes), outcomes);
  },
  compare: (candidates) => {
    const levels = candidates.map((candidate) => ({ candidate, value: candidate }));
    const study = createComparison({
      ...{ candidates, figure: 'loss', seed: 3, trials: 8, sampleSize: 0 },
      factors: [{ name: 'depth', levels }],
    });
    const outcomes = explained(playStudy(study, lossOf).outcomes);
    return inputFor(candidates, study, analyseComparison(study.settings, outcomes), outcomes);
  },
};

function inputFor(
  ids: readonly string[],
  { description }: { readonly description: StudyInput['plan'] },
  analysis: StudyInput['analysis'],
  outcomes: readonly Outcome[],
): StudyInput {
  const input = inputOf(analysis, outcomes, description);
  const candidates = ids.map((id) => ({ id, label: `depth=${id}`, configuration: { depth: id } }));
  return { ...input, header: { ...input.header, candidates } };
}

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe.each(Object.entries(STUDIES))('%s', (_, studyOf) => {
  const without = buildStudyRecord(studyOf(['one', 'two']));
  // The base of a comparison, too, may be the one that does not work.
  const input = studyOf(['broken', 'one', 'two']);
  const record = buildStudyRecord(input);

  test('finds of the others what it finds without the one that never worked', () => {
    expect(record.findings).toEqual(without.findings);
    expect(record.headline).toBe(`${without.headline}; depth=broken never worked (${ERROR})`);
    expect(without.neverWorked).toEqual([]);
  });

  test('names it with its error in notices, page, terminal and study.json', () => {
    const trials = input.outcomes.filter(({ trial }) => isBroken(trial.candidate)).length;
    expect(record.neverWorked).toEqual([
      {
        ...{ candidate: 'broken', label: 'depth=broken', trials },
        failures: [{ kind: 'exit-code', message: ERROR, trials }],
      },
    ]);
    const notices = record.notices.filter(({ kind }) => kind === 'never-worked').map(({ text }) => text);
    expect(notices).toEqual([
      `1 of 3 candidates never worked: all of its ${trials} trainings failed, so it is not compared. ${ERROR}.`,
    ]);
    expect(record.notices.map(({ text }) => text).join()).not.toMatch(/left out everywhere/);
    expect(renderStudy(input)).toContain('<h2>Never worked</h2>');
    expect(flat(formatStudyTable(input, { width: 80, colors: false }))).toContain(flat(record.headline));
    expect(renderStudyCsv(input)).not.toContain('broken');
  });

  test('one message says that nothing worked', () => {
    const nothing = studyOf(['broken', 'broken too']);
    const { headline, notices, neverWorked } = buildStudyRecord(nothing);
    expect(headline).toBe(`Nothing worked: all ${nothing.outcomes.length} trainings of 2 candidates failed. ${ERROR}`);
    expect(notices.filter(({ kind }) => kind !== 'simulated' && kind !== 'pool')).toEqual([]);
    expect(neverWorked).toHaveLength(2);
    const page = renderStudy(nothing);
    expect(page).toContain('<h2>Never worked</h2>');
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('one that is left alone is described', () => {
    const lone = studyOf(['one', 'broken']);
    expect(buildStudyRecord(lone).headline).toMatch(/; depth=broken never worked/);
    expect(renderStudy(lone)).not.toMatch(/NaN|Infinity|undefined/);
  });
});

test('a level without a rival is not called the best', () => {
  const { headline } = buildStudyRecord((STUDIES.compare as (ids: string[]) => StudyInput)(['one', 'broken']));
  expect(headline).toMatch(/^Of the levels of depth only one worked, so that nothing can be compared;/);
});

test('a size at which nothing works is named with its error', () => {
  const study = createCurve({
    ...{ candidates: ['one'], figure: 'loss', seed: 3, sizes: [100, 200], trials: 6, criterion: 'median' },
    ...{ spread: 'std', adaptive: false, pool: 400, tolerance: { criterion: 0.1, spread: 1 } },
  });
  const played = playStudy(study, (trial) => (trial.fidelity.sampleSize === 200 ? 'failed' : lossOf(trial)));
  const outcomes = explained(played.outcomes);
  const { headline } = buildStudyRecord(inputFor(['one'], study, analyseCurve(study.settings, outcomes), outcomes));
  expect(headline).toMatch(`every training with 200 examples failed (${ERROR})`);
});

test('trainings that all diverged say nothing of their seeds', () => {
  const levels = ['one', 'two'].map((candidate) => ({ candidate, value: candidate }));
  const study = createComparison({
    ...{ candidates: ['one', 'two'], figure: 'loss', seed: 3, trials: 8, sampleSize: 0 },
    factors: [{ name: 'depth', levels }],
  });
  const { outcomes } = playStudy(study, (trial) => (trial.candidate === 'one' ? lossOf(trial) : 'diverged'));
  const { notices } = buildStudyRecord(
    inputFor(['one', 'two'], study, analyseComparison(study.settings, outcomes), outcomes),
  );
  expect(notices.filter(({ kind }) => kind === 'seeds')).toEqual([]);
});
