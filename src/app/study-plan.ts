/** @file Puts studies together from a checked experiment and its candidates: the same from a file and from a log. */
import { type Candidate, type Outcome, REPEATED_SPLITS } from '../core/index.js';
import type { CommonSettings, Study, StudyBaseline } from '../questions/common/plan/index.js';
import { analyseComparison, createComparison, type Factor } from '../questions/compare/plan/index.js';
import { analyseCurve, type CurveRequest, createCurve } from '../questions/curve/plan/index.js';
import { analyseMeasure, createMeasure, type MeasureRequest } from '../questions/measure/plan/index.js';
import type { StudyAnalysis } from '../report/index.js';
import type { SourcedExperiment } from './experiment-source.js';
import { dividingAnew, repeatsSplits } from './repeated-splits.js';

/** A study, and what it makes of its outcomes. */
export interface PlannedStudy {
  readonly study: Study<CommonSettings>;
  /** `baselines`: what its trainings are set beside; none by default. */
  analyse(outcomes: readonly Outcome[], baselines?: readonly StudyBaseline[]): StudyAnalysis;
}

/** What a study is told besides what the experiment and its candidates say. */
type Own<Request> = Omit<Request, keyof CommonSettings | 'pool' | 'sampleSize'>;
export type OwnOfMeasure = Own<MeasureRequest>;
export type OwnOfCurve = Own<CurveRequest>;

export interface StudySubject {
  readonly draft: Pick<SourcedExperiment['draft'], 'seed' | 'sample' | 'data'>;
  readonly candidates: readonly Candidate[];
  /** `loss`, or a metric. */
  readonly figure: string;
}

/** `pool`: examples that samples are drawn from; null where nobody can tell. @throws InputError as `createMeasure` does. */
export function planMeasure(subject: StudySubject, own: OwnOfMeasure, pool: number | null): PlannedStudy {
  const { vary, trials, crossed, repeats } = own;
  const sampleSize = subject.draft.sample;
  const study = createMeasure({ ...commonOf(subject), vary, trials, crossed, repeats, sampleSize, pool });
  return { study, analyse: (outcomes, baselines) => analyseMeasure(study.settings, outcomes, baselines) };
}

/** The same of a curve. @throws InputError as `createCurve` does. */
export function planCurve(subject: StudySubject, own: OwnOfCurve, pool: number | null): PlannedStudy {
  const { sizes, trials, criterion, spread, tolerance, adaptive } = own;
  const curve = createCurve({
    ...commonOf(subject),
    sizes,
    trials,
    criterion,
    spread,
    tolerance,
    adaptive,
    pool,
  });
  const study = replicating(subject, curve);
  return { study, analyse: (outcomes, baselines) => analyseCurve(study.settings, outcomes, baselines) };
}

/** @throws InputError as `createComparison` does. */
export function planComparison(subject: StudySubject, factors: readonly Factor[], trials: number): PlannedStudy {
  const study = replicating(
    subject,
    createComparison({ ...commonOf(subject), factors, trials, sampleSize: subject.draft.sample }),
  );
  return { study, analyse: (outcomes, baselines) => analyseComparison(study.settings, outcomes, baselines) };
}

/** Replicates of these studies divide the data anew where the experiment says so, as those of its race do. */
function replicating<Settings>({ draft }: StudySubject, study: Study<Settings>): Study<Settings> {
  if (!repeatsSplits(draft)) return study;
  return { ...dividingAnew(study), fixed: { ...study.fixed, ...REPEATED_SPLITS } };
}

function commonOf({ draft, candidates, figure }: StudySubject): CommonSettings {
  return { candidates: candidates.map(({ id }) => id), figure, seed: draft.seed };
}
