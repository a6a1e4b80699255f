/**
 * @file Every question, asked once: whatever makes its page draws the same figures (the run, `surefoot report --out`, `--figures`, the server of
 * `surefoot watch`), every figure that is listed is among them, and the docs tell every field and column of what it wrote.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followQuestion } from '../../src/app/conclude/logged-question.js';
import { newestQuestion } from '../../src/app/folder/logged-run.js';
import { answerFiles, QUESTION_KINDS, RUN_FILES } from '../../src/app/folder/run-files.js';
import { openFollowedStore } from '../../src/evidence/log/index.js';
import { type ReportView, raceReportOf } from '../../src/report/index.js';
import type { Chart } from '../../src/report/pages.js';
import { RACE_FIGURES } from '../../src/report/race/sections.js';
import { temporaryFolder } from '../app/command-line.js';
import { surefootHere } from '../app/command-line-here.js';
import { xmlFault } from '../well-formed.js';
import { isNamed, readPage, untoldFields } from './told-in.js';

const TRAIN = `export default ({ x }, { streams, fidelity }) => {
  const noise = (name) => ((streams[name] * 2654435761) % 1013) / 1013;
  const loss = x + noise('init') + noise('sample') / 2 + 5 / (fidelity.sampleSize || 50);
  return { loss, metrics: { mae: noise('order') }, lossPerEpoch: [3 * loss, loss] };
};
`;

/** A table, so that what the winner relies on can be told; settings that matter; predictions that are kept. */
const RACE = `name: prices
data: { file: prices.csv, target: price, split: { pool: 0.6, selection: 0.2, final: 0.2 } }
space: { layers: [{ dense: { units: [2, 4, 8] } }], optimizer: { name: adam, learningRate: [0.001, 0.01, 0.1] }, epochs: 4 }
race: { rule: halving, warmup: 3, maxReplicates: 5, finalTrials: 4 }
keep: { predictions: all }
workers: 1
`;

