/** @file Keeps in the log what a question came to, for those who list questions. */
import { hashJson, type JsonObject, type Question, writableNumber } from '../core/index.js';
import { surefootVersion } from './environment.js';

export interface Concluded {
  readonly status: string;
  readonly headline: string;
  /** Everything that the plan was told, how far it goes included. */
  readonly request: JsonObject;
}

/** Writes nothing where the same was concluded from the same before. */
export function keepConclusion(question: Question, { status, headline, request }: Concluded): void {
  const key = conclusionKey(question, request);
  const before = question.conclusion();
  if (before?.key === key && before.status === status && before.headline === headline) return;
  const content = { trials: question.usedOutcomes().length };
  question.conclude({ key, at: new Date().toISOString(), status, headline, content });
}

/** What a conclusion depends on: what was asked, of which outcomes, by which version. */
function conclusionKey(question: Question, request: JsonObject): string {
  const outcomes = question.usedOutcomes().map(({ trial, status, loss }) => {
    return [trial.candidate, trial.streams.init, status, writableNumber(loss)];
  });
  return hashJson([surefootVersion(), request, outcomes]);
}
