/** @file The answer of a race: one status for every candidate, and a claim whose numbers are those of the statuses. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomFrom, type Trial } from '../../src/core/index.js';
import type { RuleSettings } from '../../src/questions/race/plan/index.js';
import { buildReportView, type ReportInput, type ReportView } from '../../src/report/index.js';
import { cellFormat } from '../../src/report/view/table-shape.js';
import { type SimulatedOptions, simulatedInstances, simulatedLoss, simulateRun } from './simulated-run.js';

const STATUSES = [
  'winner',
  'on probation',
  'undecided',
  'undecided',
  'equivalent',
  'behind',
  'out',
  'never worked',
  'not tried',
];

const noise = (candidate: number, { streams }: Trial): number =>
  randomFrom('answer-test', candidate, streams.init).normal();
/** Fields of candidates, by what sets them apart. */
const FIELDS: Readonly<Record<string, (candidate: number, trial: Trial) => number | null>> = {
  mixed: simulatedLoss,
  apart: (candidate, trial) => 0.2 + 0.05 * candidate + 0.01 * noise(candidate, trial),
  alike: (candidate, trial) => 0.2 + 0.02 * noise(candidate, trial),
  equal: () => 0.5,
  diverging: (candidate, trial) =>
    noise(candidate, trial) > 1 ? Number.POSITIVE_INFINITY : 0.2 + 0.01 * candidate + 0.01 * noise(candidate, trial),
  failing: (candidate, trial) => (candidate % 3 === 1 ? null : 0.2 + 0.01 * noise(candidate, trial)),
};

const runs: fc.Arbitrary<SimulatedOptions> = fc
  .record({
    candidates: fc.integer({ min: 2, max: 9 }),
    field: fc.constantFrom(...Object.keys(FIELDS)),
    rule: fc.constantFrom<RuleSettings>(
      { name: 'default' },
      { name: 'default', tolerance: 0.03 },
      { name: 'default', tolerance: 0 },
      { name: 'strict' },
      { name: 'fast' },
      { name: 'halving', minimumSurvivors: 1 },
      { name: 'halving', minimumSurvivors: 3 },
    ),
    criterion: fc.constantFrom('q3', 'mean', 'median', 'std'),
    trials: fc.option(fc.integer({ min: 1, max: 120 }), { nil: undefined }),
    direction: fc.constantFrom<ReportInput['direction']>('minimize', 'maximize'),
    finalTrials: fc.constantFrom(0, 8),
  })
  .map(({ field, direction, trials, ...options }) => ({
    ...options,
    ...(trials === undefined ? {} : { trials }),
    maxReplicates: 12,
    loss: FIELDS[field] as NonNullable<SimulatedOptions['loss']>,
    changes: { direction, final: null, modelFile: null },
  }));

/** The number before or after some words of a sentence; undefined where it does not say them. */
const numberIn = (sentence: string, pattern: RegExp): number | undefined => {
  const found = pattern.exec(sentence)?.[1];
  return found === undefined ? undefined : Number(found.replaceAll(',', ''));
};

/** What `result.json` says of where a candidate stands, by a reader that knows its format alone. */
function statusInResult({ result }: ReportView, id: string): string {
  const { tieSet, tolerance, winner, neverWorked, status } = result;
  const own = result.candidates.find((candidate) => candidate.id === id);
  if (neverWorked.some(({ candidate }) => candidate === id)) return 'never worked';
  if (own?.trials === 0) return 'not tried';
  if (id === winner?.candidate) return 'winner';
  if (winner === null) {
    const isOver = status === 'decided' || status === 'exhausted';
    return isOver || own?.eliminatedAt !== null ? 'out' : 'undecided';
  }
  const rival = tieSet?.rivals.find(({ candidate }) => candidate === id);
  const isDropped = own?.eliminatedAt !== null || rival?.standing === 'worse';
  if (tolerance === null || rival === undefined) return isDropped ? 'out' : 'undecided';
  if (rival.standing === 'tied' || rival.standing === 'undecided') return 'undecided';
  const { interval } = rival;
  const isInside = 'low' in interval && Math.max(-interval.low, interval.high) <= tolerance.value;
  if (isInside) return 'equivalent';
  return isDropped ? 'out' : 'behind';
}

