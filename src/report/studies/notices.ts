/** @file Warns readers of a study: of seeds that do nothing, a pool that is too small, trials that failed. */
import { formatCount, formatQuantity, formatShare } from '../number-text.js';
import { nameCandidates, shortName } from '../view/candidate-names.js';
import {
  circumstanceNotices,
  divisionTexts,
  nameSome,
  type RunNotice,
  sentenceOf,
  simulationNotices,
} from '../view/run-notices.js';
import { studyBaselineNotices } from './beside-baselines.js';
import { howFailuresCount, neverWorkedStudyNotices } from './lost-in-study.js';
import type { StudyInput } from './study-input.js';
import { namedSets, wordsOf } from './study-kinds.js';
import { EQUAL_SEEDS } from './study-words.js';

export type StudyNotice = RunNotice;

export function noticesOfStudy(input: StudyInput): readonly StudyNotice[] {
  return [
    ...studyBaselineNotices(input),
    ...powerNotices(input),
    ...neverWorkedStudyNotices(input),
    ...unfinishedNotices(input),
    ...seedNotices(input),
    ...accidentNotices(input),
    ...simulationNotices(input),
    ...poolNotices(input),
    ...divisionTexts(input.header.plan).map((text) => ({ kind: 'pool', text }) as const),
    ...circumstanceNotices({ ...input, code: input.code ?? null, notices: input.notices ?? [] }),
  ];
}

/** Of a study that has more to train: sentences without full stop. */
const UNFINISHED: Readonly<Partial<Record<StudyInput['status'], string>>> = {
  budget: 'The budget ended before all trainings were done: with a larger one the same command goes on',
  interrupted: 'The study was interrupted: the same command goes on, and no finished training is lost',
  running: 'The study goes on: these figures rest on the outcomes so far',
};

const UNANSWERED = 'The trainings ended before the question was answered: with more of them the same command goes on';

/** Undefined of a study that has ended by itself. */
export function unfinishedText({ status, analysis }: Pick<StudyInput, 'status' | 'analysis'>): string | undefined {
  return status === 'budget' && wordsOf(analysis).endsItself ? UNANSWERED : UNFINISHED[status];
}

function unfinishedNotices(input: StudyInput): RunNotice[] {
  const text = unfinishedText(input);
  return text === undefined ? [] : [{ kind: 'unfinished', text: sentenceOf(text) }];
}

/** Equal losses under different seeds, and different ones under equal seeds. */
function seedNotices({ analysis, header }: StudyInput): RunNotice[] {
  const names = nameCandidates(header.candidates);
  const ignored = namedSets(analysis, header)
    .filter(
      ({ set, distribution: { identical, losses } }) => set !== EQUAL_SEEDS && identical && isFiniteFigure(losses),
    )
    .map(
      ({ candidate, subject = shortName(names, candidate), set, distribution }) =>
        `${subject}, ${set} (${formatQuantity(distribution.losses.length, 'training')})`,
    );
  const texts = [
    ...(ignored.length === 0
      ? []
      : [
          `Different seeds gave exactly the same loss: ${nameSome(ignored, 6)}. The trainer does not use these seeds, so there is no spread to speak of.`,
        ]),
    ...(wordsOf(analysis).seedNotices?.(analysis) ?? []),
  ];
  return texts.map((text) => ({ kind: 'seeds', text }));
}

/** Trainings that all diverged have equal losses, whatever they did with their seeds. */
function isFiniteFigure([first]: readonly number[]): boolean {
  return Number.isFinite(first);
}

/** Of a finished study that more trainings would settle. */
function powerNotices(input: StudyInput): RunNotice[] {
  const { analysis, figure, header, status } = input;
  if (status !== 'exhausted' && status !== 'decided') return [];
  const { next, open } = wordsOf(analysis);
  const step = next?.(analysis, input, undefined);
  if (!step?.needsMore) return [];
  const names = nameCandidates(header.candidates);
  const texts = open?.(analysis, figure, (id) => shortName(names, id)) ?? [];
  const run = step.command === null ? [] : [`Run: ${step.command}`];
  return [{ kind: 'power', text: [...texts, sentenceOf(step.why), ...run].join(' ') }];
}

function poolNotices({ analysis }: StudyInput): RunNotice[] {
  const pool = wordsOf(analysis).pool(analysis);
  if (pool === null || pool.seen > 0.99) return [];
  const { sampleSize, pool: size, seen, samples } = pool;
  const consequence =
    seen <= 0
      ? 'every sample is the same and sampling brings no variance at all'
      : `sampling brings about ${formatShare(seen)} of the variance that fresh examples would (1 - n/N); its standard deviation is understated by about ${formatShare(1 - Math.sqrt(seen))}`;
  return [
    {
      kind: 'pool',
      text: `${samples} of ${formatCount(sampleSize)} are drawn from a pool of ${formatCount(size)}: ${consequence}.`,
    },
  ];
}

/** How many there are is said before the finding. A kind that tells of accidents itself also tells how they count. */
function accidentNotices(input: StudyInput): RunNotice[] {
  const texts = wordsOf(input.analysis).accidents?.(input.analysis) ?? howFailuresCount(input);
  return texts.map((text) => ({ kind: 'unstable', text }));
}
