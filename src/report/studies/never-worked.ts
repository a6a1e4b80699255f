/** @file Candidates of a study that never worked: what they failed with, in the record, in the headline and in a notice. */
import { isFailure, type Outcome } from '../../core/index.js';
import { neverWorkedAmong } from '../../questions/common/plan/index.js';
import { lostWord } from '../answer/lost-trainings.js';
import { formatQuantity } from '../number-text.js';
import type { ResultNeverWorked } from '../result/figure-schema.js';
import { neverWorkedRecord, neverWorkedText } from '../result/never-worked.js';
import { failuresText } from '../view/never-worked-view.js';
import { nameSome, type RunNotice } from '../view/run-notices.js';
import type { StudyInput } from './study-input.js';
import { wordsOf } from './study-kinds.js';

type Tried = Pick<StudyInput, 'header' | 'outcomes'>;

const MOST_NAMES = 3;

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
