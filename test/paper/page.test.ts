/** @file docs/paper.md and its pictures are what the tables of evidence say, and tables that cannot be read are said, not guessed. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { appendLine, mendLines, readLines } from '../../scripts/paper/lines.mjs';
import { makePage } from '../../scripts/paper/make-page.mjs';
import { savings } from '../../scripts/paper/savings.mjs';
import { readTables, VERSION, writeTable } from '../../scripts/paper/tables.mjs';
import { temporaryFolder } from '../evidence/log/temporary-folder.js';

const published = JSON.parse(readFileSync('data/paper/published.json', 'utf8'));

test('the page and its pictures are what the tables say', () => {
  const { tables, problems } = readTables();
  expect(problems).toEqual([]);
  const { markdown, pictures } = makePage(tables, published, problems);
  expect(markdown).toBe(readFileSync('docs/paper.md', 'utf8'));
  const names = readdirSync('docs/pictures').filter((name) => name.startsWith('paper-'));
  expect(Object.keys(pictures).sort()).toEqual(names.sort());
  for (const name of names) expect(pictures[name]).toBe(readFileSync(`docs/pictures/${name}`, 'utf8'));
});

test('the page begins with what its scoreboard says, and each section ends with its own verdicts', () => {
  const { markdown } = makePage(readTables().tables, published);
  const rows = [...markdown.matchAll(/^\| \[(.*?)\]\(#([^)]*)\) \|.*\| \*\*(agrees|differs|open)\*\* \|/gm)].map(
    ([, finding = '', anchor, verdict]) => ({ finding, anchor, verdict }),
  );
  expect(rows.length).toBeGreaterThan(20);
  const [, ...begins] = markdown.split('\n\n');
  for (const [place, verdict] of ['agrees', 'differs', 'open'].entries()) {
    const own = rows.filter((row) => row.verdict === verdict).map(({ finding }) => `- ${finding}`);
    expect(begins[2 * place]).toMatch(new RegExp(`\\*\\* \\(${own.length} of ${rows.length}\\):$`));
    expect(begins[2 * place + 1]).toBe(own.join('\n'));
  }
  for (const section of markdown.split(/^## /m).slice(2)) {
    const [title = ''] = section.split('\n');
    const anchor = title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-');
    for (const { finding, verdict } of rows.filter((row) => row.anchor === anchor))
      expect(section).toContain(`${finding}: ${verdict}.`);
  }
});

test('what is restored of a table is exported as it was', () => {
  const [runs, evidence] = [temporaryFolder(), temporaryFolder()];
  const name = 'search-winners';
  const table = readTables().tables[name] as {
    readonly columns: object;
    readonly experiment: { readonly data: object };
  };
  // Restoring makes the data, which takes its time for many of them.
  const data = { ...table.experiment.data, split: { pool: 200, selection: 100, final: 100, seed: 0 } };
  // Whoever runs this trained none of it.
  const machines = [{ cpu: 'Analytical Engine', cores: 1, node: '20.19.0' }];
  const given = { ...table, experiment: { ...table.experiment, data }, machines };
  writeTable(name, given, evidence);
  const run = (script: string, ...args: string[]) =>
    spawnSync(process.execPath, [`scripts/paper/${script}`, ...args], {
      env: { ...process.env, PAPER_RUNS: runs, PAPER_EVIDENCE: evidence },
      encoding: 'utf8',
    });
  expect(run('restore.mjs', 'search/winners').stdout).toBe(
    `search/winners: ${Object.values(given.columns)[0].length} trainings added\n`,
  );
  expect(run('restore.mjs', 'search/winners').stdout).toBe('search/winners: 0 trainings added\n');
  expect(run('export.mjs').status).toBe(0);
  expect(readTables(evidence).tables[name]).toMatchObject(given);
  // The same runs, and a table that has more.
  const [first] = Object.keys(given.columns) as ['candidate'];
  const longer = { ...given, columns: { ...given.columns, [first]: [...Object.values(given.columns)[0], 0] } };
  writeTable(name, longer, evidence);
  expect(run('export.mjs').stdout).toContain(`${name}: left as it was, its table has`);
  expect(readTables(evidence).tables[name]).toMatchObject(longer);
  // Half a table: the other half counts as trained here.
  const half = Object.entries(given.columns).map(([key, column]) => [key, column.slice(0, column.length / 2)]);
  writeTable(name, { ...given, columns: Object.fromEntries(half) }, evidence);
  expect(run('export.mjs').status).toBe(0);
  const cpu = cpus()[0]?.model.trim() ?? 'unknown';
  const here = { cpu, cores: cpus().length, node: process.versions.node };
  expect(readTables(evidence).tables[name]).toMatchObject({ columns: given.columns, machines: [...machines, here] });
  const unknown = run('restore.mjs', 'search-winners');
  expect(unknown.status).toBe(2);
  expect(unknown.stderr).toContain('There is no table "search-winners"; there are energy-b,');
});

test('a table of another version, a broken one and a foreign one are left out by name; the page says so', () => {
  const folder = temporaryFolder();
  writeTable('good', { columns: { loss: [1, 2] } }, folder);
  writeFileSync(
    join(folder, 'newer.json.gz'),
    gzipSync(`{"format":"surefoot paper evidence","version":${VERSION + 1}}`),
  );
  writeFileSync(join(folder, 'half.json.gz'), readFileSync(join(folder, 'good.json.gz')).subarray(0, 30));
  writeFileSync(join(folder, 'foreign.json.gz'), gzipSync('{"version":1}'));
  const { tables, problems } = readTables(folder);
  expect(Object.keys(tables)).toEqual(['good']);
  expect(problems).toEqual([
    'foreign.json.gz is no evidence of the paper: left out',
    expect.stringMatching(/^half\.json\.gz cannot be read \(.*\): left out$/),
    `newer.json.gz has version ${VERSION + 1}, this program reads ${VERSION}: left out`,
  ]);
  const { markdown } = makePage({}, published, problems);
  expect(markdown).toContain('Left out: newer.json.gz has version 2');
  expect(markdown).toContain('Not reached yet: ');
});

test('a half-written line is no evidence, and the next one begins on its own', () => {
  const path = join(temporaryFolder(), 'trials.jsonl');
  writeFileSync(path, '{"loss":1}\n{"loss":2}\n{"los');
  expect(readLines(path)).toEqual([{ loss: 1 }, { loss: 2 }]);
  mendLines(path);
  appendLine(path, { loss: 3 });
  expect(readLines(path)).toEqual([{ loss: 1 }, { loss: 2 }, { loss: 3 }]);
  expect(readLines(`${path}.none`)).toEqual([]);
});

test('how many times fewer examples: read off two curves of known shape', () => {
  const sizes = [100, 316, 1000, 3162, 10_000];
  const curve = (factor: number) =>
    sizes.map((size): [number, number[]] => {
      const middle = 1 / Math.sqrt(factor * size);
      return [size, [0.98, 1, 1.02].map((one) => one * middle)];
    });
  const median = (losses: readonly number[]) => losses.toSorted((a, b) => a - b)[1] as number;
  const factor = (of: number) => savings(curve(1), curve(of), median, [10_000], 200)[0];
  const found = factor(10);
  expect(found?.value).toBeCloseTo(10, 0);
  expect(found?.low).toBeLessThan(10);
  expect(found?.high).toBeGreaterThan(10);
  expect(factor(0.1)).toMatchObject({ value: 0, high: 0 });
  expect(factor(200)).toMatchObject({ value: 100, atLeast: true });
});

test.each([
  [['nothing'], /there is no step "nothing"; there are energy-b, /],
  [['--minutes', '0'], /--minutes is "0", but must be a number above 0/],
  [['--hours', '2'], /Unknown option '--hours'/],
])('the runs refuse %j', (args, message) => {
  const env = { ...process.env, PAPER_RUNS: temporaryFolder() };
  const { status, stderr } = spawnSync(process.execPath, ['scripts/paper/runs.mjs', ...args], {
    env,
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
});
