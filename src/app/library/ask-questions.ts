/** @file Asks the questions that the library's functions name. */
import { defined, inLibraryWords, type JsonObject, runError, SurefootError } from '../../core/index.js';
import type { AssureAnalysis } from '../../questions/assure/plan/index.js';
import type { StudyKind } from '../../questions/common/index.js';
import {
  AGAINST_TRIALS,
  type KeepAsked,
  STUDIES,
  type StudyAnalysis,
  type StudyName,
  type StudyOwn,
} from '../../questions/index.js';
import type { KeepAnalysis } from '../../questions/keep/plan/index.js';
import type { PrintedAnswer } from '../../report/index.js';
import type { Propose } from '../../search/index.js';
import type { TrainFunction } from '../../trainers/index.js';
import { type SourcedExperiment, sourceOf, takeExperimentValue } from '../ask/experiment-source.js';
import { begunFrom } from '../ask/found/from.js';
import { knownIn } from '../folder/logged-run.js';
import type { PlannedQuestion, QuestionKind } from '../questions/question-kind.js';
import { prepare, QUESTIONS } from '../questions/questions.js';
import type { AskedStudy, PlannedStudyQuestion } from '../questions/study-question.js';
import { type PlanRunEvent, type RunQuestionOptions, runQuestion } from '../run/run-question.js';
import { assuredSubject, changeAgainst, chosenIn } from './against.js';
import { checkOptionsOf, readToldOptions, STUDY_OF_ONE_OPTIONS, STUDY_OPTIONS } from './library-options.js';
import {
  type AssureFinding,
  type AssureOptions,
  type ChangeFinding,
  type ChangeOptions,
  type KeepFinding,
  type KeepOptions,
  type Selection,
  type SelectOptions,
  type SelectRunOptions,
  StoppedError,
  type StudyFinding,
  type StudyOptions,
} from './options.js';

export async function askRace<Space, Spaces>(options: SelectOptions<Space, Spaces>): Promise<Selection> {
  checkOptionsOf('select', options);
  const { budget, separate, reliability, ahead } = options;
  const propose = options.propose as Propose | undefined;
  const { out, fresh } = options;
  const { source, from } = await begunFrom(sourceOf(options.experiment), options.from, { folder: out, fresh });
  const asked = defined({ budget, separate, reliability, ahead, propose, from });
  const again: AskedAgain = ['race', 'Call select'];
  const { status, report, model, missing } = await ask(QUESTIONS.race, source, options, asked, again);
  // A race is no question that is answered: no.
  return { status: status as Selection['status'], result: report.record, model, missing };
}

export async function askStudy<Name extends StudyName, Space, Spaces>(
  name: Name,
  options: StudyOptions<Space, Spaces>,
): Promise<StudyFinding> {
  const study: StudyKind<unknown, StudyAnalysis> = STUDIES[name];
  const own = readToldOptions(name, options, study, STUDY_OPTIONS) as StudyOwn<Name>;
  const { metric = 'loss', candidates, budget } = options;
  const asked = { figure: metric, ...defined({ budget, candidates }), ...(own as object) } as AskedStudy &
    StudyOwn<Name>;
  const kind: QuestionKind<AskedStudy & StudyOwn<Name>, PlannedStudyQuestion> = QUESTIONS[name];
  const { status, report, missing } = await ask(kind, sourceOf(options.experiment), options, asked, AS_STUDY);
  return { status, record: report.record, missing };
}

/** Asks `assure` of an experiment, or of the folder of a run. */
export async function askAssurance<Space, Spaces>(options: AssureOptions<Space, Spaces>): Promise<AssureFinding> {
  const own = readToldOptions('assure', options, STUDIES.assure, STUDY_OF_ONE_OPTIONS);
  const { metric = 'loss', budget } = options;
  const { source, candidates, ...subject } = subjectOf(options);
  const asked = { figure: metric, ...defined({ budget, candidates }), ...own };
  const { status, report, missing } = await ask(QUESTIONS.assure, source, { ...options, ...subject }, asked, AS_STUDY);
  const { findings, headline } = report.record;
  return { status, record: report.record, missing, verdict: (findings as AssureAnalysis).verdict, headline };
}

/** Asks whether one candidate is better than another one. */
export async function askChange<Space, Spaces>(options: ChangeOptions<Space, Spaces>): Promise<ChangeFinding> {
  checkOptionsOf('assureChange', options);
  const { against, againstCandidate, trainer, budget, trials } = options;
  const { source, candidates, ...subject } = subjectOf(options);
  const place = typeof against === 'string' ? against : 'old';
  const before =
    typeof against === 'string' ? assuredSubject(against) : { source: sourceOf(against), folder: undefined };
  const old = { ...before, candidate: againstCandidate, place };
  const change = await changeAgainst(source, old, trainer as TrainFunction | undefined);
  const asked = { ...change, trials: trials ?? AGAINST_TRIALS, ...defined({ budget, candidates }) };
  const { status, report, missing } = await ask(QUESTIONS.keep, source, { ...options, ...subject }, asked, AS_STUDY);
  const { findings, headline } = report.record;
  return { status, record: report.record, missing, verdict: (findings as KeepAnalysis).verdict, headline };
}

