/** @file How often the choice passes, as the result has it; nothing where losses are more than passes and failures. */
import { PASS_LEVEL, passesOf } from '../../questions/race/plan/index.js';
import type { ReportInput } from '../input.js';
import type { ResultPasses } from './answer-schema.js';

export function describePasses({ standings }: ReportInput, id: string): { readonly passes?: ResultPasses } {
  const found = passesOf(standings, id);
  if (found === undefined) return {};
  const chances = found.chances.map(({ interval, ...chance }) => {
    const [low, high] = interval ?? [null, null];
    return { ...chance, low, high };
  });
  return { passes: { ...found, level: PASS_LEVEL, method: 'clopper-pearson', chances } };
}
