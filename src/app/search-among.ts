/** @file A search as logs keep it, and as the race takes it: by index, with what the settings of candidates are, and what is known before. */
import { type Candidate, given, turned } from '../core/index.js';
import type { SearchSettings } from '../questions/race/plan/index.js';
import { settingValues } from '../report/index.js';
import { type AuxiliarySource, type SettingPlacer, type SettingValues, settingPlacer } from '../stats/index.js';
import type { FoundPrior } from './found/prior.js';

/** With ids of those drawn for the audit. */
export type LoggedSearch = Pick<SearchSettings, 'prior' | 'isDrawn'> & {
  readonly audit: readonly string[];
  /** What is known from elsewhere. */
  readonly from?: FoundPrior;
};

export function searchAmong(
  candidates: readonly Candidate[],
  { audit, from, ...search }: LoggedSearch,
): SearchSettings {
  const indexOf = new Map(candidates.map(({ id }, index) => [id, index]));
  const own = settingValues(candidates.map(({ configuration }) => configuration));
  const settings = own.map(({ path, values }): SettingValues => ({ name: path.join('.'), values }));
  const placer = settingPlacer(settings);
  return {
    ...search,
    audit: audit.map((id) => indexOf.get(id) as number),
    places: placer.place(settings),
    ...given({ sources: from && [sourceOf(from, placer)] }),
  };
}

/** Lower is better. */
function sourceOf({ source, direction, settings, values }: FoundPrior, placer: SettingPlacer): AuxiliarySource {
  const named = Object.entries(settings).map(([name, own]): SettingValues => ({ name, values: own }));
  const cost = (value: number): number => turned(value, direction);
  return { name: source, places: placer.place(named), values: values.map((own) => own.map(cost)) };
}