test('every candidate has one status, and the claim counts as the statuses do', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(runs, (options) => {
      const view = buildReportView(simulateRun(options));
      const { answer, result } = view;
      const { statuses, counts, claim, rivals } = answer;
      kinds.add(claim.kind);
      expect([...statuses.keys()].sort()).toEqual(result.candidates.map(({ id }) => id).sort());
      for (const [id, status] of statuses) expect([id, status]).toEqual([id, statusInResult(view, id)]);
      for (const status of STATUSES) {
        const those = [...statuses.values()].filter((one) => one === status);
        expect(counts[status as keyof typeof counts]).toBe(those.length);
      }
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(options.candidates);
      expect(rivals.length + (answer.winner === null ? 0 : 1)).toBe(options.candidates);
      for (const { id, status } of rivals) expect(status).toBe(statuses.get(id));

      const { sentence } = claim;
      expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
      const open = counts.undecided + counts['not tried'];
      const compared = options.candidates - counts['never worked'];
      expect(numberIn(sentence, /none of (?:the )?([\d,]+)/) ?? compared).toBe(compared);
      expect(numberIn(sentence, /([\d,]+) (?:is|are) equivalent/) ?? counts.equivalent).toBe(counts.equivalent);
      expect(numberIn(sentence, /these ([\d,]+) cannot/) ?? open + 1).toBe(open + 1);
      expect(numberIn(sentence, /([\d,]+) of [\d,]+ (?:was|were) not tried/) ?? counts['not tried']).toBe(
        counts['not tried'],
      );
      if (claim.kind === 'decided') expect(open).toBe(0);
      if (claim.kind === 'decided' && counts.equivalent > 0 && !result.tolerance?.spansAll) {
        expect(sentence).toContain('equivalent');
      }
      if (claim.kind === 'tied') expect(result.survivors).toHaveLength(open + 1);
      expect(claim.level === null || /95 %/.test(sentence)).toBe(true);
    }),
    { numRuns: 60 },
  );
  expect([...kinds].sort()).toEqual(
    expect.arrayContaining(['alike', 'alone', 'decided', 'none', 'stopped', 'published', 'tied']),
  );
});

/** What the table says of the better ends of the rivals' differences. */
function atBest(view: ReportView): readonly string[] {
  const column = view.table().columns.find(({ id }) => id === 'differenceLow');
  if (column === undefined) throw new Error('no differences');
  return column.cells.slice(1).map(cellFormat(column));
}

test('differences have the sign of their words, in either direction', () => {
  for (const direction of ['minimize', 'maximize'] as const) {
    const loss = FIELDS.apart as NonNullable<SimulatedOptions['loss']>;
    const view = buildReportView(
      simulateRun({ candidates: 6, rule: { name: 'default' }, loss, changes: { direction } }),
    );
    expect(view.answer.rivals.length).toBe(5);
    for (const { difference } of view.answer.rivals) {
      if (difference === null) throw new Error('every rival has a difference');
      // All of these are surely worse.
      expect(difference.value).toBeGreaterThan(0);
      expect(difference.low ?? Number.NaN).toBeLessThanOrEqual(difference.high ?? Number.NaN);
    }
    const texts = atBest(view);
    expect(texts).toHaveLength(5);
    for (const text of texts) expect(text).toMatch(/^(?:at least \d\S* worse|at best equal)$/);
    // One set of digits for all of them.
    const decimals = new Set(texts.map((text) => /\.(\d+) worse$/.exec(text)?.[1]?.length ?? 'none'));
    decimals.delete('none');
    expect(decimals.size).toBe(1);
  }
});

