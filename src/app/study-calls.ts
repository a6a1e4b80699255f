/** @file Asks the studies that the library's functions name. */
import { RunError } from '../core/index.js';
import { parseSizes, WHOLE_CANDIDATE } from '../studies/index.js';
import type { TrainFunction } from '../trainers/index.js';
import { readExperimentFile, type SourcedExperiment, takeExperimentValue } from './experiment-source.js';
import { guardListener } from './guarded-listener.js';
import { knownIn } from './known-evidence.js';
import { prepareComparison, prepareCurve, prepareMeasure, type StudyRequest } from './prepare-study.js';
import type { CompareOptions, CurveOptions, MeasureOptions, StudyFinding, StudyOptions } from './study-options.js';
import { type PreparedStudy, runStudy } from './study-run.js';

type Own<Options> = Required<Omit<Options, keyof StudyOptions>>;

export async function askMeasure<Space>(options: StudyOptions<Space>, own: Own<MeasureOptions>): Promise<StudyFinding> {
  return run(options, await prepareMeasure(sourceOf(options), { ...requestOf(options), ...own }));
}

export async function askCurve<Space>(
  options: StudyOptions<Space>,
  { sizes, tolerance, ...own }: Own<CurveOptions> & { readonly tolerance: { criterion: number; spread: number } },
): Promise<StudyFinding> {
  const request = { ...own, tolerance, sizes: typeof sizes === 'string' ? parseSizes(sizes) : sizes };
  return run(options, await prepareCurve(sourceOf(options), { ...requestOf(options), ...request }));
}

export async function askComparison<Space>(options: CompareOptions<Space>, trials: number): Promise<StudyFinding> {
  const { factors = [WHOLE_CANDIDATE], base } = options;
  const own = { factors, trials, ...(base === undefined ? {} : { base }) };
  return run(options, await prepareComparison(sourceOf(options), { ...requestOf(options), ...own }));
}

function sourceOf<Space>({ experiment }: StudyOptions<Space>): SourcedExperiment {
  return typeof experiment === 'string' ? readExperimentFile(experiment) : takeExperimentValue(experiment);
}

function requestOf<Space>(options: StudyOptions<Space>): StudyRequest {
  const { metric = 'loss', candidates, trainer, workers, budget, out, fresh } = options;
  return {
    figure: metric,
    known: knownIn(out, { fresh }),
    ...(candidates === undefined ? {} : { candidates }),
    ...(trainer === undefined ? {} : { trainer: trainer as TrainFunction }),
    ...(workers === undefined ? {} : { workers }),
    ...(budget === undefined ? {} : { budget }),
  };
}

async function run<Space>(options: StudyOptions<Space>, prepared: PreparedStudy): Promise<StudyFinding> {
  const { out, fresh, retryFailed, acceptChangedCode, signal, onEvent } = options;
  const { status, conclusion } = await runStudy(prepared, {
    ...(out === undefined ? {} : { folder: out }),
    ...(fresh === undefined ? {} : { fresh }),
    ...(retryFailed === undefined ? {} : { retryFailed }),
    ...(acceptChangedCode === undefined ? {} : { acceptChangedCode }),
    signal: signal ?? new AbortController().signal,
    onEvent: guardListener(onEvent ?? (() => {})),
  });
  if (status !== 'interrupted' && conclusion !== null) return { status, record: conclusion.record };
  throw new RunError({
    code: 'interrupted',
    what: 'The study was aborted before it ended.',
    fix: out === undefined ? 'Give `out` to be able to resume.' : `Ask the same with out: '${out}' again to resume.`,
  });
}
