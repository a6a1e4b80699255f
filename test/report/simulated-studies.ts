/** @file Studies that never happened, for tests of what is reported about studies: made-up losses, analysed as real ones. */
import { type Outcome, type RunHeader, randomFrom } from '../../src/core/index.js';
import type { StudyBaseline } from '../../src/questions/common/plan/index.js';
import { analyseComparison, createComparison } from '../../src/questions/compare/plan/index.js';
import { analyseCurve, createCurve } from '../../src/questions/curve/plan/index.js';
import type { StudyAnalysis } from '../../src/questions/index.js';
import { analyseMeasure, createMeasure } from '../../src/questions/measure/plan/index.js';
import type { StudyInput } from '../../src/report/index.js';
import { type Played, playStudy } from '../questions/played-study.js';

const candidates = ['one', 'two'].map((id) => ({ id, label: `<${id}> & co`, configuration: { width: id.length } }));

const header: RunHeader = {
  name: 'simulated study',
  identity: 'f'.repeat(64),
  identityParts: {},
  seed: 3,
  plan: {},
  experiment: {},
  candidates,
};

const withEpochs = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) => ({
    ...outcome,
    lossPerEpoch: [4, 2, 1].map((factor) => factor * (1 + outcome.trial.streams.init / 50)),
  }));

/** The trivial baseline of both candidates at these sample sizes; none without a value. */
function trivialOf(value: number | undefined, sizes: readonly number[]): readonly StudyBaseline[] {
  if (value === undefined) return [];
  const both = { candidates: ['one', 'two'], name: 'mean', kind: 'trivial', replicates: 5 } as const;
  return sizes.map((sampleSize) => ({ ...both, sampleSize, value }));
}

export function inputOf(
  analysis: StudyAnalysis,
  outcomes: readonly Outcome[],
  plan: StudyInput['plan'],
  baselines: readonly StudyBaseline[] = [],
): StudyInput {
  return {
    ...{
      header,
      status: 'exhausted',
      plan,
      figure: 'loss',
      analysis,
      baselines,
      outcomes: withEpochs(outcomes),
      command: 'surefoot study',
    },
    stretches: [{ startedAt: '2026-03-01T10:00:00.000Z', seconds: 60, workers: 2, environment: { node: '20' } }],
    data: { name: 'simulated', hash: 'ab', simulated: true, split: { pool: 400 } },
    files: [{ name: 'report.html', content: 'this' }],
  };
}

export const common = { candidates: ['one', 'two'], figure: 'loss', seed: 3 };

function noisy(id: string, ...names: readonly number[]): number {
  return (id === 'one' ? 1 : 1.3) + 0.1 * randomFrom(id, ...names).normal();
}

/** `mean`: what its baseline has. */
export function measured(
  changes: { readonly deaf?: boolean; readonly bad?: boolean; readonly mean?: number } = {},
): StudyInput {
  const study = createMeasure({
    ...common,
    ...{ vary: ['init', 'sample'], trials: 12, crossed: [4], repeats: 1, sampleSize: 100, pool: 400 },
  });
  const { outcomes } = playStudy(study, ({ candidate, streams: { init, sample } }): Played => {
    if (changes.deaf) return 0.5;
    if (changes.bad && init === 5) return sample === 0 ? 'diverged' : 'failed';
    return noisy(candidate, init, sample);
  });
  const baselines = trivialOf(changes.mean, [100]);
  return inputOf(analyseMeasure(study.settings, outcomes, baselines), outcomes, study.description, baselines);
}

export function curved(mean?: number): StudyInput {
  const study = createCurve({
    ...common,
    ...{ sizes: [100, 200, 400], trials: 6, criterion: 'median', spread: 'std', adaptive: true, pool: 400 },
    tolerance: { criterion: 0.1, spread: 1 },
  });
  const { outcomes } = playStudy(study, ({ candidate, streams, fidelity: { sampleSize } }) =>
    candidate === 'two' && streams.init === 0 ? 'diverged' : noisy(candidate, streams.init) + 50 / sampleSize,
  );
  const baselines = trivialOf(mean, study.settings.sizes);
  return inputOf(analyseCurve(study.settings, outcomes, baselines), outcomes, study.description, baselines);
}

export function compared(mean?: number): StudyInput {
  const levels = common.candidates.map((candidate) => ({ candidate, value: `width ${candidate}` }));
  const study = createComparison({ ...common, factors: [{ name: 'width', levels }], trials: 12, sampleSize: 0 });
  const { outcomes } = playStudy(study, ({ candidate, streams }) => noisy(candidate, streams.init));
  const baselines = trivialOf(mean, [0]);
  return inputOf(analyseComparison(study.settings, outcomes, baselines), outcomes, study.description, baselines);
}

/** Eight levels of k whose losses are k and a little. */
export function stepped(trials: number): StudyInput {
  const values = Array.from({ length: 8 }, (_, index) => `k=${index + 1}`);
  const levels = values.map((value) => ({ candidate: value, value }));
  const study = createComparison({
    ...{ candidates: values, figure: 'loss', seed: 3, trials, sampleSize: 0 },
    factors: [{ name: 'k', levels }],
  });
  const { outcomes } = playStudy(
    study,
    ({ candidate, streams }) => values.indexOf(candidate) + 1 + 0.001 * randomFrom('k', streams.init).uniform(),
  );
  return inputOf(analyseComparison(study.settings, outcomes), outcomes, study.description);
}
