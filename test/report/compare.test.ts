/** @file Runs side by side: what differs, what may be compared at all, and figures of candidates in common. */
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { FRESH_FROM } from '../../src/questions/race/plan/index.js';
import {
  buildCompareView,
  buildReportView,
  type ComparedRun,
  compareTables,
  formatCompareTable,
  formatTables,
  type ReportInput,
  stringifyRecord,
  TABLE_FORMATS,
} from '../../src/report/index.js';
import { independentDifferenceInterval, parseCriterion, quantile } from '../../src/stats/index.js';
import { simulatedLoss, simulateRun } from './simulated-run.js';

const options = { candidates: 12, rule: { name: 'default' } } as const;
const base = simulateRun(options);

function run(name: string, input: ReportInput, header: Partial<ReportInput['header']> = {}): ComparedRun {
  const changed = { ...input, header: { ...input.header, ...header } };
  return { name, input: changed, view: buildReportView(changed) };
}

/** Trainings of another seed: other losses of the same kind. */
const otherSeed = simulateRun({
  ...options,
  loss: (candidate, trial) => {
    const { init } = trial.streams;
    return simulatedLoss(candidate, { ...trial, streams: { ...trial.streams, init: init + 5000 } });
  },
});

const first = run('first', base);

test('a run beside itself differs in nothing, and shares its trials', () => {
  const view = buildCompareView([first, run('again', base)]);
  expect(view.sameChoice).toBe(true);
  expect(view.differences).toEqual([]);
  expect(view.warnings).toEqual([]);
  expect(view.shared.length).toBe(12);
  const all = view.shared.flatMap(({ differences }) => differences);
  expect(all.every(({ how, value }) => how === 'same trials' && (value === 0 || value === null))).toBe(true);
  expect(view.rankings).toMatchObject([{ runs: [0, 1], tau: 1, interval: null }]);
});

test('other seeds are independent samples, fresh trials beside fresh ones', () => {
  const second = run('second', otherSeed, { seed: 8 });
  const { shared, differences } = buildCompareView([first, second]);
  expect(differences).toEqual([{ what: 'seed', values: ['7', '8'] }]);
  const freshOf = (input: ReportInput, id: string) =>
    Array.from(input.standings.find(({ candidate }) => candidate === id)?.fresh ?? []);
  const both = shared.find(({ figures: [own] }) => own?.from === 'fresh');
  const id = both?.figures[0]?.candidate ?? '';
  const [left, right] = [freshOf(otherSeed, id), freshOf(base, id)];
  const [difference] = both?.differences ?? [];
  expect(difference?.how).toBe('independent');
  expect(difference?.value).toBeCloseTo(quantile(left, 0.75) - quantile(right, 0.75), 12);
  expect(difference?.interval).toEqual(independentDifferenceInterval(left, right, parseCriterion('q3')));
});

test('what collapsed in a run counts in differences of means, as in the means', () => {
  const mean = parseCriterion('mean');
  const collapsing = (place: number) =>
    run(
      `run ${place}`,
      simulateRun({
        ...options,
        changes: { criterion: mean },
        loss: (candidate, trial) => {
          const { init } = trial.streams;
          const isFirst = init === FRESH_FROM + place;
          return simulatedLoss(candidate, trial) + (place * (init % 7)) / 1000 + (isFirst ? 50 : 0);
        },
      }),
    );
  const { shared } = buildCompareView([collapsing(0), collapsing(1)]);
  const both = shared.find(({ figures: [own] }) => own?.from === 'fresh');
  const [difference] = both?.differences ?? [];
  expect(difference?.how).toBe('paired');
  const [first, second] = both?.figures ?? [];
  expect(difference?.value).toBeCloseTo((second?.value ?? 0) - (first?.value ?? 0), 12);
  expect(difference?.interval).toMatchObject({ n: 20, holdsUnder: { collapsed: null, of: 20 } });
  // One training of each run lies 50 above the others.
  expect((difference as { interval: { low: number; high: number } }).interval.high).toBeGreaterThan(1);
});

