/** @file What never changes what a race that decides trial by trial decides: who is told first, names, places, units. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decision, Fold, randomFrom, type Slot, type Trial } from '../../../src/core/index.js';
import {
  ADAPTIVE_RULES,
  FRESH_FROM,
  parseRule,
  planRace,
  type RaceAnswer,
} from '../../../src/questions/race/plan/index.js';
import { parseCriterion } from '../../../src/stats/index.js';
import { outcomeOf } from './outcomes.js';

interface Field {
  readonly rule: string;
  readonly criterion: string;
  readonly count: number;
  readonly gap: number;
  readonly seed: number;
  readonly diverging: number;
}

const anyField: fc.Arbitrary<Field> = fc.record({
  rule: fc.constantFrom(...ADAPTIVE_RULES),
  criterion: fc.constantFrom('mean', 'median', 'q3', 'q3+iqr', 'es0.25', 'std'),
  count: fc.integer({ min: 2, max: 16 }),
  gap: fc.constantFrom(0, 0.2, 1, 4),
  seed: fc.nat(),
  diverging: fc.constantFrom(0, 0, 0.1),
});

interface Change {
  /** By place. */
  readonly names?: readonly string[];
  /** Which of the field's candidates stands at each place. */
  readonly order?: readonly number[];
  readonly lossOf?: (loss: number) => number;
  readonly scale?: 'losses';
  /** Which of the open slots is answered next. */
  readonly pick?: (open: number) => number;
}

const namesOf = ({ count }: Field) => Array.from({ length: count }, (_, place) => `c${String(place).padStart(3, '0')}`);

function play(field: Field, change: Change = {}) {
  const { names = namesOf(field), order, lossOf = (loss) => loss, scale, pick = () => 0 } = change;
  const places = new Map(names.map((name, place) => [name, order?.[place] ?? place]));
  const race = planRace({
    candidates: names,
    criterion: parseCriterion(field.criterion),
    rule: parseRule({ name: field.rule, ...(scale === undefined ? {} : { scale }) }),
    ...{ maxReplicates: 8, finalTrials: 3, seed: 7 },
  });
  const lossAt = ({ candidate, streams }: Trial): number => {
    const who = places.get(candidate) as number;
    const random = randomFrom('adaptive-properties', field.seed, who, streams.init);
    // The best one never diverges, so that a mean has a winner.
    if (random.uniform() < field.diverging && who > 0) return Number.POSITIVE_INFINITY;
    return lossOf(10 + field.gap * who + random.normal() * (1 + (who % 3)));
  };
  const fold = new Fold(race);
  const decisions: Decision[] = [];
  let open: Slot<Trial>[] = [];
  let fresh = 0;
  for (;;) {
    const progress = fold.advance();
    decisions.push(...progress.decisions);
    open = [...open.filter(({ number }) => !progress.abandoned.includes(number)), ...progress.slots];
    fresh += progress.slots.filter(({ ask }) => ask.streams.init >= FRESH_FROM).length;
    if (fold.end !== undefined) break;
    const [slot] = open.splice(pick(open.length), 1) as [Slot<Trial>];
    fold.settle(slot.number, outcomeOf(slot.ask, lossAt(slot.ask)));
  }
  return { decisions, answer: race.answer(fold.state) as RaceAnswer, standings: race.standings(fold.state), fresh };
}

/** Who leads, who may be the best and who has changed sides, look by look. */
const courseOf = (decisions: readonly Decision[], nameOf = (id: string) => id) =>
  decisions.map(({ round, survivors, incumbent, idle = [], woken = [] }) => ({
    round,
    incumbent: nameOf(incumbent),
    survivors: survivors.map(nameOf),
    idle: idle.map(nameOf),
    woken: woken.map(nameOf),
  }));

const RUNS = { numRuns: 8 };

describe('a race that decides trial by trial', () => {
  it('decides the same in whatever order outcomes arrive', () => {
    fc.assert(
      fc.property(anyField, fc.nat(), (field, salt) => {
        const random = randomFrom('arrival', salt);
        const inOrder = play(field);
        const scattered = play(field, { pick: (open) => random.below(open) });
        expect(scattered.decisions).toEqual(inOrder.decisions);
        expect(scattered.answer).toEqual(inOrder.answer);
        expect(scattered.standings).toEqual(inOrder.standings);
      }),
      RUNS,
    );
  });

  it('does not look at names', () => {
    fc.assert(
      fc.property(anyField, (field) => {
        const names = namesOf(field);
        const others = names.map((_, place) => `other-${(place * 7919) % 1000}`);
        const back = new Map(others.map((name, place) => [name, names[place] as string]));
        const [plain, renamed] = [play(field), play(field, { names: others })];
        expect(courseOf(renamed.decisions, (id) => back.get(id) as string)).toEqual(courseOf(plain.decisions));
        expect(renamed.answer.tolerance).toEqual(plain.answer.tolerance);
        expect(renamed.answer.bound).toEqual(plain.answer.bound);
        expect(renamed.answer.set.map((id) => back.get(id))).toEqual(plain.answer.set);
      }),
      RUNS,
    );
  });

  it('finds one that is best by far at any place', () => {
    fc.assert(
      fc.property(anyField, fc.nat(), (field, salt) => {
        const far = { ...field, gap: 40, criterion: 'mean' };
        const order = Array.from({ length: far.count }, (_, place) => (place + salt) % far.count);
        const { answer } = play(far, { order });
        expect(answer.verdict).toBe('decided');
        expect(order[namesOf(far).indexOf(answer.winner as string)]).toBe(0);
      }),
      RUNS,
    );
  });

  it('knows no unit of the loss, and no zero where it takes losses as they are', () => {
    fc.assert(
      fc.property(anyField, fc.constantFrom(0.25, 2, 1024), fc.constantFrom(-1000, 64), (field, unit, zero) => {
        const plain = play(field);
        const scaled = play(field, { lossOf: (loss) => unit * loss });
        expect(courseOf(scaled.decisions)).toEqual(courseOf(plain.decisions));
        expect(scaled.answer.set).toEqual(plain.answer.set);
        expect(scaled.answer.bound).toBeCloseTo(unit * (plain.answer.bound ?? 0), 8);
        expect(scaled.answer.tolerance?.value).toBeCloseTo(unit * (plain.answer.tolerance?.value ?? 0), 8);
        const [asTheyAre, moved] = [0, zero].map((by) => play(field, { lossOf: (loss) => by + loss, scale: 'losses' }));
        expect(courseOf(moved?.decisions ?? [])).toEqual(courseOf(asTheyAre?.decisions ?? []));
        const bound = asTheyAre?.answer.bound ?? 0;
        expect(moved?.answer.bound).toBeCloseTo(bound, 8);
      }),
      RUNS,
    );
  });

  it('gives fresh trials to the winner and to whoever may be as good, at most eight', () => {
    fc.assert(
      fc.property(anyField, (field) => {
        const { answer, fresh, standings } = play(field);
        const others = Math.min(8, answer.set.length - 1);
        expect(fresh).toBe(3 * (1 + others));
        const trained = standings.filter((standing) => standing.fresh.length > 0).map(({ candidate }) => candidate);
        expect(trained.sort()).toEqual(answer.set.slice(0, 1 + others).sort());
      }),
      RUNS,
    );
  });
});
