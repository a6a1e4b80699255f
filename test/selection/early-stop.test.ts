/** @file Which trials a race gives up: ceilings by their definition, who never has one, and what becomes of the stopped. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { InputError, type Outcome, type Round, randomFrom, type Trial } from '../../src/core/index.js';
import {
  createRace,
  parseRule,
  type Race,
  type RaceSettings,
  type RaceState,
  replayRace,
  simulateOrders,
} from '../../src/selection/index.js';
import { parseCriterion, quantile, welchTest } from '../../src/stats/index.js';
import { outcomeOf } from './outcomes.js';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

const raceOf = (options: Partial<RaceSettings> = {}): Race =>
  createRace({
    candidates: IDS,
    criterion: parseCriterion('mean'),
    rule: parseRule('halving'),
    warmup: 2,
    finalTrials: 6,
    earlyStop: { after: 1 },
    ...options,
  });

/** The loss of a trial and what it reports on its way there. */
interface Course {
  readonly loss: number;
  readonly reports: readonly number[];
}
type CourseOf = (candidate: string, replicate: number) => Course;

const completed = (trial: Trial, { loss, reports }: Course): Outcome => ({
  ...outcomeOf(trial, loss),
  lossPerEpoch: reports,
});
const stopped = (trial: Trial, lossPerEpoch: readonly number[] = [9]): Outcome => ({
  ...{ trial, status: 'stopped', loss: Number.POSITIVE_INFINITY, metrics: {}, lossPerEpoch, seconds: 0 },
});

/** The state after the first round, in which all trials ran their course, and the second round. */
function afterWarmup(race: Race, courseOf: CourseOf): { readonly state: RaceState; readonly round: Round } {
  const first = race.planNext(race.initialState) as Round;
  expect(first.ceilings).toBeUndefined();
  const outcomes = first.trials.map((trial) => completed(trial, courseOf(trial.candidate, trial.streams.init)));
  const { state } = race.applyOutcomes(race.initialState, outcomes);
  return { state, round: race.planNext(state) as Round };
}

/** a is best, then b, ...; every replicate adds the same to all; training falls to the loss in four epochs. */
const ordered: CourseOf = (candidate, replicate) => {
  const loss = candidate.charCodeAt(0) - 96 + replicate / 8;
  return { loss, reports: [loss + 3, loss + 2, loss + 1, loss] };
};

