/** @file The race as a plan: Algorithm 1 round by round, divergence, failures, the ends it can come to. */
import { describe, expect, it } from 'vitest';
import { InputError, replicateStreams } from '../../src/core/index.js';
import { createRace, parseRule, type RaceSettings, trialsUsed } from '../../src/selection/index.js';
import { parseCriterion } from '../../src/stats/index.js';
import { outcomeOf, runRace } from './outcomes.js';

const raceOf = (options: Partial<RaceSettings> = {}) =>
  createRace({
    candidates: ['e', 'd', 'c', 'b', 'a'],
    criterion: parseCriterion('mean'),
    rule: parseRule('halving'),
    warmup: 2,
    finalTrials: 6,
    sampleSize: 1000,
    ...options,
  });

/** a is best, then b, ...; every replicate adds the same to all. */
const ordered = (candidate: string, replicate: number): number => candidate.charCodeAt(0) + replicate / 4;

describe('rounds', () => {
  it('lists the warm-up replicate by replicate, candidates in the order given, in common streams', () => {
    const race = raceOf();
    const round = race.next(race.begin(), []);
    if (round.kind !== 'asked') throw new Error('finished at once');
    expect(round).toMatchObject({ stage: { number: 1, phase: 'warm-up' }, divisible: false });
    expect(round.asks.map(({ candidate, streams }) => `${candidate}${streams.init}`)).toEqual(
      ['e0', 'd0', 'c0', 'b0', 'a0', 'e1', 'd1', 'c1', 'b1', 'a1'].map(String),
    );
    expect(round.asks[7]).toEqual({
      candidate: 'c',
      streams: replicateStreams(1),
      fidelity: { sampleSize: 1000, epochs: 0 },
      repeat: 0,
    });
  });

  it('halves until one is left, then gives it fresh replicates', () => {
    const race = raceOf();
    const { decisions, trials, state, status } = runRace(race, ordered);
    expect(decisions.map(({ round, survivors, eliminated }) => ({ round, survivors, eliminated }))).toEqual([
      { round: 2, survivors: ['a', 'b'], eliminated: ['c', 'd', 'e'] },
      { round: 3, survivors: ['a'], eliminated: ['b'] },
    ]);
    expect(decisions[0]).toMatchObject({ rule: 'halving', incumbent: 'a', incumbentValue: 97.125 });
    expect(decisions[0]?.evidence[3]).toEqual({ candidate: 'd', statistic: 4, n: 2 });
    expect(status).toBe('decided');
    expect(trials).toHaveLength(10 + 2 + 3);
    expect(trialsUsed(state)).toBe(trials.length);
    expect(trials.slice(-3).map(({ candidate, streams }) => `${candidate}${streams.init}`)).toEqual(['a3', 'a4', 'a5']);
    expect(Array.from(race.losses(state, 'a'))).toEqual([97, 97.25, 97.5, 97.75, 98, 98.25]);
    expect(Array.from(race.losses(state, 'd'))).toEqual([100, 100.25]);
  });

  it('settles ties by id, not by place', () => {
    const { decisions } = runRace(raceOf({ candidates: ['b', 'a', 'd', 'c'] }), () => 1);
    expect(decisions.map(({ survivors }) => survivors)).toEqual([['a', 'b'], ['a']]);
  });

  it('takes a final round in parts', () => {
    const race = raceOf({ candidates: ['a', 'b'] });
    const warmup = race.next(race.begin(), []);
    if (warmup.kind !== 'asked') throw new Error('finished at once');
    const outcomes = warmup.asks.map((trial) => outcomeOf(trial, ordered(trial.candidate, 0)));
    let { state } = race.apply(race.begin(), outcomes);
    const final = race.next(state, []);
    if (final.kind !== 'asked') throw new Error('finished too early');
    expect(final).toMatchObject({ stage: { phase: 'final' }, divisible: true });
    expect(final.asks).toHaveLength(4);
    state = race.apply(
      state,
      final.asks.slice(0, 3).map((trial) => outcomeOf(trial, 1)),
    ).state;
    const rest = race.next(state, []);
    expect(rest.kind === 'asked' && rest.asks.map(({ streams }) => streams.init)).toEqual([5]);
  });
});

