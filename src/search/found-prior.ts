/** @file What another search has found as a prior of a race that searches: as the log keeps it, and on the axes of the race's candidates. */
import { basename } from 'node:path';
import {
  type Candidate,
  type Direction,
  hashJson,
  type InputError,
  inputError,
  type JsonObject,
  type RaceInspector,
} from '../core/index.js';
import {
  countWithoutValue,
  type FoundCandidate,
  type FoundTrials,
  foundCandidates,
  type NamedSpace,
} from '../experiment/index.js';
import { type SettingValue, settingValues } from '../stats/index.js';

/** All that the race takes from it, so that nobody needs the source again. */
export interface FoundPrior {
  readonly source: string;
  readonly value: string;
  readonly direction: Direction;
  /** Of settings and values. */
  readonly hash: string;
  /** Different ones that it holds, of which those below are taken. */
  readonly configurations: number;
  /** Trials without a finite value, which are left out; absent where all have one. */
  readonly withoutValue?: number;
  /** Of settings in which the race's candidates differ, by name, with the value of each configuration; null where it has no such setting. */
  readonly settings: Readonly<Record<string, readonly SettingValue[]>>;
  /** By configuration: finite, at least one. */
  readonly values: readonly (readonly number[])[];
}

/** What it is called where people read of it: no folders of this machine. */
export function shownSource(source: string): string {
  return basename(source);
}

/** Of the plan of a race in the log; none where it began without one. */
export function loggedPriors({ search }: JsonObject): readonly FoundPrior[] {
  return (search as { readonly from?: readonly FoundPrior[] } | undefined)?.from ?? [];
}

/** Two sources of one name are told by number: `trials.csv`, `trials.csv (2)`. */
export function distinctPriors(priors: readonly FoundPrior[]): readonly FoundPrior[] {
  return priors.map((prior, place) => {
    const before = priors.slice(0, place).filter(({ source }) => source === prior.source).length;
    return before === 0 ? prior : { ...prior, source: `${prior.source} (${before + 1})` };
  });
}

/** More would fill the log, and tell little. */
const MOST_TAKEN = 500;

/** @throws InputError where none of its configurations could be one of the space. */
export function priorOf(
  found: FoundTrials,
  spaces: readonly NamedSpace[],
  inspector: RaceInspector | undefined,
  candidates: readonly Candidate[],
): FoundPrior {
  const all = foundCandidates(found, spaces, (one) => inspector?.complete(one) ?? one);
  const taken = someOf(all, found.direction);
  const rows = taken.map(({ completed }) => completed);
  const columns = settingValues([...candidates.map(({ configuration }) => configuration), ...rows]);
  const own = candidates.length;
  const checks = columns.map(({ values }) => ({ values, isPossible: possibleBeside(values.slice(0, own)) }));
  const inside = [...rows.keys()].filter((row) =>
    checks.every(({ values, isPossible }) => isPossible(values[own + row])),
  );
  if (inside.length === 0) throw outside(found.source);
  const differing = columns.filter(({ values }) => new Set(values.slice(0, own)).size > 1);
  const settings = Object.fromEntries(
    differing.map(({ path, values }) => [path.join('.'), inside.map((row) => values[own + row] ?? null)]),
  );
  const values = inside.map((row) => (taken[row] as FoundCandidate).values.filter(Number.isFinite));
  const { value, direction } = found;
  const source = shownSource(found.source);
  const withoutValue = countWithoutValue(found);
  return {
    source,
    value,
    direction,
    hash: hashJson({ settings, values }),
    configurations: all.length,
    ...(withoutValue === 0 ? {} : { withoutValue }),
    settings,
    values,
  };
}

/** Those with a finite value; of too many, evenly from the best to the worst. */
function someOf(all: readonly FoundCandidate[], direction: Direction): readonly FoundCandidate[] {
  const known = all.filter(({ values }) => values.some(Number.isFinite));
  if (known.length <= MOST_TAKEN) return known;
  const sign = direction === 'maximize' ? -1 : 1;
  const ordered = [...known].sort((one, other) => sign * (one.value - other.value) || 0);
  return Array.from(
    { length: MOST_TAKEN },
    (_, place) => ordered[Math.floor((place * known.length) / MOST_TAKEN)] as FoundCandidate,
  );
}

/** Says which values of a setting could be a candidate's: the one that all have alike, or others where they vary; a text among numbers could not. */
function possibleBeside(candidates: readonly SettingValue[]): (value: SettingValue | undefined) => boolean {
  const [first] = candidates;
  const isOne = candidates.every((one) => one === first);
  const areNumbers = candidates.every((one) => typeof one === 'number');
  return (value) => value === first || !(isOne || (areNumbers && typeof value === 'string'));
}

function outside(source: string): InputError {
  return inputError`from-outside: ${source}: none of its configurations could be a candidate of this experiment, because settings that all candidates share are others there, or texts where candidates have numbers.
    Allowed: trials that differ from the candidates only in settings that the space varies
    Fix: Leave --from out, or race the space that was searched there.`;
}
