/** @file What a study is read from tells one population, too, under either failure policy: what was begun, what failed and collapsed, and what counts. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parseHTML } from 'linkedom';
import { expect, onTestFinished, test } from 'vitest';
import { assureChange, compare, curve, measure, type StudyFinding } from '../../dist/app/index.js';
import { randomFrom } from '../../src/core/index.js';
import type { CompareAnalysis } from '../../src/questions/compare/plan/index.js';
import { analyseCouple, createCouple } from '../../src/questions/couple/plan/index.js';
import type { CurveAnalysis } from '../../src/questions/curve/plan/index.js';
import type { KeepAnalysis } from '../../src/questions/keep/plan/index.js';
import type { MeasureAnalysis } from '../../src/questions/measure/plan/index.js';
import { median, standardDeviation } from '../../src/stats/index.js';
import { temporaryFolder } from '../app/command-line.js';
import { surefootHere } from '../app/command-line-here.js';
import { playStudy } from '../questions/played-study.js';
import { boardOf } from './outlets.js';
import { HAS_PYTHON, PYTHON } from './python-outlet.js';

const ACTIONS = ['worst', 'exclude'] as const;
type Action = (typeof ACTIONS)[number];

interface Context {
  readonly streams: Readonly<Record<'init' | 'sample', number>>;
}

/** x = 1 fails in three of ten trainings, x = 2 diverges in one of ten. */
function endOf(x: number, init: number): number | 'failed' {
  const place = init % 10;
  if (x === 1 && (place === 2 || place === 5 || place === 8)) return 'failed';
  if (x === 2 && place === 4) return Number.POSITIVE_INFINITY;
  return 1 + 0.1 * x + 0.1 * randomFrom('test', 'studies', x, init).normal();
}

function train({ x }: { readonly x: number }, { streams: { init } }: Context): number {
  const ended = endOf(x, init);
  if (ended === 'failed') throw new Error('out of memory');
  return ended;
}

function asked(action: Action, folder: string) {
  const experiment = { name: `of-${action}`, space: { x: [0, 1, 2] }, failures: { retries: 0, action }, seed: 3 };
  return { experiment, trainer: train, out: join(folder, action), workers: 1 };
}

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

const LOADED = `
import json, math, sys
import surefoot as sf
def told(value):
    if isinstance(value, dict):
        return {key: told(part) for key, part in value.items()}
    if isinstance(value, list):
        return [told(part) for part in value]
    return ("Infinity" if value > 0 else "-Infinity") if isinstance(value, float) and math.isinf(value) else value
loaded = sf.load_run(sys.argv[1])
rows = loaded.trials if isinstance(loaded.trials, list) else loaded.trials.to_dict("records")
ended = [row["status"] for row in rows]
print(json.dumps({"headline": loaded.statement, "findings": told(loaded.findings), "verdict": loaded.verdict, "kind": loaded.kind,
    "failed": ended.count("failed"), "begun": len(ended), "latex": loaded.to_latex()}))
`;