describe('trials that did not end well', () => {
  const Infinite = Number.POSITIVE_INFINITY;

  it('a candidate with an infinite criterion leaves as soon as the incumbent has a finite one', () => {
    const { decisions } = runRace(raceOf(), (candidate, replicate) =>
      candidate !== 'c' && candidate !== 'd' && replicate === 1 ? Infinite : ordered(candidate, replicate),
    );
    expect(decisions[0]?.survivors).toEqual(['c', 'd']);
    expect(decisions[0]?.eliminated).toEqual(['a', 'b', 'e']);
    expect(decisions[0]?.evidence.find(({ candidate }) => candidate === 'a')).toEqual({
      candidate: 'a',
      n: 2,
      reason: 'divergence',
    });
  });

  it('nobody is chosen where everybody diverged', () => {
    const { decisions, status, state } = runRace(raceOf(), () => Infinite);
    expect(status).toBe('exhausted');
    expect(state.survivors).toHaveLength(5);
    expect(decisions).toHaveLength(5);
    expect(decisions[0]?.incumbentValue).toBe(Infinite);
  });

  it('a failed or timed-out outcome counts as the worst loss', () => {
    const race = raceOf({ candidates: ['a', 'b'] });
    const round = race.next(race.begin(), []);
    if (round.kind !== 'asked') throw new Error('finished at once');
    const outcomes = round.asks.map((trial, index) =>
      index === 0 ? { ...outcomeOf(trial, Infinite), status: 'timed-out' as const } : outcomeOf(trial, 5),
    );
    const { decisions } = race.apply(race.begin(), outcomes);
    expect(decisions[0]).toMatchObject({ survivors: ['b'], eliminated: ['a'] });
  });
});

describe('options', () => {
  it('minimumSurvivors keeps the best, and the race ends with them named', () => {
    const rule = parseRule({ name: 'halving', keep: 'ceil', minimumSurvivors: 2 });
    const { status, decisions } = runRace(raceOf({ rule, maxReplicates: 5 }), ordered);
    expect(status).toBe('exhausted');
    expect(decisions.map(({ survivors }) => survivors.length)).toEqual([3, 2, 2, 2]);
    expect(decisions.at(-1)?.survivors).toEqual(['a', 'b']);
  });

  it('testEvery leaves the rounds between alone, but decides that nobody leaves', () => {
    const rule = parseRule({ name: 'halving', keep: 'ceil', testEvery: 2 });
    const { decisions } = runRace(raceOf({ rule }), ordered);
    expect(decisions.map(({ round, survivors }) => [round, survivors.length])).toEqual([
      [2, 3],
      [3, 3],
      [4, 2],
      [5, 2],
      [6, 1],
    ]);
    expect(decisions[1]).toMatchObject({ eliminated: [], evidence: [] });
  });

  it('the default number of replicates lets halving finish', () => {
    const candidates = Array.from({ length: 300 }, (_, index) => `c${index}`);
    const { status } = runRace(raceOf({ candidates, finalTrials: 0 }), ordered);
    expect(status).toBe('decided');
  });
});

describe('refusals', () => {
  it.each<[string, Partial<RaceSettings>, RegExp]>([
    ['one candidate', { candidates: ['a'] }, /1 candidate/],
    ['twice the same', { candidates: ['a', 'b', 'a'] }, /"a" appears twice/],
    ['no warm-up', { warmup: 0 }, /warmup is 0/],
    ['a warm-up below what the criterion needs', { warmup: 1, criterion: parseCriterion('std') }, /at least 2/],
    ['too few replicates', { maxReplicates: 1 }, /maxReplicates is 1/],
    ['half a trial', { finalTrials: 1.5 }, /finalTrials is 1.5/],
  ])('%s', (_, options, message) => {
    expect(() => raceOf(options)).toThrow(InputError);
    expect(() => raceOf(options)).toThrow(message);
  });
  it('an unknown rule, with the nearest', () => {
    expect(() => parseRule('halvin')).toThrow(/did you mean "halving"/);
    expect(() => parseRule({ name: 'halving', testEvery: 0 })).toThrow(/testEvery of rule "halving" is 0/);
  });
});