test('each run is compared by the losses that it counts: failures that one leaves out are the worst in the other', () => {
  const hasFailed = ({ streams }: ReportInput['outcomes'][number]['trial']) => streams.init % 3 === 0;
  const outcomes = base.outcomes.map((outcome) =>
    hasFailed(outcome.trial) ? { ...outcome, status: 'failed' as const, loss: Number.POSITIVE_INFINITY } : outcome,
  );
  const fails = (replicate: number): boolean => replicate % 3 === 0;
  const counting = base.standings.map((one) => ({
    ...one,
    losses: one.losses.map((loss, place) => (fails(one.replicates[place] as number) ? Number.POSITIVE_INFINITY : loss)),
    fresh: one.fresh.map((loss, place) =>
      fails(one.freshReplicates[place] as number) ? Number.POSITIVE_INFINITY : loss,
    ),
  }));
  const excluding = base.standings.map((one) => ({
    ...one,
    losses: one.losses.filter((_, place) => !fails(one.replicates[place] as number)),
    replicates: one.replicates.filter((replicate) => !fails(replicate)),
    fresh: one.fresh.filter((_, place) => !fails(one.freshReplicates[place] as number)),
    freshReplicates: one.freshReplicates.filter((replicate) => !fails(replicate)),
  }));
  const view = buildCompareView([
    run('leaving out', { ...base, outcomes, standings: excluding }),
    run('counting', { ...base, outcomes, standings: counting }),
  ]);
  const { figures, differences } = view.shared.find(({ figures: [own] }) => own?.from === 'fresh') ?? {};
  const [left, counted] = figures ?? [];
  expect(left).toMatchObject({ begun: 20, failed: 6, collapsed: 0, trials: 14 });
  expect(counted).toMatchObject({ begun: 20, failed: 6, collapsed: 0, trials: 20, value: Number.POSITIVE_INFINITY });
  expect(differences).toMatchObject([{ how: 'counted otherwise', value: Number.POSITIVE_INFINITY }]);
  expect(formatCompareTable(view, { width: 200, colors: false, long: true })).not.toContain('the same trainings');
});

test('equal seeds make pairs of common replicates', () => {
  const shift = (outcome: ReportInput['outcomes'][number]) => ({ ...outcome, loss: outcome.loss + 0.25 });
  const moved: ReportInput = {
    ...base,
    outcomes: base.outcomes.map(shift),
    standings: base.standings.map((one) => ({
      ...one,
      losses: Float64Array.from(one.losses, (loss) => loss + 0.25),
      fresh: Float64Array.from(one.fresh, (loss) => loss + 0.25),
    })),
  };
  const { shared } = buildCompareView([first, run('moved', moved)]);
  const paired = shared
    .flatMap(({ differences }) => differences)
    .filter(({ value }) => Number.isFinite(value) && value !== 0);
  expect(paired.length).toBeGreaterThan(3);
  for (const { how, value } of paired) {
    expect(how).toBe('paired');
    expect(value).toBeCloseTo(0.25, 10);
  }
});

test('runs stand side by side in the words of every answer: winner, claim, one status for each candidate', () => {
  const view = buildCompareView([first, run('other', otherSeed, { seed: 8 })]);
  const { claim, counts } = first.view.answer;
  const { winner } = view.runs[0] ?? {};
  expect(view.runs[0]).toMatchObject({ claim: claim.sentence, statuses: counts });
  const text = formatCompareTable(view, { width: 120, colors: false });
  for (const shown of [text, formatTables(compareTables(view), 'markdown')]) {
    expect(shown).toContain(winner?.name.split(' ')[0]);
    expect(shown).toContain(claim.sentence.slice(0, 30));
    expect(shown).toMatch(/out[ |]+\d/);
    expect(shown).not.toMatch(/\b(?:verdict|choices?|chose|trials)\b/i);
  }
});

test('what is raced is named, and differences are of it as it is shown: more of an accuracy stands above 0', () => {
  const racing = (name: string, by: number) =>
    run(name, {
      ...simulateRun({
        candidates: 3,
        rule: { name: 'default' },
        loss: (candidate, trial) => simulatedLoss(candidate, trial) - 1 - by,
        changes: { metric: 'accuracy', direction: 'maximize' },
      }),
    });
  const view = buildCompareView([racing('base', 0), racing('better', 0.1)]);
  expect(view.criterion).toBe('q1 of the accuracy');
  for (const { figures, differences } of view.shared) {
    expect(figures.every(({ value }) => value === null || value > 0)).toBe(true);
    expect(differences.map(({ value }) => value)).toEqual([expect.closeTo(0.1, 9)]);
  }
  const text = formatCompareTable(view, { width: 120, colors: false });
  const tables = formatTables(compareTables(view), 'markdown');
  for (const shown of [text, tables]) {
    expect(shown).toContain('Candidates in common, by the q1 of the accuracy:');
    expect(shown).toContain('Difference: below 0 it is lower than in the run after "less".');
  }
  expect(`${text}${tables}`).not.toContain('of the loss');
});