/** The answer of a run folder as Python has it; undefined where there is no Python. */
function inPython(folder: string) {
  if (!HAS_PYTHON) return undefined;
  const { stdout, stderr, status } = spawnSync('python3', ['-c', LOADED, folder], { env: PYTHON, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** What Python says of a folder's answer is what its record says. */
function expectInPython(
  folder: string,
  kind: string,
  { failed, begun }: { readonly failed: number; readonly begun: number },
) {
  const told = inPython(folder);
  if (told === undefined) return;
  const written = JSON.parse(readFileSync(join(folder, `${kind}.json`), 'utf8'));
  expect(told).toMatchObject({ kind, failed, begun, headline: written.headline, findings: written.findings });
  expect(told.latex).toContain('trainings');
}

/** The cells of a set's row by heading. */
function rowOf(lines: readonly string[], set: string, between: RegExp): Readonly<Record<string, string>> {
  const cells = (line: string): string[] => line.split(between).map((cell) => cell.trim());
  const head = lines.find((line) => /\btrainings\b/.test(line) && /\bmedian\b/.test(line)) ?? '';
  const row = lines.find((line) => line.includes(set) && cells(line).length === cells(head).length) ?? '';
  return Object.fromEntries(cells(head).map((heading, place) => [heading, cells(row)[place] ?? '']));
}

const UNDER = { worst: { counted: undefined, n: 20 }, exclude: { counted: '14', n: 14 } };

test.each(ACTIONS)('a comparison under %s counts the same everywhere, and says first what failed', async (action) => {
  const folder = temporaryFolder(onTestFinished);
  const own = asked(action, folder);
  const { record } = (await compare({ ...own, factors: ['x'], trials: 20 })) as StudyFinding;
  expect(record.headline).toMatch(/^6 of 60 trainings failed, 2 collapsed \(.*: 6, .*: 2\)\. /);
  const [factor] = (record.findings as CompareAnalysis).factors;
  const levels = factor?.levels ?? [];
  const { n, counted } = UNDER[action];
  expect(
    levels.map(({ distribution: { begun, failed, collapsed, losses } }) => [begun, failed, collapsed, losses.length]),
  ).toEqual([
    [20, 0, 0, 20],
    [20, 6, 0, n],
    [20, 0, 2, 20],
  ]);
  // Medians, difference and ratio are of the same losses.
  const [first, second] = levels.map(({ distribution }) => distribution.losses) as [number[], number[]];
  const pair = factor?.pairs[0];
  expect(pair?.difference).toBe(median(first) - median(second));
  expect(pair?.spreadRatio).toBe(action === 'worst' ? null : standardDeviation(first) / standardDeviation(second));
  expect(pair?.pairs).toBe(n);
  // The lower of the middle ones, of what counts.
  const middle = ({ losses }: { readonly losses: readonly number[] }) =>
    losses.toSorted((a, b) => a - b)[Math.floor((losses.length - 1) / 2)];
  expect(boardOf(own.out).map(({ value }) => value)).toEqual(levels.map(({ distribution }) => middle(distribution)));
  // The training that checks the seeds is none of the study.
  expect(boardOf(own.out).map(({ trainings }) => trainings)).toEqual([20, 20, 20]);
  const q3 = levels[1]?.distribution.criteria.find(({ name }) => name === 'q3');
  const told = JSON.parse(readFileSync(join(own.out, 'compare.json'), 'utf8')).findings.factors[0].levels[1];
  const written = told.distribution.criteria.find(({ name }: { readonly name: string }) => name === 'q3');
  if (action === 'worst') {
    expect(q3).toMatchObject({ value: Number.POSITIVE_INFINITY, interval: { high: Number.POSITIVE_INFINITY } });
    expect(written).toMatchObject({ value: 'Infinity', interval: { high: null, open: expect.any(String) } });
  } else {
    expect(written.value).toBeLessThan(2);
    expect(written.interval.high).toBeLessThan(2);
  }
  expectInPython(own.out, 'compare', { failed: 6, begun: 60 });
  const texts = await surefootHere(['report', own.out, '--long'], folder);
  expect(flat(texts.stdout)).toContain(flat(record.headline));
  const tableAs = async (format: string) =>
    (await surefootHere(['report', own.out, '--table', format], folder)).stdout.split('\n');
  const [markdown, latex] = [await tableAs('markdown'), await tableAs('latex')];
  for (const row of [
    rowOf(texts.stdout.split('\n'), 'x = 1', / {2,}/),
    rowOf(markdown, 'x = 1', /\|/),
    rowOf(latex, 'x = 1', /&|\\\\/),
    pageRows(join(own.out, 'compare.html')).find(({ set }) => set === 'x = 1'),
  ])
    expect(row).toMatchObject({ trainings: '20', failed: '6', ...(counted && { counted }) });
});

/** A page's rows of cells. */
/** Rows of the tables of a page, by the heads of their columns. */
function pageRows(file: string): readonly Readonly<Record<string, string>>[] {
  const { document } = parseHTML(readFileSync(file, 'utf8'));
  return [...document.querySelectorAll('table')].flatMap((table) => {
    const [heads = [], ...rows] = [...table.querySelectorAll('tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? ''),
    );
    return rows.map((cells) => Object.fromEntries(heads.map((head, place) => [head, cells[place] ?? ''])));
  });
}

test.each(ACTIONS)('a change under %s is judged by the losses that are shown, in whole pairs', async (action) => {
  const folder = temporaryFolder(onTestFinished);
  const own = asked(action, folder);
  const { record } = await assureChange({
    ...own,
    candidate: 'x=1',
    against: own.experiment,
    againstCandidate: 'x=2',
    trials: 18,
  });
  const { trainings, gain, ...of } = record.findings as KeepAnalysis;
  // Three of ten of the new one fail; of the old one, one of ten diverges, which counts under either.
  const { begun } = of.new.distribution;
  const failed = [...Array(begun).keys()].filter((place) => endOf(1, place) === 'failed').length;
  expect(of.new.distribution).toMatchObject({ failed, collapsed: 0 });
  expect(of.old.distribution).toMatchObject({ failed: 0 });
  expect(trainings.new).toBe(action === 'worst' ? begun : begun - failed);
  const values = [of.new, of.old].map(({ value, distribution: { criteria } }) => {
    expect(criteria.find(({ name }) => name === 'q3')?.value).toBe(value);
    return value;
  }) as [number, number];
  expect(gain).toBe(values[0] === values[1] ? 0 : values[1] - values[0]);
  const written = JSON.parse(readFileSync(join(own.out, 'keep.json'), 'utf8')).findings;
  expect(written).toMatchObject({ trainings, new: { distribution: { begun, failed } } });
  expectInPython(own.out, 'keep', { failed, begun: begun + of.old.distribution.begun });
  const { stdout } = await surefootHere(['report', own.out, '--long'], folder);
  expect(flat(stdout)).toContain(`of the new candidate and ${trainings.old} of the old one`);
  const page = pageRows(join(own.out, 'keep.html'));
  const csv = parse(readFileSync(join(own.out, 'keep.csv'), 'utf8'), { columns: true });
  for (const [place, [set, one]] of Object.entries({ new: of.new, old: of.old }).entries()) {
    const told = { trainings: String(one.distribution.begun) };
    expect(rowOf(stdout.split('\n'), ` ${set} `, / {2,}/)).toMatchObject(told);
    expect(page.find((row) => row.set === set)).toMatchObject(told);
    expect(csv[place]).toMatchObject({ set, begun: told.trainings, q3: String(values[place]) });
  }
});

test.each(ACTIONS)('a curve and a measurement under %s count as the comparison does', async (action) => {
  const folder = temporaryFolder(onTestFinished);
  const own = asked(action, folder);
  const n = action === 'worst' ? 10 : 7;
  const curved = await curve({ ...own, sizes: [100, 200], trials: 10, adaptive: false });
  const sizes = (curved.record.findings as CurveAnalysis).candidates[1]?.sizes ?? [];
  for (const { distribution } of sizes) {
    expect([distribution.begun, distribution.failed, distribution.losses.length]).toEqual([10, 3, n]);
    expect(distribution.criteria.find(({ name }) => name === 'max')?.value === Number.POSITIVE_INFINITY).toBe(
      action === 'worst',
    );
  }
  expect(curved.record.headline).toMatch(/^6 of 60 trainings failed, 2 collapsed/);
  expectInPython(own.out, 'curve', { failed: 6, begun: 60 });
  const measured = await measure({ ...own, vary: ['init'], trials: 10, candidates: ['x=1'] });
  const [one] = (measured.record.findings as MeasureAnalysis).candidates;
  const arm = one?.arms[0]?.distribution;
  expect([arm?.begun, arm?.failed, arm?.losses.length]).toEqual([10, 3, n]);
  expect(measured.record.headline).toMatch(/^3 of \d+ trainings failed/);
});

test.each(ACTIONS)(
  'cells of coupled effects under %s miss what failed, and their criteria follow the policy',
  (action) => {
    const levels = ['a', 'b'];
    const study = createCouple({
      ...{
        candidates: levels,
        figure: 'loss',
        seed: 3,
        sizes: [100, 200],
        vary: ['init', 'sample'],
        budget: undefined,
        crossed: [4, 4],
      },
      ...{
        failurePolicy: { retries: 0, action, kinds: {} },
        criterion: 'median',
        pool: 400,
        nested: false,
        epochs: null,
      },
      factors: [{ name: 'x', levels }],
    });
    const { outcomes } = playStudy(study, ({ candidate, streams: { init, sample } }) =>
      candidate === 'a' && init === sample ? 'failed' : 1 + 0.1 * randomFrom('couple', init, sample).normal(),
    );
    const { table, distributions, effects, collapses } = analyseCouple(study.settings, outcomes);
    expect(table.cells[0]?.values.map((row, place) => row[place])).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(effects.cells[0]).toMatchObject({ trainings: 12, collapsed: 0, missing: 4 });
    expect(collapses.cells[0]).toMatchObject({ collapsed: 0, of: 12 });
    expect(distributions[0]).toMatchObject({ begun: 16, failed: 4, collapsed: 0 });
    expect(distributions[0]?.losses).toHaveLength(action === 'worst' ? 16 : 12);
  },
);
