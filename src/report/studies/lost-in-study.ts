/** @file Trainings of a study that were lost: how they ended, said before anything that was found; and candidates that never worked. */

import { isFailure, type Outcome } from '../../core/index.js';
import { endingsOf, neverWorkedAmong, type StudyEndings } from '../../questions/common/plan/index.js';
import { type Endings, lostOf } from '../../stats/index.js';
import { formatQuantity } from '../number-text.js';
import type { ResultNeverWorked } from '../result/figure-schema.js';
import { failuresText, neverWorkedRecord, neverWorkedText } from '../result/never-worked.js';
import { endingsText, lostWord } from '../view/ending-words.js';
import { nameSome, type RunNotice } from '../view/run-notices.js';
import type { StudyInput } from './study-input.js';
import { wordsOf } from './study-kinds.js';

type Tried = Pick<StudyInput, 'header' | 'outcomes'>;

export function neverWorkedInStudy({ header: { candidates }, outcomes }: Tried): readonly ResultNeverWorked[] {
  const ids = neverWorkedAmong(
    candidates.map(({ id }) => id),
    outcomes,
  );
  return candidates
    .filter(({ id }) => ids.includes(id))
    .map((candidate) =>
      neverWorkedRecord(
        candidate,
        outcomes.filter(({ trial }) => trial.candidate === candidate.id),
      ),
    );
}

/** Nothing that was trained gave a figure, so that there is nothing to find; where what diverged counts, it is an answer. */
export function hasNothingWorked({ header: { candidates }, outcomes, analysis }: StudyInput): boolean {
  const tried = new Set(outcomes.map(({ trial }) => trial.candidate));
  const isNothing = (outcome: Outcome): boolean =>
    wordsOf(analysis).accidents === undefined ? outcome.status !== 'completed' : isFailure(outcome);
  return candidates.every(({ id }) => tried.has(id)) && outcomes.every(isNothing);
}

/** The headline where nothing worked, no full stop at its end. */
export function nothingWorkedText(input: StudyInput): string {
  const neverWorked = neverWorkedInStudy(input);
  const errors = [...new Set(neverWorked.map(failuresText))];
  const { header, outcomes } = input;
  const failed = outcomes.filter(isFailure).length;
  const how = lostWord({ failed, diverged: outcomes.length - failed });
  const why = errors.length === 0 ? '' : `. ${nameSome(errors, MOST_NAMES)}`;
  return `Nothing worked: all ${formatQuantity(outcomes.length, 'training')} of ${formatQuantity(header.candidates.length, 'candidate')} ${how}${why}`;
}

/** What the headline adds, no full stop at its end: `c1 (layer=lstm) never worked (TypeError: no such layer)`. */
export function neverWorkedPhrase(input: Tried, nameOf: (id: string) => string): string[] {
  const neverWorked = neverWorkedInStudy(input);
  if (neverWorked.length === 0) return [];
  const errors = [...new Set(neverWorked.map(failuresText))];
  const names = nameSome(
    neverWorked.map(({ candidate }) => nameOf(candidate)),
    MOST_NAMES,
  );
  return [`${names} never worked (${nameSome(errors, MOST_NAMES)})`];
}

export function neverWorkedStudyNotices(input: StudyInput): RunNotice[] {
  if (hasNothingWorked(input)) return [];
  const text = neverWorkedText(neverWorkedInStudy(input), input.header.candidates.length);
  return text === undefined ? [] : [{ kind: 'never-worked', text: `${text}.` }];
}

const MOST_NAMES = 3;

/** Of candidates that worked; of the others all is said. */
export function endingsInStudy(input: StudyInput): readonly StudyEndings[] {
  const left = new Set(neverWorkedInStudy(input).map(({ candidate }) => candidate));
  const ids = input.header.candidates.map(({ id }) => id).filter((id) => !left.has(id));
  return endingsOf(ids, input.outcomes, input, input.baselines ?? []);
}

/** `6 of 40 trainings failed, 1 collapsed (relu 5, elu 2)`, no full stop at its end; nothing where all came out. */
export function endingsPhrase(input: StudyInput, nameOf: (id: string) => string): string[] {
  const all = endingsInStudy(input);
  const total: Endings = totalOf(all);
  if (lostOf(total) === 0) return [];
  const whose = all.filter((one) => lostOf(one) > 0).map((one) => `${nameOf(one.candidate)}: ${lostOf(one)}`);
  const names = all.length === 1 ? '' : ` (${nameSome(whose, MOST_NAMES)})`;
  return [`${endingsText(total, 'training')}${names}`];
}

function totalOf(all: readonly StudyEndings[]): Omit<StudyEndings, 'candidate'> {
  const sum = (of: keyof Omit<StudyEndings, 'candidate'>) => all.reduce((total, one) => total + one[of], 0);
  return { begun: sum('begun'), failed: sum('failed'), collapsed: sum('collapsed'), counted: sum('counted') };
}

/** How they count, as a whole sentence; nothing where all came out. */
export function howFailuresCount(input: StudyInput): string[] {
  const { begun, failed, counted } = totalOf(endingsInStudy(input));
  const leftOut = begun - counted;
  if (failed === 0 && leftOut === 0) return [];
  if (leftOut === 0) return ['What failed counts as the worst there is.'];
  const left = `${formatQuantity(leftOut, 'training')} ${leftOut === 1 ? 'is' : 'are'} left out, as \`failures\` says`;
  return [`${left}${failed > leftOut ? '; what else failed counts as the worst there is' : ''}.`];
}
