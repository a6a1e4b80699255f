/** @file The page of a replay: cost against regret with intervals, how often each rule picks the best, and what stands beside. */
import { beforeAll, describe, expect, test } from 'vitest';
import { replayRules } from '../../src/app/questions/replay-question.js';
import { randomFrom } from '../../src/core/index.js';
import { parseRule } from '../../src/questions/race/plan/index.js';
import {
  buildReportView,
  formatReplayTable,
  type ReplayRequest,
  type ReportInput,
  type ReportView,
} from '../../src/report/index.js';
import { replayAnswer, replaySection } from '../../src/report/page/replay-section.js';
import { chartFile, renderReport } from '../../src/report/pages.js';
import { parseCriterion } from '../../src/stats/index.js';
import { simulateRun } from './simulated-run.js';

const candidates = Array.from({ length: 12 }, (_, index) => ({ id: `m${index}`, configuration: {}, label: '' }));
const columns = Array.from({ length: 20 }, (_, replicate) =>
  Float64Array.from(
    candidates,
    (_, index) => 1 + index / 60 + 0.1 * randomFrom('replay-page', index, replicate).normal(),
  ),
);
const replicates = columns.map((_, index) => String(index));

function request(rule: string, orders: number): ReplayRequest {
  return {
    source: { name: 'simulated table', candidates, replicates, columns, hash: 'ab', simulated: true },
    criterion: parseCriterion('mean'),
    rule: parseRule({ name: rule }),
    warmup: 3,
    direction: 'minimize',
    orders,
    seed: 1,
    command: null,
  };
}

function viewOf(rules: readonly string[], orders: number): ReportView {
  const requests = rules.map((rule) => request(rule, orders));
  const [replay] = replayRules(requests, { areBeside: true });
  return buildReportView(replay?.input as ReportInput);
}

describe('two rules over random orders', () => {
  let view: ReportView;
  beforeAll(() => {
    view = viewOf(['welch', 'halving'], 60);
  });

  test('stand beside having all trials, which costs all and picks the best', () => {
    expect(view.replay?.rows.map(({ name, isOwn }) => [name, isOwn])).toEqual([
      ['welch alpha=0.05', true],
      ['halving', false],
      ['all trainings', false],
    ]);
    expect(view.replay?.rows.at(-1)).toMatchObject({ cost: { value: 1 }, regret: { value: 0 }, picksBest: true });
  });

  test('show the same figures as result.json, with their intervals', () => {
    const simulation = view.result.replay?.simulation;
    const [own] = view.replay?.rows ?? [];
    expect(own).toMatchObject({ cost: simulation?.cost, regret: simulation?.regret, correct: simulation?.correct });
    // Neither rule states a tolerance.
    expect(view.replay?.rows.map(({ within }) => within)).toEqual([null, null, null]);
    const section = replaySection(view);
    expect(section?.figures.map(({ data }) => data.id)).toEqual(['picks-the-best']);
    const screen = replayAnswer(view);
    const figures = [...(screen?.figures ?? []), ...(section?.figures ?? [])];
    expect(figures.map(({ data }) => data.id)).toEqual(['cost-and-regret', 'picks-the-best']);
    expect(figures[0]?.data.rows).toHaveLength(3);
    expect(screen?.sentence).toMatch(
      /^Over 60 random orders welch alpha=0.05 uses \d+ % of all trainings and picks the best in \d+ %/,
    );
    for (const one of figures) expect(chartFile(one)).not.toMatch(/NaN|undefined|Infinity/);
    expect(renderReport(view)).toContain('<section id="replay"><h2>Cost and regret</h2>');
    // The rule of the page lies below all others and is larger: no mark hides another.
    const whole = /<svg [^>]*class="plot"[\s\S]*?<\/svg>/.exec(renderReport(view))?.[0] ?? '';
    const drawn = whole.slice(whole.indexOf('data-part="y-grid"'));
    const ring = drawn.search(/<circle[^>]* r="8"/);
    expect(ring).toBeGreaterThan(0);
    expect(ring).toBeLessThan(drawn.search(/<path[^>]* transform="translate/));
  });
});

test('a finding begins as a sentence does', () => {
  const view = viewOf(['welch'], 0);
  expect(view.replay?.conclusion).toMatch(/^The rule welch alpha=0\.05 uses /);
  const text = formatReplayTable([view.result], { width: 80, colors: false });
  expect(text).toMatch(/^Finding +The rule welch alpha=0\.05 picks m/m);
});

test('a rule alone stands beside the published one, and a page without orders says how to have intervals', () => {
  const view = viewOf(['welch'], 0);
  expect(view.replay?.rows.map(({ name }) => name)).toEqual([
    'welch alpha=0.05',
    'halving (published)',
    'all trainings',
  ]);
  expect(replaySection(view)?.content.text).toContain('One race each has no interval');
  const typed = { ...view, result: { ...view.result, command: 'surefoot replay t.csv --orders 0' } };
  expect(replayAnswer(typed)?.boxes.at(-1)?.content.text).toContain('surefoot replay t.csv --orders 200');
  expect(view.replay?.rows[0]?.picksBest).toBe(view.result.replay?.regret === 0);
});

test('a run has no such section', () => {
  expect(replaySection(buildReportView(simulateRun({ candidates: 6 })))).toBeNull();
});