test('a tolerance that is tiny beside the intervals adds no digits', () => {
  const loss = FIELDS.apart as NonNullable<SimulatedOptions['loss']>;
  const view = buildReportView(simulateRun({ candidates: 6, rule: { name: 'default', tolerance: 1e-7 }, loss }));
  for (const text of atBest(view)) expect(text).toMatch(/^(?:at least \d\.\d{3,5} worse|at best equal)$/);
});

test('the next command is the typed one with each option once', () => {
  const nextOf = (command: string, options: Partial<SimulatedOptions>): readonly (string | null)[] =>
    buildReportView(
      simulateRun({
        candidates: 6,
        rule: { name: 'default' },
        ...options,
        changes: { command, final: null, modelFile: null },
      }),
    ).answer.shown.next.map((step) => step.command);
  const loss = (candidate: number, trial: Trial): number | null =>
    candidate === 2 ? null : 0.2 + 0.05 * candidate + 0.01 * noise(candidate, trial);
  expect(nextOf('surefoot select x.yaml --retry-failed', { loss })).toContain('surefoot select x.yaml --retry-failed');
  const alike = FIELDS.alike as NonNullable<SimulatedOptions['loss']>;
  const tied = { loss: alike, rule: { name: 'default', tolerance: 0.001 } } as const;
  const [separate] = nextOf('surefoot select x.yaml --separate 40 --out y', tied);
  expect(separate).toMatch(/^surefoot select x\.yaml --out y --separate \d+$/);
  expect(nextOf('surefoot select x.yaml -b 12 --minutes 3', { trials: 12 })).toContain(
    'surefoot select x.yaml -b 24 --minutes 6',
  );
});

test('the command that separates a tie asks for what that takes, and has the budget for it', () => {
  const { answer, result } = buildReportView(
    simulateRun({
      ...{ candidates: 6, loss: FIELDS.alike as NonNullable<SimulatedOptions['loss']> },
      rule: { name: 'default', tolerance: 0.004 },
      changes: { command: 'surefoot select x.yaml -b 20', final: null, modelFile: null },
    }),
  );
  const trialsOf = new Map(result.candidates.map(({ id, trials }) => [id, trials]));
  const goals = new Map(
    (result.tieSet?.rivals ?? []).flatMap(({ candidate, standing, trialsToSettle }) =>
      standing === 'tied' && trialsToSettle !== undefined ? [[candidate, trialsToSettle] as const] : [],
    ),
  );
  const goal = Math.max(...goals.values());
  // Each rival until it is told apart, and the winner as long as the last of them.
  goals.set(result.winner?.candidate ?? '', goal);
  const more = [...goals].reduce((sum, [id, until]) => sum + Math.max(0, until - (trialsOf.get(id) ?? 0)), 0);
  expect([goals.size > 2, Math.min(...goals.values()) < goal, goal <= 1000]).toEqual([true, true, true]);
  const step = answer.shown.next.find(({ command }) => command?.includes('--separate'));
  expect(step?.command).toBe(`surefoot select x.yaml -b ${result.trials.begun + more} --separate ${goal}`);
  expect(step?.why).toContain(`about ${more.toLocaleString('en')} more trainings`);
});

test('one twin of the winner does not make all alike', () => {
  const { answer, telling } = buildReportView(
    simulateRun({
      ...{ candidates: 4, rule: { name: 'default' } },
      loss: (candidate, trial) => (candidate < 2 ? 0.2 + 0.01 * noise(0, trial) : 0.5 + 0.01 * noise(candidate, trial)),
      changes: { final: null, modelFile: null },
    }),
  );
  expect([telling.twins.length, answer.claim.kind]).toEqual([1, 'tied']);
});