describe('what must not be compared', () => {
  const otherData = run('other data', { ...otherSeed, data: { ...base.data, name: 'other', hash: '1'.repeat(64) } });
  const mean = run('by the mean', simulateRun({ ...options, criterion: 'mean' }));

  test.each([
    ['data', otherData, /used different data/, 0],
    ['criteria', mean, /judged by different criteria \(q3 of the loss, mean of the loss\)/, 12],
    [
      'figures',
      run('by mae', simulateRun({ ...options, changes: { metric: 'mae' } })),
      /raced different figures \(loss, mae\)/,
      0,
    ],
    ['splits', run('split', { ...base, data: { ...base.data, split: { pool: 10 } } }), /split differently/, 0],
  ])('%s that differ are named before anything else', (_, other, warning, compared) => {
    const view = buildCompareView([first, other]);
    expect(view.warnings.join('\n')).toMatch(warning);
    expect(view.shared.flatMap(({ differences }) => differences).length).toBe(compared);
  });

  test('a run that goes on says so', () => {
    const view = buildCompareView([first, run('open', { ...base, status: 'running' })]);
    expect(view.warnings).toEqual(['open has not ended: what is shown is how far it is.']);
  });
});

test('tables, terminal and JSON hold whatever runs and candidates are called', () => {
  const hostile = '"><script>alert(1)</script>\u202eمرحبا 🙂\u001b[31m'.repeat(20);
  const named = simulateRun({ ...options, id: (index) => `${index}${hostile}`, label: () => hostile });
  const view = buildCompareView([run(hostile, named), run('two', otherSeed, { seed: 8 }), run('three', base)]);
  for (const format of TABLE_FORMATS) {
    const table = formatTables(compareTables(view), format);
    expect(table).not.toMatch(/NaN|undefined|\[object/);
  }
  const text = formatCompareTable(view, { width: 80, tableWidth: 80, colors: false });
  // Marks that close what they open stay around names from right to left.
  expect(text.replaceAll(/[\u2068\u2069]/g, '')).not.toMatch(/\p{Cf}|NaN|undefined/u);
  expect(text).not.toContain('\u001b');
  for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  expect(JSON.parse(stringifyRecord(view))).toMatchObject({
    format: 'surefoot-compare',
    version: 1,
    runs: [{}, {}, {}],
  });
});

describe('names', () => {
  const labelled = (label: (index: number) => string) => simulateRun({ ...options, label });

  test('of candidates of different runs are different, though each run calls its own alike', () => {
    const units = (index: number) => `units=${index}`;
    const others = simulateRun({ ...options, label: units, id: (index) => `b${index}` });
    const candidates = others.header.candidates.map((one) => ({
      ...one,
      configuration: { ...one.configuration, lr: 1 },
    }));
    const [one, other] = [labelled(units), { ...others, header: { ...others.header, candidates } }];
    const { shared } = buildCompareView([run('a', one), run('b', one), run('c', other), run('d', other)]);
    expect(shared.length).toBe(24);
    expect(new Set(shared.map(({ name }) => name)).size).toBe(24);
  });

  test('stay different where a terminal has no room for them', () => {
    const long = (index: number) => `layers=conv(8) conv(16) dense(32) activation=relu lr=${index}`;
    const view = buildCompareView([
      run('first', labelled(long)),
      run('other', otherSeed, { seed: 8 }),
      run('again', base),
    ]);
    const lines = formatCompareTable(view, { width: 80, colors: false }).split('\n');
    const rows = lines.slice(lines.findIndex((line) => line.startsWith('Candidates in common')));
    const told = rows.filter((line) => /^(?:lay|…)/.test(line)).map((line) => line.split(/ {2,}/)[0]);
    // Two runs beside the first: each candidate has two rows.
    expect(told.length).toBe(24);
    expect(new Set(told).size).toBe(12);
  });

  test('of runs stay different, too', () => {
    const folder = 'runs/a-long-name-of-an-experiment-of-autumn';
    const view = buildCompareView([run(`${folder}-1`, base), run(`${folder}-2`, otherSeed, { seed: 8 })]);
    const [, , , head = ''] = formatCompareTable(view, { width: 80, colors: false }).split('\n');
    const [one, other] = head.trim().split(/ {2,}/);
    expect(one).not.toBe(other);
  });
});
