/** @file All criteria that have a name: one line each. */
import { type Direction, type InputError, inputError, nearestName } from '../../core/index.js';
import type { CriterionFamily, KnownCriterion, ToldAs } from './criterion.js';
import { iqrCriterion, q3PlusIqrCriterion } from './interquartile.js';
import { meanCriterion } from './mean.js';
import { maxCriterion, medianCriterion, minCriterion, q3Criterion, quantileCriteria } from './quantiles.js';
import { shortfallCriteria } from './shortfall.js';
import { stdCriterion } from './standard-deviation.js';

const FAMILIES: readonly CriterionFamily[] = [
  meanCriterion,
  medianCriterion,
  q3Criterion,
  q3PlusIqrCriterion,
  maxCriterion,
  minCriterion,
  stdCriterion,
  iqrCriterion,
  quantileCriteria,
  shortfallCriteria,
];

/**
 * What {@link parseCriterion} takes, for messages and help.
 *
 * @example CRITERION_NAMES.join(', ')
 */
export const CRITERION_NAMES: readonly string[] = FAMILIES.map(({ written }) => written);

/** How they are written, each with one of them for what holds for all. */
export const CRITERION_FAMILIES: readonly Pick<CriterionFamily, 'written' | 'sample'>[] = FAMILIES;

/** What is raced or studied, as people read it. */
export type ToldOf = Pick<ToldAs, 'word' | 'isScore'>;

/** `loss` or `score`, or the metric by its name. */
export function toldOf(metric: string | null | undefined, direction: Direction): ToldOf {
  const isScore = direction === 'maximize';
  return { word: metric ?? (isScore ? 'score' : 'loss'), isScore };
}

const LOSS = toldOf(undefined, 'minimize');
/** `q1 of the accuracy`. */
const PHRASE = /^(.+?) of (?:the )?(\S.*)$/;

/**
 * The criterion of that name. `q<p>` is the quantile at p, 0 < p < 1 (`q0.9`); `es<p>` is the expected shortfall, the
 * mean of the worst share p, 0 < p <= 1 (`es0.1`). A name alone is one of losses, which scores are the negatives of; with what
 * is raced behind it, it is what reports print: `q1 of the accuracy` is the criterion `q3`. Throws an InputError for every
 * other name, with the nearest known.
 *
 * @example parseCriterion('q3').evaluate([0.2, 0.3, 0.4]) // 0.35
 */
export function parseCriterion(text: string, told: ToldOf = LOSS): KnownCriterion {
  const [, name, word] = PHRASE.exec(text) ?? [];
  if (name === undefined) {
    const criterion = findCriterion(text);
    if (criterion !== undefined) return criterion;
    throw unknownCriterion(text, told);
  }
  if (word !== told.word) {
    throw inputError`criterion-of-another: The criterion "${text}" is of the ${word}, and what is compared here is the ${told.word}.
      Allowed: a criterion of the ${told.word}, such as ${exampleOf(told)}
      Fix: Write it of the ${told.word}${word === 'loss' || told.word === 'loss' ? '' : `, or have the ${word} compared`}.`;
  }
  const criterion = told.isScore ? findByScoreName(name) : findCriterion(name);
  if (criterion !== undefined) return criterion;
  throw unknownCriterion(name, told);
}

function exampleOf({ word, isScore }: ToldOf): string {
  return `"${isScore ? q3Criterion.sample.scoreName : q3Criterion.sample.name} of the ${word}"`;
}

function unknownCriterion(name: string, told: ToldOf): InputError {
  const nearest =
    told.isScore && findByScoreName(name) !== undefined
      ? `${name} of the ${told.word}`
      : nearestName(name, CRITERION_NAMES);
  const examples = FAMILIES.flatMap(({ example }) => example ?? []);
  return inputError`unknown-criterion: Unknown criterion "${name}"${nearest === undefined ? '' : `; did you mean "${nearest}"?`}
    Allowed: ${CRITERION_NAMES.join(', ')} (${examples.join(', ')}); or with what it is of, as reports print it: ${exampleOf(told)}
    Fix: Choose one of these criteria. A program in TypeScript may give one of its own: \`{ name, version, evaluate }\`.`;
}

/** The criterion of losses that is told about scores by this name: its mirror has the name of that again. */
function findByScoreName(name: string): KnownCriterion | undefined {
  const mirrored = findCriterion(name)?.scoreName;
  const known = [...(mirrored === undefined ? [] : [findCriterion(mirrored)]), ...FAMILIES.map(({ sample }) => sample)];
  return known.find((criterion) => criterion?.scoreName === name);
}

/** The same, undefined for every other name. */
export function findCriterion(name: string): KnownCriterion | undefined {
  for (const { read } of FAMILIES) {
    const criterion = read(name);
    if (criterion !== undefined) return criterion;
  }
  return undefined;
}
