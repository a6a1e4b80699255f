/** @file A search as logs keep it, and as the race takes it: by index, with what the settings of candidates are, and what is known before. */
import { type Candidate, defined, type JsonObject, nameOfModel, turned } from '../core/index.js';
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
  /** Whether several models race, of which one tells nothing of another. */
  readonly models?: boolean;
  /** Whether candidates join while the race goes on. */
  readonly refine?: boolean;
  /** What is known from elsewhere, by source. */
  readonly from?: readonly FoundPrior[];
};

/** What is known where candidates have been built. */
interface BuiltSearch extends Pick<CandidateSet, 'isWhole' | 'audited' | 'source'> {
  readonly priors: readonly FoundPrior[];
  readonly models: boolean;
}

export function loggedSearch(
  { prior, smooth, refine }: Search,
  { isWhole, audited, source, priors, models }: BuiltSearch,
): LoggedSearch {
  return {
    ...{ prior, isDrawn: !isWhole, audit: audited },
    ...(smooth === true ? { smooth } : {}),
    ...(models ? { models } : {}),
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
  { prior, isDrawn, audit, smooth = false, models = false, refine = false, from }: LoggedSearch,
  draws: JoiningDraws | undefined,
): { readonly search: SearchSettings; readonly ports?: JoiningPorts } {
  const indexOf = new Map(candidates.map(({ id }, index) => [id, index]));
  const settingsOf = (configurations: readonly JsonObject[]): readonly SettingValues[] => [
    ...(models ? [{ name: MODEL, values: configurations.map(nameOfModel) }] : []),
    ...namedValues(configurations),
  ];
  const settings = settingsOf(candidates.map(({ configuration }) => configuration));
  const placer = settingPlacer(settings, smooth ? 'smooth' : 'ranked', models ? MODEL : undefined);
  const placesOf = (configuration: JsonObject): ArrayLike<number> => placer.place(settingsOf([configuration])).values;
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

/** Settings of several models have the name of theirs before them, so that none is called so. */
const MODEL = 'model';

function namedValues(configurations: readonly JsonObject[]): readonly SettingValues[] {
  return settingValues(configurations).map(({ path, values }) => ({ name: path.join('.'), values }));
}

/** Lower is better. */
function sourceOf(
  { source, direction, settings, values, withoutValue }: FoundPrior,
  placer: SettingPlacer,
): KnownSource {
  const named = Object.entries(settings).map(([name, own]): SettingValues => ({ name, values: own }));
  // The model of a row is that of the settings that it has.
  const models = values.map((_, row) => named.find((one) => one.values[row] !== null)?.name.split('.', 1)[0] ?? null);
  const cost = (value: number): number => turned(value, direction);
  return {
    name: source,
    places: placer.place([{ name: MODEL, values: models }, ...named]),
    values: values.map((own) => own.map(cost)),
    ...defined({ withoutValue }),
  };
}
