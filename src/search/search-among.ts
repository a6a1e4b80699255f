/** @file A search as logs keep it, and as the race takes it: by index, with what the settings of candidates are, and what is known before. */
import { type Candidate, defined, type JsonObject, turned } from '../core/index.js';
import type { CandidateSet, Search } from '../experiment/index.js';
import type { KnownSource, SearchSettings } from '../questions/race/plan/index.js';
import { type SettingPlacer, type SettingValues, settingPlacer, settingValues } from '../stats/index.js';
import type { FoundPrior } from './found-prior.js';
import { JoiningCandidates, type JoiningDraws, type JoiningLog } from './joining-candidates.js';

/** With ids of those drawn for the audit. */
export type LoggedSearch = Pick<SearchSettings, 'prior' | 'isDrawn'> & {
  readonly audit: readonly string[];
  /** Whether losses are taken to go smoothly with settings of many numbers; absent where they are not. */
  readonly smooth?: boolean;
  /** Whether candidates join while the race goes on. */
  readonly refine?: boolean;
  /** What is known from elsewhere, by source. */
  readonly from?: readonly FoundPrior[];
};

/** What is known where candidates have been built. */
interface BuiltSearch extends Pick<CandidateSet, 'isWhole' | 'audited' | 'source'> {
  readonly priors: readonly FoundPrior[];
}

export function loggedSearch(
  { prior, smooth, refine }: Search,
  { isWhole, audited, source, priors }: BuiltSearch,
): LoggedSearch {
  return {
    ...{ prior, isDrawn: !isWhole, audit: audited },
    ...(smooth === true ? { smooth } : {}),
    ...(refine === true && source !== undefined ? { refine } : {}),
    ...defined({ from: priors.length === 0 ? undefined : priors }),
  };
}

/** What a question does about those that join. */
export interface JoiningPorts {
  /** `tell`: people, of a proposal that is refused. */
  attach(log: JoiningLog, tell?: (text: string) => void): void;
  isBehind(): boolean;
}

/** `candidates`: those that the race begins with. `draws`: where others come from; absent where only a log is there. */
export function searchAmong(
  candidates: readonly Candidate[],
  { prior, isDrawn, audit, smooth = false, refine = false, from }: LoggedSearch,
  draws: JoiningDraws | undefined,
): { readonly search: SearchSettings; readonly ports?: JoiningPorts } {
  const indexOf = new Map(candidates.map(({ id }, index) => [id, index]));
  const settings = namedValues(candidates.map(({ configuration }) => configuration));
  const placer = settingPlacer(settings, smooth ? 'smooth' : 'ranked');
  const placesOf = (configuration: JsonObject): ArrayLike<number> => placer.place(namedValues([configuration])).values;
  const joining = refine ? new JoiningCandidates({ placesOf, draws }) : undefined;
  const search = {
    ...{ prior, isDrawn },
    audit: audit.map((id) => indexOf.get(id) as number),
    places: placer.place(settings),
    ...defined({ newcomers: joining, sources: from?.map((one) => sourceOf(one, placer)) }),
  };
  return joining === undefined
    ? { search }
    : { search, ports: { attach: (log, tell) => joining.attach(log, tell), isBehind: () => joining.isBehind } };
}

function namedValues(configurations: readonly JsonObject[]): readonly SettingValues[] {
  return settingValues(configurations).map(({ path, values }) => ({ name: path.join('.'), values }));
}

/** Lower is better. */
function sourceOf(
  { source, direction, settings, values, withoutValue }: FoundPrior,
  placer: SettingPlacer,
): KnownSource {
  const named = Object.entries(settings).map(([name, own]): SettingValues => ({ name, values: own }));
  const cost = (value: number): number => turned(value, direction);
  return {
    name: source,
    places: placer.place(named),
    values: values.map((own) => own.map(cost)),
    ...defined({ withoutValue }),
  };
}
