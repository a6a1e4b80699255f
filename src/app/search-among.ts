/** @file A search as logs keep it, and as the race takes it: by index, with what the settings of candidates are. */
import type { Candidate } from '../core/index.js';
import type { SearchSettings } from '../questions/race/plan/index.js';
import { settingValues } from '../report/index.js';
import { placesOf } from '../stats/index.js';
import type { FoundPrior } from './found/prior.js';

/** With ids of those drawn for the audit. */
export type LoggedSearch = Pick<SearchSettings, 'prior' | 'isDrawn'> & {
  readonly audit: readonly string[];
  /** What is known from elsewhere. */
  readonly from?: FoundPrior;
};

export function searchAmong(
  candidates: readonly Candidate[],
  { audit, from: _, ...search }: LoggedSearch,
): SearchSettings {
  const indexOf = new Map(candidates.map(({ id }, index) => [id, index]));
  const settings = settingValues(candidates.map(({ configuration }) => configuration));
  return {
    ...search,
    audit: audit.map((id) => indexOf.get(id) as number),
    places: placesOf(settings.map(({ path, values }) => ({ name: path.join('.'), values }))),
  };
}
