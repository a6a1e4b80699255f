/** @file What a study came to: its sentence, its facts and what to do next. */

import { begunText, othersOfEffort } from '../answer/cost.js';
import { formatCount, formatDuration, formatValue } from '../number-text.js';
import { countOutcomes } from '../result/run-facts.js';
import { type Fact, RANKS, type Shown } from '../shown/shown.js';
import { nameCandidates, shortName } from '../view/candidate-names.js';
import { divergedAdvice } from '../view/ending-words.js';
import type { RunNotice } from '../view/run-notices.js';
import { studyBaselineNotices, studyBaselineStatements } from './beside-baselines.js';
import { sessionTexts } from './keep-session.js';
import { endingsPhrase, hasNothingWorked, neverWorkedPhrase, nothingWorkedText } from './lost-in-study.js';
import { noticesOfStudy, unfinishedText } from './notices.js';
import type { StudyInput } from './study-input.js';
import { namedSets, wordsOf } from './study-kinds.js';
import type { StudyStep } from './study-words.js';

/** `Open`: what these trainings cannot tell. `Basis`: what baselines have, and what else it rests on. */
export function shownStudy(input: StudyInput, folder = input.folder): Shown {
  const { header, analysis, figure } = input;
  const names = nameCandidates(header.candidates);
  const words = wordsOf(analysis);
  const works = !hasNothingWorked(input);
  // Where nothing worked or differs, there is nothing to say beside that.
  const hasFound = works && nothingDiffers(input) === undefined;
  const told = [analysis, figure, (id: string) => shortName(names, id)] as const;
  const facts = (label: string, rank: number, texts: readonly string[] = []): readonly Fact[] =>
    texts.map((text) => ({ label, text, rank }));
  const open = hasFound ? words.open?.(...told) : [];
  const notices = [
    ...studyBaselineNotices(input, words.unbeaten?.(analysis)),
    ...noticesOfStudy(input).filter(({ kind }) => !SAID.has(kind)),
  ];
  const next = nextStep(input, folder, hasFound);
  return {
    title: null,
    label: 'Finding',
    tone: !works ? 'bad' : open?.length || next?.needsMore ? 'open' : 'sure',
    sentence: `${headlineOfStudy(input)}.`,
    facts: [
      ...facts('Open', RANKS.open, open),
      ...facts('Session', RANKS.open, input.session === undefined ? [] : sessionTexts(input.session)),
      ...notices.map(({ kind, text }) => ({ label: 'Note', text, notice: kind, rank: RANKS.note })),
      ...facts('Also', RANKS.also, hasFound ? words.also?.(...told) : []),
      ...facts('Basis', RANKS.also, [
        ...studyBaselineStatements(input),
        ...(hasFound ? (words.rests?.(analysis) ?? []) : []),
      ]),
      { label: 'Cost', text: `${costText(input)}.` },
    ],
    next: next === null ? [] : [next],
  };
}

/** What the other parts of an answer say. */
const SAID: ReadonlySet<RunNotice['kind']> = new Set(['baseline', 'never-worked', 'power', 'unfinished']);

/** `64 trainings (63 in the study, 1 to check the seeds), 3.0 s of training`. */
function costText({ outcomes, beside, status }: StudyInput): string {
  const trials = countOutcomes(outcomes, beside);
  const seconds = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
  const others = othersOfEffort({ trials, status });
  const parts = others.length === 0 ? '' : ` (${[`${formatCount(trials.used)} in the study`, ...others].join(', ')})`;
  return `${begunText(trials)}${parts}, ${formatDuration(seconds)} of training`;
}

function nextStep(input: StudyInput, folder: string | undefined, hasFound: boolean): StudyStep | null {
  const { status, command } = input;
  if (status === 'running') return null;
  const { next, endsItself } = wordsOf(input.analysis);
  if (hasNothingWorked(input)) {
    if (input.outcomes.every(({ status: ended }) => ended === 'diverged'))
      return { command: null, why: divergedAdvice(input.header) };
    return { command, why: 'Correct what the trainings failed with, and run the same command again' };
  }
  const unfinished = unfinishedText(input);
  if (unfinished !== undefined && !(endsItself && status === 'budget')) return { command, why: unfinished };
  return hasFound ? (next?.(input.analysis, input, folder) ?? null) : null;
}

/** One line, no full stop at its end. */
export function headlineOfStudy(input: StudyInput): string {
  if (hasNothingWorked(input)) return nothingWorkedText(input);
  const { header, analysis, figure } = input;
  const names = nameCandidates(header.candidates);
  const nameOf = (id: string) => shortName(names, id);
  const finding = nothingDiffers(input) ?? wordsOf(analysis).finding(analysis, figure, nameOf);
  // A label, and no name that must stay as it is.
  const found = finding.replace(/^the only candidate/, 'The only candidate');
  const told = [...endingsPhrase(input, nameOf), found].join('. ');
  return [told, ...neverWorkedPhrase(input, nameOf)].join('; ');
}

/** Where a study has nothing to go by; undefined where two figures of those that it rests on differ. */
function nothingDiffers({ analysis, header, figure }: StudyInput): string | undefined {
  if (wordsOf(analysis).endsItself) return undefined;
  const losses = namedSets(analysis, header).flatMap(({ distribution }) => distribution.losses);
  const [first] = losses;
  if (first === undefined || losses.length < 2 || !Number.isFinite(first)) return undefined;
  if (losses.some((loss) => loss !== first)) return undefined;
  return `All ${formatCount(losses.length)} trainings gave the same ${figure} (${formatValue(first)}), so that nothing can be told apart`;
}
