/** @file Says what came of a race in one sentence: the verdict, no more and no less. */
import { formatQuantity } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import { unbeatenText } from './baseline-words.js';
import { claimedValueText, criterionPhrase, metricsText } from './choice-words.js';
import { effortText } from './effort-words.js';
import { comparedCount } from './never-worked-view.js';
import type { Telling } from './telling.js';
import { fieldText, neverTried, type Predicate, predicateOf, rivalsText, verdictText } from './verdict-words.js';

/** The parts of the headline, none with a full stop at its end. */
export interface Headline {
  /** That the choice is no better than nothing: comes before everything else; null where it is better. */
  readonly warning: string | null;
  /** Its name, with the id; null where nobody is chosen. */
  readonly choice: string | null;
  /** What is said of it; where nobody is chosen, why. */
  readonly predicate: Predicate;
  /** What is said of all others; null where there are none. */
  readonly rivals: string | null;
}

export function headlineParts(result: Result, telling: Telling): Headline {
  const { choice, candidates } = result;
  if (choice === null) {
    const text = `Nothing is chosen among ${formatQuantity(candidates.length, 'candidate')}: ${absenceReason(result)}`;
    return { warning: null, choice: null, predicate: { preface: '', text, verdict: null }, rivals: null };
  }
  const warning = unbeatenText(result);
  // Nobody calls it robust.
  const leads = { preface: '', text: `leads ${fieldText(result)}`, verdict: verdictText(result) };
  return {
    warning,
    choice: telling.nameWithId(choice.candidate),
    predicate: warning === null || comparedCount(result) === 1 ? predicateOf(result, choice, telling) : leads,
    rivals: rivalsText(result, telling),
  };
}

/** One line, no full stop at its end. */
export function headlineText(parts: Headline, result: Result): string {
  const { choice } = result;
  const metrics = choice === null ? null : metricsText(result, choice);
  return [verdictSentence(parts, result), parts.rivals, metrics, effortText(result)]
    .filter((part) => part !== null)
    .join('; ');
}

/** Its beginning: the verdict, whom it speaks of, and the figure. */
export function verdictSentence({ warning, choice: name, predicate }: Headline, result: Result): string {
  const { choice } = result;
  const { preface, text, verdict } = predicate;
  const figure = choice === null ? null : claimedValueText(result, choice);
  const sureness = verdict === null ? '' : ` (${verdict})`;
  const said = name === null ? text : `${preface}${name} ${text}${sureness}`;
  const begun =
    warning === null
      ? [figure === null ? said : `${said}: ${figure}`]
      : [`${warning}: ${name}, ${figure}`, comparedCount(result) === 1 ? null : `it ${text}${sureness}`];
  return begun.filter((part) => part !== null).join('; ');
}

function absenceReason(result: Result): string {
  const { used, completed, diverged } = result.trials;
  if (used === 0) return 'no trial has run yet';
  if (completed === 0 && diverged === 0) return 'no trial could be completed';
  if (completed === 0) return 'every training diverged';
  const isOpen = result.decisions.length === 0 && result.survivors.length > 1;
  if (isOpen && result.status !== 'decided' && result.status !== 'exhausted') {
    if (result.plan.warmup !== undefined) return 'the warm-up is not complete';
    const never = neverTried(result);
    return `nobody has trials enough to lead${never === null ? '' : `, and ${never}`}`;
  }
  const infinite = `the ${criterionPhrase(result)} is infinite for the best of them`;
  if (result.criterion.divergence !== 'infinite') return infinite;
  return `${infinite}, since one training that diverges is enough for that; race by q3, which bears some`;
}
