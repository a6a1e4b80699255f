/** @file What must stand beside an answer wherever it is shown: short sentences, the most important first. */
import type { Result } from '../result/result-schema.js';
import { baselineNotices } from '../view/baseline-words.js';
import { collapseBarNotices } from '../view/collapse-words.js';
import { missingTrialsText, partialText } from '../view/replay-view.js';
import { nameSome, type RunNotice, sentenceOf, simulationNotices } from '../view/run-notices.js';
import type { AnswerClaim } from './claim.js';
import type { AnswerLead } from './overtuning.js';

/** Where every candidate failed the claim says so already. */
export function warningsOf(result: Result, { kind }: AnswerClaim, lead: AnswerLead | null): readonly RunNotice[] {
  const partial = [partialText(result), missingTrialsText(result)].filter((text) => text !== null);
  return [
    ...simulationNotices(result),
    ...(result.status === 'running' ? [GOES_ON] : []),
    ...collapseBarNotices(result),
    ...baselineNotices(result),
    ...(lead?.kind === 'lost' ? [{ kind: 'overtuned' as const, text: lead.sentence }] : []),
    ...(kind === 'failed' ? [] : neverWorkedWarnings(result)),
    ...partial.map((text): RunNotice => ({ kind: 'partial', text })),
  ];
}

const GOES_ON: RunNotice = {
  kind: 'unfinished',
  text: 'The race goes on: these figures rest on the trainings so far.',
};

const MOST_ERRORS = 2;

function neverWorkedWarnings({ neverWorked, candidates }: Result): RunNotice[] {
  if (neverWorked.length === 0) return [];
  const errors = [
    ...new Set(neverWorked.flatMap(({ failures }) => failures.slice(0, 1).map(({ message }) => message))),
  ];
  const text = `${neverWorked.length} of ${candidates.length} candidates never worked: ${nameSome(errors, MOST_ERRORS)}`;
  return [{ kind: 'never-worked', text: sentenceOf(text) }];
}