/** What a question needs beside its experiment; `keep` is asked by `assure --against`. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  race: ['select', 'race.yaml'],
  curve: ['curve', 'few.yaml', '--sizes', '50,100,200', '--trials', '4'],
  couple: ['couple', 'few.yaml', '--factor', 'x', '--sizes', '50,100', '--crossed', '3'],
  assure: ['assure', 'one.yaml', '--loss-below', '9'],
  keep: ['assure', 'one.yaml', '--against', 'other.yaml'],
};

let remove = (): void => {};
const folder = temporaryFolder((cleanUp) => {
  remove = cleanUp;
});
const { PageMaker }: typeof import('../../src/app/serve/page-maker.js') = await import(
  pathToFileURL(resolve('dist/app/serve/page-maker.js')).href
);
const pages = new PageMaker();

async function run(...args: readonly string[]): Promise<void> {
  const { status, stderr } = await surefootHere(args, folder);
  expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
}

const outOf = (kind: string): string => join('runs', kind);

beforeAll(async () => {
  writeFileSync(join(folder, 'train.mjs'), TRAIN);
  for (const [name, x] of Object.entries({ few: '[1, 3]', one: '[1]', other: '[3]' }))
    writeFileSync(
      join(folder, `${name}.yaml`),
      `name: ${name}\ntrainer: { module: ./train.mjs }\nworkers: 1\nspace: { x: ${x} }\n`,
    );
  const rows = Array.from({ length: 120 }, (_, row) => [(row * 37) % 101, 'abc'[row % 3], (row * 53) % 17]);
  const cells = rows.map(([size, town, noise]) => [size, town, noise, Number(size) + Number(noise) / 4]);
  writeFileSync(join(folder, 'prices.csv'), `size,town,noise,price\n${cells.join('\n')}\n`);
  writeFileSync(join(folder, 'race.yaml'), RACE);
  for (const kind of QUESTION_KINDS)
    await run(...(ASKED[kind] ?? [kind, 'few.yaml', '--trials', '6']), '--out', outOf(kind), '--quiet');
  await run('explain', outOf('race'), '--keep');
  await run('report', outOf('race'));
});
afterAll(() => {
  pages.close();
  remove();
});

const textAt = (...path: readonly string[]): string => readFileSync(join(folder, ...path), 'utf8');

const figuresIn = (page: string): readonly string[] =>
  [...page.matchAll(/<figure[^>]* data-figure="([^"]+)"/g)].map(([, id = '']) => id).sort();

it.each(QUESTION_KINDS)('of %s every way to a page shows the same figures', async (kind) => {
  const out = outOf(kind);
  const shown = figuresIn(textAt(out, answerFiles(kind).page));
  expect(new Set(shown).size).toBe(shown.length);
  await run('report', out, '--out', `${kind}.html`);
  await run('report', out, '--figures', `figures/${kind}`);
  const files = readdirSync(join(folder, 'figures', kind)).filter((name) => name.endsWith('.svg'));
  for (const name of files) expect([name, xmlFault(textAt('figures', kind, name))]).toEqual([name, undefined]);
  const { html } = await pages.page(join(folder, out), false);
  expect({
    again: figuresIn(textAt(`${kind}.html`)),
    files: files.map((name) => name.slice(0, -4)).sort(),
    served: figuresIn(html),
  }).toEqual({ again: shown, files: shown, served: shown });
});

describe('of a race', () => {
  let view: ReportView;
  beforeAll(() => {
    const { store } = openFollowedStore(join(folder, outOf('race'), RUN_FILES.log));
    const report = followQuestion(store, newestQuestion(store), join(folder, outOf('race'))).report(false);
    view = raceReportOf(report)?.view as ReportView;
  });

  type Maker = (view: ReportView) => Chart | null | undefined | readonly Chart[];
  const listed = Object.values<readonly Maker[]>(RACE_FIGURES).flat();
  it.each(listed.map((make) => [make.name, make] as const))('%s is on its page', (name, make) => {
    const charts = [make(view) ?? []].flat();
    expect(charts.length, `the race of this suite has what ${name} draws`).toBeGreaterThan(0);
    const shown = figuresIn(textAt(outOf('race'), RUN_FILES.report));
    for (const { data, says } of charts) {
      expect(shown).toContain(data.id);
      expect(data.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(data.rows.length).toBeGreaterThan(0);
      expect([new Set(data.columns.map(({ key }) => key)).size, data.caption]).toEqual([
        data.columns.length,
        expect.stringMatching(/^\S.*[^.]$/),
      ]);
      expect(says).toMatch(/^\S.*\.$/s);
    }
  });
  it('no figure is listed twice', () => expect(new Set(listed).size).toBe(listed.length));
});

/** Below these stands what a user or a tool named, or what an option says. */
const OPEN = new Set(['plan', 'configuration', 'files', 'versions']);

/** Every field of a record, with those that it stands within. */
function fieldsIn(value: unknown, within: readonly string[] = []): readonly (readonly string[])[] {
  if (Array.isArray(value)) return value.flatMap((one) => fieldsIn(one, within));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, own]) => [
    [...within, name],
    ...(OPEN.has(name) ? [] : fieldsIn(own, [...within, name])),
  ]);
}

it.each(QUESTION_KINDS.filter((kind) => kind !== 'race'))('the docs tell all that the record of %s has', (kind) => {
  const record = JSON.parse(textAt(outOf(kind), answerFiles(kind).record)) as Readonly<Record<string, unknown>>;
  const page = readPage('docs/study-format.md') + readPage('docs/result-format.md');
  expect(untoldFields(page, fieldsIn(record))).toEqual([]);
});

it.each(QUESTION_KINDS)('the docs tell every column of the tables of %s', (kind) => {
  const page = ['result-format', 'study-format', 'metrics'].map((name) => readPage(`docs/${name}.md`)).join('\n');
  const tables = readdirSync(join(folder, outOf(kind))).filter((name) => name.endsWith('.csv'));
  expect(tables.length).toBeGreaterThan(0);
  for (const name of tables) {
    const [columns = []] = parse(textAt(outOf(kind), name)) as string[][];
    const untold = columns
      .map((column) => column.replace(/^config\..*/, 'config.KEY').replace(/^seed\..*/, 'seed.init'))
      .filter((column) => !isNamed(page, column.replace(/ (low|high|note)$/, '')));
    expect({ name, untold }).toEqual({ name, untold: [] });
  }
});
