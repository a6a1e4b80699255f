/** @file Reads what is said of the search that has found a race's candidates, and works out places and orders again. */
import { readNumber, shows } from './numbers.js';
import type { ResultRecheck, RunFacts } from './result.js';
import type { Disagreements } from './say.js';

const COUNT = String.raw`(\d{1,3}(?:,\d{3})+|\d+)`;
const AMOUNT = String.raw`([−-]?[\d.,]*\d(?:e[+−-]?\d+)?)`;

type Found = readonly (string | undefined)[];
type Holds = (found: Found, recheck: ResultRecheck, facts: RunFacts) => boolean;

const isFigure = (text: string | undefined, value: number | null): boolean =>
  value !== null && shows(readNumber(text ?? ''), value);

const SAID: readonly (readonly [RegExp, Holds])[] = [
  [
    /The best in (\S+) wins here, too\./g,
    ([, source], recheck, { result }) =>
      source === recheck.source && recheck.candidates[0]?.candidate === result.winner?.candidate,
  ],
  [
    new RegExp(`The best in (\\S+), [^.]*?, is number ${COUNT} of ${COUNT} here`, 'g'),
    ([, source, place, all], recheck, { result }) =>
      source === recheck.source &&
      recheck.candidates[0]?.candidate !== result.winner?.candidate &&
      isFigure(place, recheck.best?.place ?? null) &&
      isFigure(all, result.candidates.length),
  ],
  [
    new RegExp(
      `\\b(None|${COUNT}) of its ${COUNT} trainings? here reached its ${AMOUNT}(?:, the mean of ${COUNT} there)? \\(median here ${AMOUNT}\\)(: it was luck there)?`,
      'g',
    ),
    ([, none, reached, all, value, trials, median, luck], { best, candidates: [first] }) =>
      best !== null &&
      best.reached !== null &&
      (none === 'None' ? best.reached === 0 : isFigure(reached, best.reached)) &&
      isFigure(all, best.trainings) &&
      isFigure(value, first?.value ?? null) &&
      (trials === undefined ? first?.trials === 1 : isFigure(trials, first?.trials ?? null)) &&
      isFigure(median, best.median) &&
      (luck !== undefined) === (best.trainings >= 8 && best.reached <= best.trainings / 20),
  ],
  [
    /The best here was number (\d+) in (\S+); the others, best first: ([\d, ]+)\./g,
    ([, first, source, others], recheck, { result }) => {
      const places = new Map(recheck.candidates.map(({ candidate }, place) => [candidate, place + 1]));
      const ranked = [...result.candidates].sort((one, other) => one.rank - other.rank);
      const own = ranked.flatMap(({ id }) => places.get(id) ?? []);
      return source === recheck.source && `${first}, ${others}` === own.join(', ');
    },
  ],
];

/** What result.json says of it fits together. */
export function readRecheckFacts({ result }: RunFacts, say: Disagreements): void {
  const { recheck, candidates } = result;
  if (recheck === undefined) return;
  const { best, direction, candidates: found } = recheck;
  const sign = direction === 'maximize' ? -1 : 1;
  const costs = found.map(({ value }) => sign * value);
  const areSorted = costs.every((cost, place) => place === 0 || cost >= (costs[place - 1] as number));
  say.unless(areSorted, () => `result.json: values ${costs} are not in order`);
  if (best === null) return;
  const own = candidates.find(({ id }) => id === found[0]?.candidate);
  say.unless(
    own?.rank === best.place,
    () => `result.json: the best there has the place ${best.place} and ${own?.rank}`,
  );
  const trained = (own?.trials ?? 0) + (own?.fresh ?? 0);
  say.unless(best.trainings <= trained, () => `result.json: ${best.trainings} trainings of ${trained}`);
  say.unless((best.reached ?? 0) <= best.trainings, () => `result.json: ${best.reached} of ${best.trainings}`);
}

export function readRecheck(place: string, text: string, facts: RunFacts, say: Disagreements): void {
  const { recheck } = facts.result;
  for (const [pattern, holds] of SAID) {
    for (const found of text.matchAll(pattern)) {
      const isSo = recheck !== undefined && holds(found, recheck, facts);
      say.unless(isSo, () => `${place}: "${found[0]}", and result.json has ${JSON.stringify(recheck)}`);
    }
  }
}
