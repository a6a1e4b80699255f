/** @file Axes of a watched run end where its figures can lie: below 0 there is no loss of classes, above 1 no share. */
import { describe, expect, test } from 'vitest';
import { Subject, shownAxis } from '../../src/app/serve/subject.js';
import { makeCourse } from '../../src/app/serve/watched-run.js';
import { showCriterion } from '../../src/report/index.js';
import { parseCriterion } from '../../src/stats/index.js';

class Racing extends Subject {
  constructor(
    readonly criterionName: string,
    readonly raced: { readonly metric?: string; readonly direction: 'minimize' | 'maximize' },
  ) {
    super(undefined);
  }

  override get work() {
    const facts = { criterion: parseCriterion(this.criterionName) };
    return { kind: 'race', facts, ...this.raced } as unknown as Subject['work'];
  }

  override get criterion() {
    return showCriterion(parseCriterion(this.criterionName), this.raced.direction);
  }
}

/** Of a race whose leader had these values, within these bounds of the best. */
function axisOf(subject: Subject, points: readonly (readonly [value: number, bound: number])[]) {
  const outlooks = points.map(([value, bound], place) => ({
    ...{ trainings: 10 * (place + 1), leader: 'c', value, bound, chances: [] },
  }));
  return makeCourse({ claim: '', statuses: [], outlooks }, subject, () => undefined)?.axis;
}

const accuracy = { metric: 'accuracy', direction: 'maximize' } as const;
const loss = { direction: 'minimize' } as const;

describe('the course of a race', () => {
  test.each<readonly [what: string, subject: Racing, points: [number, number][], end: 'low' | 'high', at: number]>([
    [
      'a loss that is above 0',
      new Racing('q3', loss),
      [
        [0.4, 0.6],
        [0.2, 0.2],
      ],
      'low',
      0,
    ],
    [
      'a metric that cannot be below 0',
      new Racing('q3', { metric: 'rmse', direction: 'minimize' }),
      [[0.1, 0.3]],
      'low',
      0,
    ],
    ['a spread', new Racing('std', loss), [[0.1, 0.3]], 'low', 0],
    ['a spread of a share', new Racing('std', accuracy), [[0.1, 0.3]], 'low', 0],
    ['a share', new Racing('q3', accuracy), [[0.9, 0.2]], 'high', 1],
    [
      'a share that begins at 0',
      new Racing('q3', accuracy),
      [
        [0, 0.2],
        [0.5, 0.2],
      ],
      'low',
      0,
    ],
  ])('of %s', (_, subject, points, end, at) => {
    const axis = axisOf(subject, points);
    expect(axis?.[end]).toBe(at);
    expect(axis?.low).toBeLessThan(axis?.high as number);
  });

  test('of losses some of which are below 0, and of scores, has room beyond', () => {
    expect(
      axisOf(new Racing('q3', loss), [
        [0.1, 0.3],
        [-0.1, 0.3],
      ])?.low,
    ).toBeLessThan(-0.4);
    expect(axisOf(new Racing('q3', { direction: 'maximize' }), [[0.9, 0.3]])?.high).toBeGreaterThan(1.2);
  });
});

test('an axis has a length where all values lie at a bound', () => {
  expect(shownAxis([-1, 1], [0, 1], [0])).toMatchObject({ low: 0, high: 1, lowText: '0' });
});
