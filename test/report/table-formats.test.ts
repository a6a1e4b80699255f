/** @file One table in all its forms: equal texts for equal numbers, intervals with their conditions and reasons, names that stay apart, whatever they hold. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { formatTables, showRace, showStudy } from '../../src/report/index.js';
import { estimateText, type NumberUnit } from '../../src/report/number-text.js';
import { shareWithin } from '../../src/report/predictions/prediction-words.js';
import { columnsShown, type Table } from '../../src/report/table/table.js';
import { renderTable } from '../../src/report/table/table-html.js';
import { tableLines } from '../../src/report/table/table-terminal.js';
import type { BasedInterval } from '../../src/report/view/interval-words.js';
import { simulateRun } from './simulated-run.js';
import { compared, curved, measured } from './simulated-studies.js';

const HOSTILE = 'a|b_c*\\ [x] 50% #1 {y} ~^ <z> & $q$\nnext';

interface Row {
  readonly name: string;
  readonly value: number | null;
  readonly interval: BasedInterval | null;
}

const between = (low: number, high: number): BasedInterval => {
  return { low, high, level: 0.95, method: 'nyblom', basis: 'distribution-free' };
};
const limited = { ...between(0.18, 0.29), holdsUnder: { collapsed: 0, of: 20, atMost: 0.14, confidence: 0.95 } };

const tableOf = (rows: readonly Row[]): Table<Row> => ({
  id: 'made',
  caption: 'Made up',
  columns: [
    { key: 'name', of: ({ name }) => name },
    { key: 'n', label: 'trainings', unit: 'count', of: () => 12345, spare: 1 },
    { key: 'median', unit: 'value', of: ({ value }) => value, interval: ({ interval }) => interval },
  ],
  rows,
});

const made = tableOf([
  { name: 'first', value: 0.23456, interval: limited },
  { name: 'second', value: 0.9, interval: between(0.85, 0.93) },
  { name: 'third', value: null, interval: { reason: 'two trainings are too few' } },
]);

const wide = { width: 200, colors: false };

describe('one declaration', () => {
  test('has the texts of sentences, whatever stands in its other rows', () => {
    const end = fc.oneof(
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: 0, max: 0.1, noNaN: true }),
      fc.double({ noNaN: true }),
      fc.constantFrom(0, 1, 1e-9, Number.POSITIVE_INFINITY),
    );
    const estimate = fc.tuple(end, end, end).map((three) => {
      const [low, value, high] = three.sort((a, b) => a - b) as [number, number, number];
      return { name: '', value, low, high, level: 0.95, interval: between(low, high) };
    });
    const units: readonly NumberUnit[] = ['count', 'value', 'ratio', 'share', 'hundredths', 'seconds', 'p'];
    fc.assert(
      fc.property(fc.array(estimate, { minLength: 1, maxLength: 6 }), fc.constantFrom(...units), (rows, unit) => {
        const table = { ...made, columns: [{ ...made.columns[2], key: 'median', unit }] } as Table<Row>;
        const shown = columnsShown({ ...table, rows }, 'text')[0]?.cells.map(({ text, ends }) => `${text} ${ends}`);
        expect(shown).toEqual(rows.map(({ value, interval }) => estimateText(value, interval, unit)));
        if (unit === 'share') expect(shown).toEqual(rows.map(shareWithin));
      }),
    );
  });

  test('has the same numbers on the page, in the terminal, in Markdown and LaTeX, and all digits in files', () => {
    const { document } = parseHTML(`<html><body>${renderTable(made)?.text ?? ''}</body></html>`);
    const cells = [...document.querySelectorAll('td.number:last-child')].map((cell) => cell.textContent);
    expect(cells).toEqual(['0.235[0.180, 0.290]', '0.900[0.850, 0.930]', '–two trainings are too few']);
    const terminal = tableLines(made, wide).join('\n');
    const documents = [formatTables([made], 'markdown'), formatTables([made], 'latex')];
    for (const text of [terminal, ...documents.map((one) => one.replaceAll(/\\|\{(?=[[\]])|(?<=[[\]])\}/g, ''))]) {
      expect(text).toContain('0.235 [0.180, 0.290]');
      expect(text).toContain('0.900 [0.850, 0.930]');
    }
    const [first, , third] = parse(formatTables([made], 'csv'), { columns: true }) as Record<string, string>[];
    expect(first).toMatchObject({ name: 'first', n: '12345', median: '0.23456', 'median low': '0.18' });
    expect(third).toMatchObject({ median: '', 'median low': '', 'median note': 'two trainings are too few' });
    const [json] = JSON.parse(formatTables([made], 'json'));
    expect(json).toMatchObject({ id: 'made', rows: [{ n: 12345, median: 0.23456 }, {}, { median: null }] });
  });

  test('says on which condition an interval holds wherever it shows the interval, and nowhere else', () => {
    const condition = 'for trainings that do not collapse: 0 of 20 did, up to 14 % may';
    const shown = [
      renderTable(made)?.text.replaceAll('\u00a0', ' ') ?? '',
      tableLines(made, wide).join('\n'),
      formatTables([made], 'markdown'),
      formatTables([made], 'latex').replaceAll('\\', ''),
      formatTables([made], 'csv'),
      formatTables([made], 'json'),
    ];
    for (const text of shown) expect(text).toContain(condition);
    const narrow = tableLines(made, { width: 30, colors: false }).join('\n');
    expect(narrow).not.toContain('[0.18');
    expect(narrow).not.toContain('collapse');
  });
});

const NAMES: Readonly<Record<string, (place: number) => string>> = {
  'of 200 characters': (place) => `${'setting=1 '.repeat(19)}rate=${place}`,
  'with equal beginnings': (place) => `${'x'.repeat(198)}-${place}`,
  'with equal ends': (place) => `${place}${'-x'.repeat(99)}`,
  'from right to left': (place) => `${'اختبار '.repeat(25)}${place}`,
  'of emoji': (place) => `${'👩‍👩‍👧'.repeat(20)}${place}`,
};

describe.each(Object.entries(NAMES))('names %s', (_, nameOf) => {
  const rows = [1, 2, 3, 4].map((place) => ({ name: nameOf(place), value: place / 7, interval: null }));

  test.each([16, 24, 40, 80, 120])('stay apart in %i columns, and no line is wider', (width) => {
    const lines = tableLines(tableOf(rows), { width, colors: false });
    for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
    const names = lines
      .map((line) => line.trim().split(/ {2,}/)[0] ?? '')
      .filter((name) => !/^[\d.,]+$|name|train|medi/.test(name));
    expect(names.length).toBe(4);
    expect(new Set(names).size).toBe(4);
  });
});

test.each([
  ['infinite, equal, huge and tiny values', [Number.POSITIVE_INFINITY, 1e300, 1e-300, 0, -0, Number.NEGATIVE_INFINITY]],
  ['no value at all', [null]],
])('%s are shown', (_, values) => {
  const table = tableOf(values.map((value, place) => ({ name: String(place), value, interval: null })));
  const texts = [
    renderTable(table)?.text ?? '',
    tableLines(table, wide).join('\n'),
    ...(['latex', 'markdown', 'csv', 'json'] as const).map((format) => formatTables([table], format)),
  ];
  for (const text of texts) expect(text).not.toMatch(/NaN|undefined|\[object/);
  expect(tableLines(table, wide).length).toBe(values.length + 1);
});

test('a table without rows shows nothing; of 50,000 a page and a terminal show the first, and a file all', () => {
  expect(renderTable(tableOf([]))).toBeNull();
  expect(tableLines(tableOf([]), wide)).toEqual([]);
  const rows = Array.from({ length: 50_000 }, (_, place) => ({ name: `c${place}`, value: place, interval: null }));
  expect(renderTable(tableOf(rows))?.text).toContain('49,880 more with --table csv.');
  expect(tableLines(tableOf(rows), { width: 80, colors: false }).at(-1)).toBe('... and 49,955 more with --table csv');
  expect(formatTables([tableOf(rows)], 'csv').split('\r\n').length).toBe(50_002);
});

test('Markdown: one table for trials of each kind, as many cells in each row', () => {
  const report = showRace(simulateRun({ candidates: 4, finalTrials: 5, label: (index) => `${HOSTILE} ${index}` }));
  const text = formatTables(report.tables(), 'markdown');
  const [fresh = '', raced = ''] = text.split('\n\n').filter((part) => part.startsWith('|'));
  for (const table of [fresh, raced]) {
    const widths = table
      .trimEnd()
      .split('\n')
      .map((line) => line.replaceAll('\\|', '').split('|').length);
    expect(new Set(widths).size).toBe(1);
  }
  expect(text).toMatch(/^On fresh trainings, which played no part in choosing:\n\n\| candidate \| id \|/);
  expect(fresh).toContain('a\\|b\\_c\\*\\\\ \\[x\\] 50% #1 {y} \\~^ \\<z\\>');
});

test('LaTeX: everything that it would read is escaped', () => {
  const report = showRace(simulateRun({ candidates: 4, finalTrials: 5, label: (index) => `${HOSTILE} ${index}` }));
  const text = formatTables(report.tables(), 'latex');
  expect(text.match(/\\begin\{table\}/g)).toHaveLength(2);
  expect(text).toContain(
    'a\\textbar{}b\\_c*\\textbackslash{} {[}x{]} 50\\% \\#1 \\{y\\} \\textasciitilde{}\\textasciicircum{}',
  );
  for (const table of text.split('\\end{table}').slice(0, -1)) {
    const columns = /tabular\}\{([lr]+)\}/.exec(table)?.[1]?.length;
    const rows = table.split('\n').filter((line) => line.endsWith('\\\\'));
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row.replaceAll('\\&', '').split('&')).toHaveLength(columns as number);
  }
});

test('a metric that is maximised is shown as itself, by the name of its criterion', () => {
  const input = simulateRun({
    candidates: 3,
    finalTrials: 5,
    loss: (candidate, { streams }) => -0.9 + candidate / 10 - streams.init / 1e9,
  });
  const text = formatTables(showRace({ ...input, direction: 'maximize', metric: 'accuracy' }).tables(), 'markdown');
  expect(text).toMatch(/\| q1 \|/);
  expect(text).toMatch(/\| 0\.901/);
});

test('a study has one row a set, then what it found', () => {
  for (const [input, ids] of [
    [measured(), ['sets', 'components']],
    [curved(), ['sets', 'stability']],
    [compared(), ['sets', 'factors', 'pairs-width']],
  ] as const) {
    const tables = showStudy(input).tables();
    expect(tables.map(({ id }) => id)).toEqual(ids);
    expect(formatTables(tables.slice(0, 1), 'markdown')).toMatch(/\n\| candidate \| set \| trainings \|/);
    expect(tables.every(({ rows }) => rows.length > 0)).toBe(true);
  }
});