describe('ceilings', () => {
  it('are the worst reports of trainings that came to a loss with which the candidate would stay', () => {
    const { state, round } = afterWarmup(raceOf(), ordered);
    expect(Array.from(state.survivors)).toEqual([0, 1, 2, 3]);
    // Two of the four will stay. Each at its worst once more, b's mean is 6.25 / 3 and c's 9.25 / 3. For c: 6.125 + x <= 6.25
    // for no x that was ever seen; for b: 4.125 + x <= 9.25, so x <= 5.125: e on replicate 1 came to that.
    expect([...(round.ceilings ?? [])]).toEqual([
      ['b', [8.125, 7.125, 6.125]],
      ['c', Array(3).fill(-Number.MAX_VALUE)],
      ['d', Array(3).fill(-Number.MAX_VALUE)],
    ]);
  });

  it('begin after as many epochs as asked for, and end before the last, when the trial is over anyway', () => {
    const { round } = afterWarmup(raceOf({ earlyStop: { after: 3 } }), ordered);
    expect(round.ceilings?.get('b')).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 6.125]);
  });

  it('are there for nobody that the rule keeps in any case', () => {
    const { round } = afterWarmup(raceOf({ rule: parseRule({ name: 'halving', minimumSurvivors: 3 }) }), ordered);
    expect([...(round.ceilings ?? new Map()).keys()]).toEqual(['d']);
  });

  it('are not there where nothing is decided, where one is left, where nobody reports, and unless asked for', () => {
    const every = parseRule({ name: 'halving', testEvery: 2 });
    expect(afterWarmup(raceOf({ rule: every }), ordered).round.ceilings).toBeUndefined();
    expect(afterWarmup(raceOf({ candidates: ['a', 'b'] }), ordered).round).toMatchObject({ phase: 'final' });
    expect(afterWarmup(raceOf({ candidates: ['a', 'b'] }), ordered).round.ceilings).toBeUndefined();
    const silent: CourseOf = (...of) => ({ ...ordered(...of), reports: [] });
    expect(afterWarmup(raceOf(), silent).round.ceilings).toBeUndefined();
    expect(afterWarmup(raceOf({ earlyStop: undefined }), ordered).round.ceilings).toBeUndefined();
  });

  it('rest on all rounds so far', () => {
    const race = raceOf({ rule: parseRule({ name: 'threshold', ratio: 9 }) });
    const { state, round } = afterWarmup(race, ordered);
    const outcomes = round.trials.map((trial) => {
      const { loss, reports } = ordered(trial.candidate, 2);
      // In the second round b starts badly, and comes out as ever.
      return completed(trial, { loss, reports: trial.candidate === 'b' ? [50, 40, 30, loss] : reports });
    });
    const next = race.planNext(race.applyOutcomes(state, outcomes).state) as Round;
    expect(next.ceilings?.get('b')).toEqual([50, 40, 30]);
  });

  it('take trainings of different lengths as far as they go', () => {
    const uneven: CourseOf = (candidate, replicate) => {
      const { loss, reports } = ordered(candidate, replicate);
      if (candidate === 'b') return { loss, reports: replicate === 0 ? [...reports, 2, 2] : reports };
      return { loss, reports: reports.slice(0, 2) };
    };
    // b's longest has six epochs; from the third on only b's own trainings are known, from the fifth one of them.
    expect(afterWarmup(raceOf(), uneven).round.ceilings?.get('b')).toEqual([8.125, 7.125, 3.125, 2.125, 2]);
    const short: CourseOf = (candidate, replicate) => {
      const { loss, reports } = ordered(candidate, replicate);
      return { loss, reports: candidate === 'b' ? [9, 9, 9, 9] : reports.slice(0, 2) };
    };
    // What nobody has reported yet that came well enough is no reason to stop: b's trainings would have kept b.
    expect(afterWarmup(raceOf(), short).round.ceilings?.get('b')).toEqual([9, 9, 9]);
  });

  it('leave a candidate alone that reports nothing itself', () => {
    const someSilent: CourseOf = (candidate, replicate) => {
      const course = ordered(candidate, replicate);
      return candidate === 'c' ? { ...course, reports: [] } : course;
    };
    expect([...(afterWarmup(raceOf(), someSilent).round.ceilings ?? new Map()).keys()]).toEqual(['b', 'd']);
  });

  it('take no notice of reports that are not finite, and of trainings that came to no loss', () => {
    const odd: CourseOf = (candidate, replicate) => {
      const { loss, reports } = ordered(candidate, replicate);
      if (candidate === 'e') return { loss, reports: [Number.NaN, Number.POSITIVE_INFINITY, 6, 5] };
      if (candidate === 'h') return { loss: Number.POSITIVE_INFINITY, reports: [99, 99, 99] };
      return { loss, reports };
    };
    // Without e's, d on replicate 1 (4.125) is the worst that came well enough.
    expect(afterWarmup(raceOf(), odd).round.ceilings?.get('b')).toEqual([7.125, 6.125, 6]);
  });
});

const course = fc.record({
  loss: fc.integer({ min: 0, max: 400 }).map((steps) => 1 + steps / 64),
  reports: fc.array(
    fc.integer({ min: 0, max: 400 }).map((steps) => steps / 16),
    { minLength: 4, maxLength: 4 },
  ),
});
const table = fc.array(course, { minLength: 32, maxLength: 32 });