describe('the next step', () => {
  const cut = (changes: SimulatedOptions['changes'], options: Partial<SimulatedOptions> = {}) => {
    const run = simulateRun({ candidates: 12, rule: { name: 'default' }, ...options });
    return (bound: number): string => {
      const { answer } = run;
      if (answer === undefined) throw new Error('the race has no answer');
      const changed = { ...answer, verdict: 'stopped' as const, bound };
      const input: ReportInput = { ...run, answer: changed, status: 'budget', folder: 'runs/a', ...changes };
      return buildReportView(input)
        .answer.shown.next.map(({ command, why }) => `${command ?? ''}: ${why}`)
        .join('\n');
    };
  };

  test('does not use a winner of which nothing is known yet', () => {
    const nextAt = cut({});
    expect(nextAt(Number.POSITIVE_INFINITY)).not.toContain('model.onnx');
    expect(nextAt(0.01)).toContain('model.onnx');
  });

  // Candidates 0 to 7 have the small learning rate, those from 8 on the large one.
  const ranges = [{ setting: 'optimizer.learningRate', low: 0.001, high: 0.003, log: true }];
  const fast = { rule: { name: 'fast' } };
  const ranked =
    (order: readonly number[]) =>
    (candidate: number, trial: Trial): number =>
      0.2 + 0.05 * order.indexOf(candidate) + 0.001 * noise(candidate, trial);
  const nextBy = (order: readonly number[], changes: SimulatedOptions['changes'] = {}): string =>
    buildReportView({ ...simulateRun({ candidates: 12, ...fast, loss: ranked(order) }), ranges, ...changes })
      .answer.shown.next.map(({ why }) => why)
      .join('\n');

  test('draws from a wider range where most of the best lie at its end, and else says that it may be chance', () => {
    const surely = nextBy([9, 10, 8, 11, 0, 1, 2, 3, 4, 5, 6, 7]);
    expect(surely).toMatch(/Draw `learningRate` from .*at the upper end of its range, and all of the 3 best lie/);
    const perhaps = nextBy([9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11]);
    expect(perhaps).toMatch(/at the upper end of its range, but only 1 of the 3 best lie .*, so it may be chance/);
  });

  test('draws from no wider range by a race that was stopped', () => {
    const order = [9, 10, 8, 11, 0, 1, 2, 3, 4, 5, 6, 7];
    const run = simulateRun({ candidates: 12, ...fast, loss: ranked(order) });
    if (run.answer === undefined) throw new Error('the race has no answer');
    const stopped = { status: 'budget', answer: { ...run.answer, verdict: 'stopped' } } as const;
    expect(nextBy(order, stopped)).not.toContain('Draw `learningRate`');
  });
});

test('what a race cost is a share of training all candidates alike', () => {
  const { answer, result } = buildReportView(
    simulateRun({ candidates: 12, rule: { name: 'default' }, finalTrials: 8 }),
  );
  const { begun, exhaustive, fresh, race, saved } = result.trials;
  expect([fresh > 0, race + fresh, saved]).toEqual([true, begun, 1 - race / exhaustive]);
  expect(answer.cost.share).toBe(begun / exhaustive);
});

