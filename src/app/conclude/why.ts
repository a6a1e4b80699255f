/** @file Why a candidate of a race stands where it does, from the log alone: its fold is gone through again, and each decision about the candidate is looked at. */
import { type Candidate, type InputError, inputError, nearestName } from '../../core/index.js';
import { isRunHeld } from '../../evidence/log/index.js';
import { type RaceReport, raceReportOf, type Why, whyOf } from '../../report/index.js';
import { questionOf, readRunLog } from '../folder/logged-run.js';
import type { CandidateListener } from '../questions/question-kind.js';
import { followQuestion } from './logged-question.js';

/**
 * Nothing is trained or written; of a run that goes on it tells what is known by now.
 * @param number - Of the question; the one that was asked last where absent.
 * @param name - Id or label of the candidate.
 * @throws InputError for a folder without a run, a question that is none of a race, and a candidate that takes no part.
 */
export function whyCandidate(folder: string, number: number | undefined, name: string): Why {
  return readRunLog(folder, (store) => {
    const question = questionOf(store, number ?? store.newestQuestion()?.number);
    const { candidates, plan } = question.header;
    if (plan.kind !== 'race') throw noRace(String(plan.kind));
    const named = candidates.find(({ id }) => id === name) ?? candidates.find(({ label }) => label === name);
    if (named === undefined) throw unknownCandidate(name, candidates);
    let history: CandidateListener | undefined;
    const followed = followQuestion(store, question, folder, (planned) => {
      history = planned.historyOf?.(named.id);
      return history?.listener;
    });
    const report = raceReportOf(followed.report(isRunHeld(folder) !== false)) as RaceReport;
    return whyOf(report.view, named, (history as CandidateListener).told());
  });
}

function noRace(kind: string): InputError {
  return inputError`why-race: --why tells about candidates of a race, and this question is of the kind ${kind}.
    Allowed: the question of a race
    Fix: Name one with --question; surefoot status lists them.`;
}

const MOST_NAMES = 6;

function unknownCandidate(name: string, candidates: readonly Candidate[]): InputError {
  const names = candidates.flatMap(({ id, label }) => (label === '' ? [id] : [id, label]));
  const near = nearestName(name, names);
  const shown = candidates.slice(0, MOST_NAMES).map(({ id, label }) => (label === '' ? id : `${id} (${label})`));
  const more = candidates.length - shown.length;
  return inputError`why-candidate: The race has no candidate "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}
    Allowed: ids, or names of settings: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}
    Fix: Correct the name. Of a space that is drawn from, what was not drawn takes no part.`;
}