/** What it means to be kept, written down without the code of the rules. */
const KEEPS: readonly [
  name: string,
  settings: Partial<RaceSettings>,
  keeps: (own: readonly number[], others: readonly (readonly number[])[]) => boolean,
][] = [
  [
    'halving by q3',
    { criterion: parseCriterion('q3'), rule: parseRule({ name: 'halving', keep: 'ceil' }), warmup: 3 },
    (own, others) => {
      const better = others.filter((losses) => quantile(losses, 0.75) < quantile(own, 0.75)).length;
      return better < Math.ceil((others.length + 1) / 2);
    },
  ],
  [
    'threshold by mean',
    { rule: parseRule({ name: 'threshold', ratio: 0.5 }), warmup: 3 },
    (own, others) => meanOf(own) <= 1.5 * Math.min(...others.map(meanOf)),
  ],
  [
    'half of an odd number, by mean',
    { rule: parseRule({ name: 'halving', keep: 'ceil' }), warmup: 3, candidates: IDS.slice(0, 6) },
    (own, others) =>
      others.filter((losses) => meanOf(losses) < meanOf(own)).length < Math.ceil((others.length + 1) / 2),
  ],
  [
    'welch by mean, corrected: never dropped that Bonferroni would keep',
    { rule: parseRule({ name: 'welch', alpha: 0.3, correction: 'holm' }), warmup: 3 },
    (own, others) => {
      const best = others.toSorted((x, y) => meanOf(x) - meanOf(y))[0] as readonly number[];
      return meanOf(own) <= meanOf(best) || welchTest(own, best, 'two-sided').pValue * others.length >= 0.3;
    },
  ],
  [
    'welch by mean',
    { rule: parseRule({ name: 'welch', alpha: 0.3 }), warmup: 3 },
    (own, others) => {
      const best = others.toSorted((x, y) => meanOf(x) - meanOf(y))[0] as readonly number[];
      return meanOf(own) <= meanOf(best) || welchTest(own, best, 'two-sided').pValue >= 0.3;
    },
  ],
];

/** After one more trial that is as bad as the worst so far. */
function atItsWorst(losses: readonly number[]): readonly number[] {
  return [...losses, Math.max(...losses)];
}

