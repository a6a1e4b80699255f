/** @file What the delivered model has itself, beside what is to be expected of its kind, and what several trainings as one predict. */
import { formatCount } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import type { Fact } from '../shown/shown.js';
import { deliveredWords } from '../view/final-words.js';
import { capitalised } from '../view/phrases.js';
import type { WinnerExpectation } from './expectation.js';

/** `Accuracy 0.8890: the fresh training nearest to the mean of all 20. 10 trainings as one: 0.9235.`; none without a file to use. */
export function modelFacts({ winner }: Pick<Result, 'winner'>, expect: WinnerExpectation | null): readonly Fact[] {
  if (winner === null || winner.delivered === null) return [];
  if (winner.model === null && Object.keys(winner.artifacts).length === 0) return [];
  const { delivered, final } = winner;
  const words = deliveredWords(delivered, delivered.instances?.length ?? 1);
  const told = (figures: Readonly<Record<string, number>> | null | undefined): string | undefined => {
    const value = expect === null || !expect.isFinal ? undefined : figures?.[expect.metric];
    return value === undefined ? undefined : expect?.text(value);
  };
  const own = told(final);
  const text = own === undefined ? words : `${expect?.metric} ${own}: ${words}`;
  const joined = (delivered.alternatives ?? []).find((one) => one.reason === 'ensemble' && !one.delivered);
  const together = told(joined?.figures);
  const beside = together === undefined ? '' : ` ${formatCount(joined?.instances ?? 0)} trainings as one: ${together}.`;
  return [{ label: 'Model', text: `${capitalised(text)}.${beside}` }];
}
