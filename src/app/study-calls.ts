/** @file Asks the studies that the library's functions name. */

import { WHOLE_CANDIDATE } from '../questions/compare/plan/index.js';
import { parseSizes } from '../questions/curve/plan/index.js';
import type { TrainFunction } from '../trainers/index.js';
import { sourceOf } from './experiment-source.js';
import { prepareComparison, prepareCurve, prepareMeasure, type StudyRequest } from './prepare-study.js';
import { aborted, planRunOptions, preparation } from './run-options.js';
import type { CompareOptions, CurveOptions, MeasureOptions, StudyFinding, StudyOptions } from './study-options.js';
import { type PreparedStudy, runStudy } from './study-run.js';

type Own<Options> = Required<Omit<Options, keyof StudyOptions>>;

export async function askMeasure<Space>(options: StudyOptions<Space>, own: Own<MeasureOptions>): Promise<StudyFinding> {
  return run(options, await prepareMeasure(sourceOf(options.experiment), { ...requestOf(options), ...own }));
}

export async function askCurve<Space>(
  options: StudyOptions<Space>,
  { sizes, tolerance, ...own }: Own<CurveOptions> & { readonly tolerance: { criterion: number; spread: number } },
): Promise<StudyFinding> {
  const request = { ...own, tolerance, sizes: typeof sizes === 'string' ? parseSizes(sizes) : sizes };
  return run(options, await prepareCurve(sourceOf(options.experiment), { ...requestOf(options), ...request }));
}

export async function askComparison<Space>(options: CompareOptions<Space>, trials: number): Promise<StudyFinding> {
  const { factors = [WHOLE_CANDIDATE], base } = options;
  const own = { factors, trials, ...(base === undefined ? {} : { base }) };
  return run(options, await prepareComparison(sourceOf(options.experiment), { ...requestOf(options), ...own }));
}

function requestOf<Space>(options: StudyOptions<Space>): StudyRequest {
  const { metric = 'loss', candidates, trainer } = options;
  return {
    figure: metric,
    ...preparation(options),
    ...(candidates === undefined ? {} : { candidates }),
    ...(trainer === undefined ? {} : { trainer: trainer as TrainFunction }),
  };
}

async function run<Space>(options: StudyOptions<Space>, prepared: PreparedStudy): Promise<StudyFinding> {
  const { status, conclusion } = await runStudy(prepared, planRunOptions(options));
  if (status === 'interrupted' || conclusion === null) throw aborted('study', options.out, 'Ask the same');
  return { status, record: conclusion.record };
}
