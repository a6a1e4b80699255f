/** @file Candidates of a study that never worked: what they failed with, in the record, in the headline and in a notice. */
import { neverWorkedAmong } from '../../questions/common/plan/index.js';
import { formatQuantity } from '../number-text.js';
import type { ResultNeverWorked } from '../result/answer-schema.js';
import { neverWorkedRecord, neverWorkedText } from '../result/never-worked.js';
import { failuresText } from '../view/never-worked-view.js';
import { nameSome, type RunNotice } from '../view/run-notices.js';
import type { StudyInput } from './study-input.js';

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

/** Nothing that was trained worked, so that there is nothing to find. */
export function hasNothingWorked({ header: { candidates }, outcomes }: Tried): boolean {
  const ids = candidates.map(({ id }) => id);
  return outcomes.length > 0 && neverWorkedAmong(ids, outcomes).length === ids.length;
}

/** The headline where nothing worked, no full stop at its end. */
export function nothingWorkedText(input: Tried): string {
  const neverWorked = neverWorkedInStudy(input);
  const errors = [...new Set(neverWorked.map(failuresText))];
  const whose = formatQuantity(neverWorked.length, 'candidate');
  return `Nothing worked: all ${formatQuantity(input.outcomes.length, 'training')} of ${whose} failed. ${nameSome(errors, MOST_NAMES)}`;
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

export function neverWorkedStudyNotices(input: Tried): RunNotice[] {
  if (hasNothingWorked(input)) return [];
  const text = neverWorkedText(neverWorkedInStudy(input), input.header.candidates.length);
  return text === undefined ? [] : [{ kind: 'never-worked', text: `${text}.` }];
}
