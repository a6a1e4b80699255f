/** @file Trials of an Optuna study, as its storages keep them: parameters as numbers, each with the distribution that says what they mean. */
import { type Direction, inputError, type JsonObject, type JsonValue, nearestName } from '../../core/index.js';
import {
  dottedName,
  type FoundAsked,
  type FoundTrial,
  type FoundTrials,
  requireKnownSettings,
  requireValues,
  severalObjectives,
} from './found-trials.js';

/** A study as a storage has it. */
export interface StoredStudy {
  readonly name: string;
  /** One for each objective. */
  readonly directions: readonly string[];
  readonly trials: readonly StoredTrial[];
}

interface StoredTrial {
  readonly number: number;
  readonly isComplete: boolean;
  readonly values: readonly number[];
  readonly parameters: readonly StoredParameter[];
}

export interface StoredParameter {
  readonly name: string;
  /** Of a categorical one the place among its choices. */
  readonly value: number;
  /** JSON, with the name and the attributes of the distribution. */
  readonly distribution: string;
}

/** @param known  names of the settings that there can be; empty: all can be. */
export function trialsOfStudies(
  source: string,
  studies: readonly StoredStudy[],
  known: readonly string[],
  asked: FoundAsked,
): FoundTrials {
  const study = chosenStudy(source, studies, asked.study);
  if (study.directions.length !== 1)
    throw severalObjectives(`${source}: study "${study.name}"`, study.directions.length);
  const direction = directionOf(source, study.directions[0] as string, asked.direction);
  const ignored = new Set(asked.ignore);
  const trials = study.trials.map(({ number, isComplete, values, parameters }): FoundTrial => {
    const kept = parameters.filter(({ name }) => !ignored.has(name));
    const told = kept.map((one) => [dottedName(one.name), parameterValue(one)] as const);
    // A choice of nothing is an empty cell in Optuna's own tables.
    const settings: JsonObject = Object.fromEntries(told.filter(([, own]) => own !== null));
    return { place: `trial ${number}`, settings, value: isComplete ? (values[0] ?? Number.NaN) : Number.NaN };
  });
  const value = 'value';
  requireValues({ source, value, trials });
  const names = [...new Set(trials.flatMap(({ settings }) => Object.keys(settings)))];
  requireKnownSettings(
    source,
    names.map((name) => ({ name, column: name })),
    known,
  );
  return { source, value, direction, isWhole: false, names, trials };
}

function chosenStudy(source: string, studies: readonly StoredStudy[], asked: string | undefined): StoredStudy {
  const names = studies.map(({ name }) => name);
  const found = asked === undefined && studies.length === 1 ? studies[0] : studies.find(({ name }) => name === asked);
  if (found !== undefined) return found;
  const nearest = asked === undefined ? undefined : nearestName(asked, names);
  throw inputError`which-study: ${asked === undefined ? `${source} holds ${studies.length} studies.` : `${source} holds no study "${asked}"${nearest === undefined ? '.' : `; did you mean "${nearest}"?`}`}
    Allowed: ${names.join(', ').slice(0, 400) || 'a storage of Optuna with a study'}
    Fix: ${studies.length === 0 ? 'Check that the right file was named.' : 'Name the study with --study.'}`;
}

function directionOf(source: string, told: string, asked: Direction | undefined): Direction {
  const direction: Direction = told === 'MAXIMIZE' ? 'maximize' : 'minimize';
  if (asked === undefined || asked === direction) return direction;
  throw inputError`other-direction: --direction is ${asked}, but the study in ${source} says that it is to ${direction}.
    Allowed: \`--direction ${direction}\`, or none
    Fix: Leave --direction out.`;
}

interface Distribution {
  readonly name?: string;
  readonly attributes?: { readonly choices?: readonly JsonValue[] };
}

function parameterValue({ value, distribution }: StoredParameter): JsonValue {
  const { attributes } = JSON.parse(distribution) as Distribution;
  return attributes?.choices === undefined ? value : (attributes.choices[value] ?? null);
}