function meanOf(losses: readonly number[]): number {
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

test.each(KEEPS)('are what the definition says: %s', (_name, settings, keeps) => {
  let looked = 0;
  fc.assert(
    fc.property(table, (courses) => {
      const courseOf: CourseOf = (candidate, replicate) => courses[IDS.indexOf(candidate) * 4 + replicate] as Course;
      const race = raceOf(settings);
      const { state, round } = afterWarmup(race, courseOf);
      if (state.survivors.length < 2) return;
      const lossesOf = (id: string) => [0, 1, 2].map((replicate) => courseOf(id, replicate).loss);
      const left = Array.from(state.survivors, (index) => IDS[index] as string);
      const trainings = race.settings.candidates.flatMap((id) => [0, 1, 2].map((replicate) => courseOf(id, replicate)));
      for (const [id, ceilings] of round.ceilings ?? []) {
        const others = left.filter((other) => other !== id).map((other) => atItsWorst(lossesOf(other)));
        const keeping = trainings.filter(({ loss }) => keeps([...lossesOf(id), loss], others));
        const expected = [0, 1, 2].map((epoch) =>
          keeping.length === 0
            ? -Number.MAX_VALUE
            : Math.max(...keeping.map(({ reports }) => reports[epoch] as number)),
        );
        expect(ceilings).toEqual(expected);
        looked++;
      }
      expect(round.ceilings?.size ?? 0).toBe(left.length - 1);
    }),
  );
  expect(looked).toBeGreaterThan(50);
});

describe('a stopped trial', () => {
  it('takes its candidate out of the race, with the reason, behind those that the rule drops', () => {
    const race = raceOf();
    const { state, round } = afterWarmup(race, ordered);
    const outcomes = round.trials.map((trial) =>
      trial.candidate === 'b' ? stopped(trial) : completed(trial, ordered(trial.candidate, 2)),
    );
    const { state: after, decisions } = race.applyOutcomes(state, outcomes);
    // Two of the four that entered stay.
    expect(decisions).toMatchObject([{ round: 3, survivors: ['a', 'c'], eliminated: ['d', 'b'], incumbent: 'a' }]);
    expect(decisions[0]?.evidence.find(({ candidate }) => candidate === 'b')).toEqual({
      ...{ candidate: 'b', n: 2, reason: 'stopped' },
    });
    expect(Array.from(race.losses(after, 'b'))).toEqual([2, 2.125]);
    expect(Array.from(race.losses(after, 'a'))).toEqual([1, 1.125, 1.25]);
  });

  it('stays after all where nobody else has a finite criterion', () => {
    for (const rule of [parseRule('halving'), parseRule({ name: 'threshold', ratio: 9 })]) {
      const race = raceOf({ rule, candidates: ['a', 'b', 'c', 'd'] });
      const { state, round } = afterWarmup(race, ordered);
      const outcomes = round.trials.map((trial) =>
        trial.candidate === 'a' ? completed(trial, { loss: Number.POSITIVE_INFINITY, reports: [] }) : stopped(trial),
      );
      const { decisions } = race.applyOutcomes(state, outcomes);
      expect(decisions[0]).toMatchObject({ incumbent: 'b', eliminated: expect.arrayContaining(['a']) });
      expect(Number.isFinite(decisions[0]?.incumbentValue)).toBe(true);
      const all = race.applyOutcomes(
        state,
        round.trials.map((trial) => stopped(trial)),
      );
      expect(all.decisions[0]?.survivors).toContain('a');
    }
  });

  it('leaves its candidate in a replay too, in whatever order the replicates come', () => {
    const columns = [
      [1, 1.05, 3],
      [1, 1.05, 3],
      [1.3, Number.NaN, 3],
      [1.1, Number.NaN, 3],
    ].map((losses) => Float64Array.from(losses));
    const table = { candidates: ['a', 'b', 'c'], columns, stopped: [[], [], [1], []] };
    const settings = { criterion: parseCriterion('mean'), rule: parseRule({ name: 'threshold', ratio: 1 }), warmup: 2 };
    const { decisions } = replayRace(settings, table);
    expect(decisions.map(({ eliminated }) => eliminated)).toEqual([['c'], ['b']]);
    expect(decisions[1]?.evidence).toContainEqual({ candidate: 'b', n: 2, reason: 'stopped' });
    const random = randomFrom('early-stop');
    expect(simulateOrders(settings, table, { orders: 50, random })).toMatchObject({ decided: { value: 1 } });
  });

  it('ends the race where nobody else is left', () => {
    const race = raceOf({ rule: parseRule({ name: 'threshold', ratio: 10 }) });
    const { state, round } = afterWarmup(race, ordered);
    const outcomes = round.trials.map((trial) =>
      trial.candidate === 'a' ? completed(trial, ordered('a', 2)) : stopped(trial),
    );
    const { state: after, decisions } = race.applyOutcomes(state, outcomes);
    expect(decisions[0]?.survivors).toEqual(['a']);
    expect(race.planNext(after)).toMatchObject({ phase: 'final' });
  });
});

describe('is refused', () => {
  it.each(['paired-t', 'wilcoxon', 'friedman'])('with %s, which needs every pair', (rule) => {
    expect(() => raceOf({ rule: parseRule(rule), warmup: 6, finalTrials: 6 })).toThrow(InputError);
    expect(() => raceOf({ rule: parseRule(rule), warmup: 6, finalTrials: 6 })).toThrow(/earlyStop.*replicate by/s);
  });

  it.each(['std', 'iqr', 'max', 'q3+iqr', 'es0.1'])(
    'with %s, which one more loss can only make look worse',
    (criterion) => {
      expect(() => raceOf({ criterion: parseCriterion(criterion) })).toThrow(/earlyStop.*location/s);
    },
  );

  it('after no epoch at all', () => {
    expect(() => raceOf({ earlyStop: { after: 0 } })).toThrow(/earlyStop.after is 0/);
  });
});

test('where there are too many trainings to ask about each, ceilings are at least as high as the definition says', () => {
  const candidates = Array.from({ length: 60 }, (_, index) => `c${String(index).padStart(2, '0')}`);
  const [, settings, keeps] = KEEPS[1] as (typeof KEEPS)[number];
  let hopeless = 0;
  fc.assert(
    fc.property(fc.array(course, { minLength: 180, maxLength: 180 }), (courses) => {
      const courseOf: CourseOf = (candidate, replicate) =>
        courses[candidates.indexOf(candidate) * 3 + replicate] as Course;
      const { state, round } = afterWarmup(raceOf({ ...settings, candidates }), courseOf);
      const lossesOf = (id: string) => [0, 1, 2].map((replicate) => courseOf(id, replicate).loss);
      const left = Array.from(state.survivors, (index) => candidates[index] as string);
      for (const [id, ceilings] of round.ceilings ?? []) {
        const others = left.filter((other) => other !== id).map((other) => atItsWorst(lossesOf(other)));
        for (const { loss, reports } of courses) {
          const stops = ceilings.some((ceiling, epoch) => (reports[epoch] as number) > ceiling);
          if (stops) hopeless++;
          if (stops) expect(keeps([...lossesOf(id), loss], others)).toBe(false);
        }
      }
    }),
    { numRuns: 20 },
  );
  expect(hopeless).toBeGreaterThan(0);
});