describe('what to expect of the winner', () => {
  test('a collapse is told first, with its value, and drawn', () => {
    const loss = (candidate: number, trial: Trial): number =>
      (trial.streams.init === 1_000_003 ? 4 : 0.2) + 0.05 * candidate + 0.001 * noise(candidate, trial);
    const { answer, headline } = buildReportView(
      simulateRun({
        candidates: 3,
        rule: { name: 'default' },
        loss,
        finalTrials: 12,
        changes: { final: null, modelFile: null },
      }),
    );
    expect(answer.expect?.endings).toMatch(/^1 of 12 fresh trainings collapsed \(loss [34]\.\d+\)\.$/);
    expect(answer.expect?.trainings.filter(({ collapsed }) => collapsed)).toHaveLength(1);
    expect(headline).toMatch(
      /collapsed.*Another training that comes out on the same examples: 0\.[\d.]+ to 0\.[\d.]+ \(83 %\)/,
    );
  });

  test('fresh trainings are told by their median and the range of another one, and flatter nothing', () => {
    const { answer, result } = buildReportView(
      simulateRun({ candidates: 3, rule: { name: 'default' }, changes: { final: null, modelFile: null } }),
    );
    const { fresh } = result.members.find(({ standing }) => standing === 'winner') ?? {};
    expect([answer.expect?.from, answer.expect?.typical]).toEqual(['fresh', fresh?.median]);
    const values = answer.expect?.trainings.map(({ value }) => value) ?? [];
    // Without a final set nothing is known of other examples: the range is the span of the trainings, and says so.
    expect(result.winner?.expected).toMatchObject({
      ...{ metric: 'loss', set: 'selection', from: 'fresh', trainings: 20, typical: fresh?.median },
      range: { low: Math.min(...values), high: Math.max(...values), level: 19 / 21, covers: 'trainings', rows: null },
    });
    expect(answer.expect?.sentence).toMatch(
      /^Loss 0\.\d+ \(median\) of 20 fresh trainings on the selection set\. Another training on the same examples: 0\.\d+ to 0\.\d+ \(90 %\); what other examples change is not known\.$/,
    );
  });

  test('on a final set the range is one of other examples, too, and wider than the trainings', () => {
    const run = simulateRun({ candidates: 3, rule: { name: 'default' } });
    const { answer, result } = buildReportView({ ...run, finalInstances: simulatedInstances(run) });
    const { range, metric } = result.winner?.expected ?? {};
    expect([metric, range?.covers, range?.rows, range?.level]).toEqual(['accuracy', 'both', 2000, 0.9]);
    const values = answer.expect?.trainings.map(({ value }) => value) ?? [];
    expect(range?.low).toBeLessThan(Math.min(...values.filter((value) => value > 0.9)));
    expect(answer.expect?.sentence).toMatch(
      /^Accuracy 0\.\d+ \(median\) of 20 fresh trainings on 2,000 unseen examples\. Another training on 2,000 other examples: 0\.\d+ to 0\.\d+ \(90 %\)\.$/,
    );
  });

  test('trainings that chose it are said to flatter it', () => {
    const { answer } = buildReportView(
      simulateRun({
        candidates: 3,
        rule: { name: 'default' },
        finalTrials: 0,
        changes: { final: null, modelFile: null },
      }),
    );
    expect(answer.expect?.from).toBe('race');
    expect(answer.expect?.sentence).toContain('flatters');
  });
});

test('a bound by which nobody could be better says that it says nothing yet', () => {
  const stopped = (bound: number, direction: 'minimize' | 'maximize' = 'minimize', least = 0.2): string => {
    const run = simulateRun({
      ...{ candidates: 4, rule: { name: 'default' }, trials: 20, criterion: 'median' },
      loss: (candidate, trial) => least + 0.05 * candidate + 0.01 * noise(candidate, trial),
      changes: { direction, final: null, modelFile: null, status: 'budget' },
    });
    const { answer } = run;
    if (answer?.tolerance == null) throw new Error('nothing is stated');
    const changed = { ...answer, verdict: 'stopped' as const, bound };
    return buildReportView({ ...run, answer: changed }).answer.claim.sentence;
  };
  expect(stopped(1.1)).toMatch(
    /^Stopped too early to say which is best \(95 %: within 1\.1 of the best median of the loss; its own is 0\.2\d\)\.$/,
  );
  expect(stopped(0.1)).toBe('Stopped: within 0.10 of the best median of the loss (95 %).');
  // Of scores, and of losses that may be below 0, nobody knows how far they go.
  expect(stopped(1.1, 'maximize')).toBe('Stopped: within 1.1 of the best median of the score (95 %).');
  expect(stopped(1.1, 'minimize', -0.21)).toBe('Stopped: within 1.1 of the best median of the loss (95 %).');
});
