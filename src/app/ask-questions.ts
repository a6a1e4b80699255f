/** @file Asks the questions that the library's functions name. */
import { RunError } from '../core/index.js';
import { WHOLE_CANDIDATE } from '../questions/compare/plan/index.js';
import { parseSizes } from '../questions/curve/plan/index.js';
import type { TrainFunction } from '../trainers/index.js';
import { sourceOf } from './experiment-source.js';
import { guardListener } from './guarded-listener.js';
import { knownIn } from './known-evidence.js';
import { prepare } from './prepare.js';
import type { PlannedQuestion, QuestionKind } from './question-kind.js';
import { QUESTIONS } from './questions.js';
import { type RunQuestionOptions, runQuestion } from './run-question.js';
import type { RunOptions, Selection, SelectOptions } from './select-options.js';
import type { CompareOptions, CurveOptions, MeasureOptions, StudyFinding, StudyOptions } from './study-options.js';
import type { AskedStudy, PlannedStudyQuestion } from './study-question.js';

export async function askRace<Space>(options: SelectOptions<Space>): Promise<Selection> {
  const { budget, separate, ahead } = options;
  const asked = {
    ...(budget === undefined ? {} : { budget }),
    ...(separate === undefined ? {} : { separate }),
    ...(ahead === undefined ? {} : { ahead }),
  };
  const { status, report, model } = await ask(QUESTIONS.race, options, asked, ['race', 'Call select']);
  return { status, result: report.record, model };
}

type Own<Options> = Required<Omit<Options, keyof StudyOptions>>;

export function askMeasure<Space>(options: StudyOptions<Space>, own: Own<MeasureOptions>): Promise<StudyFinding> {
  return askStudy(QUESTIONS.measure, options, own);
}

export function askCurve<Space>(
  options: StudyOptions<Space>,
  { sizes, tolerance, ...own }: Own<CurveOptions> & { readonly tolerance: { criterion: number; spread: number } },
): Promise<StudyFinding> {
  const listed = typeof sizes === 'string' ? parseSizes(sizes) : sizes;
  return askStudy(QUESTIONS.curve, options, { ...own, tolerance, sizes: listed });
}

export function askComparison<Space>(options: CompareOptions<Space>, trials: number): Promise<StudyFinding> {
  const { factors = [WHOLE_CANDIDATE], base } = options;
  return askStudy(QUESTIONS.compare, options, { factors, trials, ...(base === undefined ? {} : { base }) });
}

async function askStudy<Space, OwnOfKind>(
  kind: QuestionKind<AskedStudy & OwnOfKind, PlannedStudyQuestion>,
  options: StudyOptions<Space>,
  own: OwnOfKind,
): Promise<StudyFinding> {
  const { metric = 'loss', candidates, budget } = options;
  const asked = {
    figure: metric,
    ...(budget === undefined ? {} : { budget }),
    ...(candidates === undefined ? {} : { candidates }),
    ...own,
  };
  const { status, report } = await ask(kind, options, asked, ['study', 'Ask the same']);
  return { status, record: report.record };
}

async function ask<Space, Asked, Planned extends PlannedQuestion>(
  kind: QuestionKind<Asked, Planned>,
  options: RunOptions<Space>,
  asked: Asked,
  [what, again]: readonly [what: string, again: string],
) {
  const { experiment, trainer, workers, out, fresh } = options;
  const train = trainer as TrainFunction | undefined;
  const use = { workers, train, known: knownIn(out, { fresh }) };
  const prepared = await prepare(kind, sourceOf(experiment), asked, use);
  const { status, concluded } = await runQuestion(prepared, runOptionsOf(options));
  if (status === 'interrupted') {
    throw new RunError({
      code: 'interrupted',
      what: `The ${what} was aborted before it ended.`,
      fix: out === undefined ? 'Give `out` to be able to resume.' : `${again} with out: '${out}' again to resume.`,
    });
  }
  return { status, ...concluded };
}

function runOptionsOf<Space>(options: RunOptions<Space>): RunQuestionOptions {
  const { out, fresh, retryFailed, acceptChangedCode, workersAt, workers, signal, onEvent } = options;
  return {
    ...(out === undefined ? {} : { folder: out }),
    ...(fresh === undefined ? {} : { fresh }),
    ...(retryFailed === undefined ? {} : { retryFailed }),
    ...(acceptChangedCode === undefined ? {} : { acceptChangedCode }),
    ...(workersAt === undefined ? {} : { workersAt: { address: workersAt, localPlaces: workers ?? 0 } }),
    signal: signal ?? new AbortController().signal,
    onEvent: guardListener(onEvent ?? (() => {})),
  };
}
