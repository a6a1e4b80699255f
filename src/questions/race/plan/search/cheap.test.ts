/** @file Cheap trials of a searching race: asked for as far as they help, and counted nowhere. */
import { expect, test } from 'vitest';
import { Fold, randomFrom, type Trial } from '../../../../core/index.js';
import { parseCriterion, placesOf } from '../../../../stats/index.js';
import { parseRule } from '../parse-rule.js';
import { JUDGED_FROM } from './cheap.js';
import { type CheapLevel, isOfLevel } from './cheap-level.js';
import { planSearch } from './search-plan.js';
import { createSearchRace, type SearchAsk } from './search-race.js';
import { searchCriterionOf } from './settings.js';

const CANDIDATES = 125;
const SETTINGS = [0, 1, 2].map((place) => ({
  name: `setting ${place}`,
  values: Array.from({ length: CANDIDATES }, (_, i) => Math.floor(i / 5 ** place) % 5),
}));
/** Most of it is each candidate's own, which no setting tells. */
const TRUTH = Array.from(
  { length: CANDIDATES },
  (_, i) => 0.5 * (SETTINGS[0]?.values[i] ?? 0) + 1.5 * randomFrom('own', i).normal(),
);
const CHEAP = [{ name: '5 epochs', fidelity: { sampleSize: 0, epochs: 5 }, share: 0.1 }];
const SEARCH = { prior: 'full', audit: [3, 70], places: placesOf(SETTINGS), isDrawn: false, cheap: CHEAP } as const;

const full = (i: number, replicate: number): number =>
  (TRUTH[i] as number) + 0.5 * randomFrom('full', i, replicate).normal();
const alike = (i: number): number => 7 + 3 * ((TRUTH[i] as number) + 0.3 * randomFrom('cheap', i).normal());
const unlike = (i: number): number => 7 + randomFrom('unlike', i).normal();

/** `slice`: outcomes that are applied at a time, at most. */
function play(cheap: (i: number) => number, slice = Number.POSITIVE_INFINITY) {
  const race = createSearchRace({
    ...{ candidates: CANDIDATES, search: SEARCH, criterion: searchCriterionOf(parseCriterion('mean')) },
    tolerance: { kind: 'retraining', share: 0.5 },
    ...{ delta: 0.05, maxReplicates: 8, seed: 1 },
  });
  const state = race.begin();
  const asks: SearchAsk[] = [];
  for (;;) {
    const next = race.next(state, asks.length);
    if (next.kind === 'finished') return { state, asks, standing: race.standing(state) };
    if (next.kind === 'asked') asks.push(...next.asks);
    for (let left = next.kind === 'wait' ? next.outcomes : 0; left > 0; left -= slice) {
      const { outcomes } = state.evidence;
      const due = asks.slice(outcomes, outcomes + Math.min(slice, left));
      race.apply(
        state,
        due.map(({ candidate, replicate, level }) =>
          level === undefined ? full(candidate, replicate) : cheap(candidate),
        ),
      );
    }
  }
}

const [helped, idle] = [play(alike), play(unlike)];

test('while they help, untried candidates have cheap trials, each one at most, and fewer are trained', () => {
  const { state, asks, standing } = helped;
  const cheap = asks.filter(({ level }) => level === 0).map(({ candidate }) => candidate);
  expect(standing.sources).toMatchObject([{ name: '5 epochs', used: true }]);
  expect(cheap.length).toBeGreaterThan(JUDGED_FROM);
  expect(new Set(cheap).size).toBe(cheap.length);
  const isTried = (i: number): boolean => (state.evidence.applied[i] as number) > 0;
  expect(cheap.some((i) => !isTried(i))).toBe(true);
  // They are no trials of these candidates.
  const counted = asks.length - cheap.length;
  expect(state.evidence.applied.reduce((sum, count) => sum + count, 0)).toBe(counted);
  expect(state.evidence.outcomes).toBe(asks.length);
  expect(Math.max(...Array.from(standing.own.means, Math.abs))).toBeLessThan(7);
  expect(counted).toBeLessThan(idle.asks.length - JUDGED_FROM);
});

test('where they say nothing of the others they are given up', () => {
  const { asks, standing } = idle;
  expect(standing.sources).toMatchObject([{ used: false, weight: 0 }]);
  expect(asks.filter(({ level }) => level === 0)).toHaveLength(JUDGED_FROM);
});

test('it makes no difference whether outcomes come one by one or together', () => {
  expect(play(alike, 1).asks).toEqual(helped.asks);
});

test('their trials are as those that count, for less', () => {
  const candidates = Array.from({ length: CANDIDATES }, (_, i) => `c${i}`);
  const settings = { candidates, criterion: parseCriterion('mean'), rule: parseRule('default'), search: SEARCH };
  const plan = planSearch({ ...settings, sampleSize: 500, seed: 1 });
  const fold = new Fold(plan, 100);
  const asks: Trial[] = [];
  for (let { slots } = fold.advance(); fold.end === undefined; { slots } = fold.advance()) {
    for (const { number, ask } of slots) {
      asks.push(ask);
      fold.settle(number, {
        trial: ask,
        status: 'completed',
        loss: number,
        metrics: {},
        lossPerEpoch: [],
        seconds: 1,
      });
    }
  }
  const cheap = asks.filter((trial) => isOfLevel(trial, CHEAP[0] as CheapLevel));
  expect(cheap.length).toBeGreaterThan(20);
  for (const trial of cheap) {
    expect(trial.fidelity).toEqual({ sampleSize: 500, epochs: 5 });
    const twin = asks.find((other) => other.candidate === trial.candidate && !isOfLevel(other, CHEAP[0] as CheapLevel));
    expect(trial.streams).toEqual(twin?.streams);
  }
  expect(plan.description.search).toMatchObject({ cheap: CHEAP });
});