/** Asks whether a configuration takes the place of another one, as a session of changes does. */
export async function askKeep<Configuration extends JsonObject>(
  options: KeepOptions<Configuration>,
): Promise<KeepFinding> {
  const { baseline, candidate, train, metric, seed, ...own } = checkOptionsOf('keep', options);
  const { criterion, direction, error, smallest, trials, budget } = own as Omit<KeepAsked, 'against'> &
    Pick<KeepOptions, 'budget'>;
  const figure = (metric as string | undefined) ?? 'loss';
  const source = takeExperimentValue({
    ...{ name: 'keep', space: { value: candidate as JsonObject }, failures: { retries: 0 } },
    ...defined({ seed: seed as number | undefined }),
  });
  const against = { name: 'baseline', configuration: baseline as JsonObject };
  const asked = { figure, criterion, against, ...defined({ direction, error, smallest, trials, budget }) };
  const run = { ...options, trainer: train as TrainFunction };
  const { status, report, missing } = await ask(QUESTIONS.keep, source, run, asked, ['question', 'Ask the same']);
  const { findings, headline } = report.record;
  const { verdict, sure, gain, interval } = findings as KeepAnalysis;
  const ends = 'low' in interval ? ([interval.low, interval.high] as const) : null;
  return { ...{ status, record: report.record, missing, verdict, headline }, ...{ sure, gain, interval: ends } };
}

/** What a question about one candidate is asked of: the run folder, and the candidate that it is about. */
function subjectOf<Space, Spaces>({
  experiment,
  out,
  candidate,
}: Pick<AssureOptions<Space, Spaces>, 'experiment' | 'out' | 'candidate'>) {
  const found = typeof experiment === 'string' ? assuredSubject(experiment, out) : undefined;
  const folder = out ?? (found?.isRun === true ? found.folder : undefined);
  const name = candidate ?? (folder === undefined ? undefined : chosenIn(folder));
  return {
    source: found?.source ?? sourceOf(experiment),
    candidates: name === undefined ? undefined : [name],
    ...defined({ out: folder }),
  };
}

type AskedAgain = readonly [what: string, again: string];
const AS_STUDY: AskedAgain = ['study', 'Ask the same'];

async function ask<Space, Asked, Planned extends PlannedQuestion>(
  kind: QuestionKind<Asked, Planned>,
  source: SourcedExperiment,
  options: Omit<SelectRunOptions<Space>, 'experiment'>,
  asked: Asked,
  [what, again]: AskedAgain,
) {
  const { trainer, workers, out, fresh } = options;
  const train = trainer as TrainFunction | undefined;
  const use = { workers, train, known: knownIn(out, { fresh }) };
  const prepared = await prepare(kind, source, asked, use);
  let claim: PrintedAnswer | undefined;
  const { onEvent, ...runOptions } = runOptionsOf(options);
  const listening = (event: PlanRunEvent) => {
    if (event.kind === 'claimed') claim = event.answer;
    onEvent(event);
  };
  const { status, concluded } = await runQuestion(prepared, { ...runOptions, onEvent: listening }).catch((error) => {
    throw claim === undefined ? error : withClaim(error, claim);
  });
  if (status === 'interrupted') {
    const fix = out === undefined ? 'Give `out` to be able to resume' : `${again} with out: '${out}' again to resume`;
    throw new StoppedError(
      {
        code: 'interrupted',
        what: `The ${what} was stopped before it ended.`,
        fix: `${fix}; \`record\` of this error has what was finished.`,
        cause: options.signal?.reason,
      },
      (concluded?.report.record ?? null) as StoppedError['record'],
    );
  }
  return { status, ...concluded };
}

/** Whatever went wrong since: it has its answer. */
function withClaim(cause: unknown, { headline }: PrintedAnswer): unknown {
  if (!(cause instanceof SurefootError)) return cause;
  const { code, what, fix } = cause;
  return runError`${code}: ${what} It has its answer: ${headline}.
    Fix: ${fix}
    Cause: ${cause}`;
}

function runOptionsOf<Space>(options: Omit<SelectRunOptions<Space>, 'experiment'>): RunQuestionOptions {
  const { out, fresh, retryFailed, acceptChangedCode, workersAt, workers, signal, onEvent } = options;
  return {
    ...defined({ folder: out, fresh, retryFailed, acceptChangedCode }),
    ...(workersAt === undefined ? {} : { workersAt: { address: workersAt, localPlaces: workers ?? 0 } }),
    signal: signal ?? new AbortController().signal,
    onEvent: guardListener((event) => onEvent?.(toldEvent(event))),
  };
}

function toldEvent(event: PlanRunEvent): PlanRunEvent {
  return event.kind === 'warning' || event.kind === 'forecast' ? { ...event, text: inLibraryWords(event.text) } : event;
}

/** Calls the listener; what it throws, or rejects with, is a warning of the process, once. */
function guardListener<Event>(listener: (event: Event) => unknown): (event: Event) => void {
  let isTold = false;
  const tell = (error: unknown): void => {
    if (isTold) return;
    isTold = true;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.emitWarning(
      `onEvent threw; the run goes on, and later errors of it are not shown: ${text}`,
      'SurefootWarning',
    );
  };
  return (event) => {
    try {
      const answer = listener(event);
      if (answer instanceof Promise) answer.catch(tell);
    } catch (error) {
      tell(error);
    }
  };
}
