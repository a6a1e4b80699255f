/** @file The answer of a race and a study as tables for other documents: the figures of the terminal, safe whatever names hold. */
import { expect, test } from 'vitest';
import { formatTables, showRace, showStudy } from '../../src/report/index.js';
import { simulateRun } from './simulated-run.js';
import { compared, curved, measured } from './simulated-studies.js';

const HOSTILE = 'a|b_c*\\ [x] 50% #1 {y} ~^ <z> & $q$\nnext';

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
  const [table] = showRace({ ...input, direction: 'maximize', metric: 'accuracy' }).tables();
  expect(table?.columns.map(({ heading }) => heading)).toContain('q1');
  expect(table?.rows[0]?.some((cell) => /^0\.901/.test(cell))).toBe(true);
});

test('a study has one row a set', () => {
  for (const input of [measured(), curved(), compared()]) {
    const [table] = showStudy(input).tables();
    expect(table?.columns.slice(0, 3).map(({ heading }) => heading)).toEqual(['candidate', 'set', 'trainings']);
    expect(table?.rows.length).toBeGreaterThan(0);
  }
});
