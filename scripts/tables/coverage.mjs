/**
 * @file Says how often rows that were held back lie where the answer said: for each table of suite.json the range of `winner.expected`, and the figure of the
 * delivered model on the rows held back, in parts of as many rows as the range is told for. Figures are kept as they come in data/expected.json.
 *
 *   node scripts/tables/coverage.mjs [--splits 1] [--only wine,iris] [--print]     (--print: the table of what is kept)
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values: flags } = parseArgs({
  options: {
    splits: { type: 'string', default: '1' },
    only: { type: 'string' },
    print: { type: 'boolean', default: false },
  },
});
const CACHE = process.env.TABLES_CACHE ?? resolve('node_modules/.cache/surefoot-tables');
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3';
const SURE = process.env.SUREFOOT ?? resolve('dist/cli/main.js');
const KEPT = 'data/expected.json';
const SUITE = JSON.parse(readFileSync('scripts/tables/suite.json', 'utf8'));

const kept = existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, 'utf8')) : {};
const names = flags.only?.split(',') ?? Object.keys(SUITE);
for (let split = 1; split <= Number(flags.splits) && !flags.print; split++) {
  for (const name of names) {
    if (kept[name]?.[split] !== undefined || !existsSync(join(CACHE, `${name}.csv`))) continue;
    kept[name] = { ...kept[name], [split]: measure(name, split) };
    writeFileSync(KEPT, `${JSON.stringify(kept, null, 1)}\n`);
    console.log(name, split, JSON.stringify(kept[name][split]));
  }
}
print();

/** As a newcomer does it, but for the seeds. */
function measure(name, split) {
  const folder = join(CACHE, `expected-${name}-${split}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  python('peers.py', 'divide', join(CACHE, `${name}.csv`), folder, `${split}`, name);
  const { target } = SUITE[name];
  surefoot(folder, 'init', 'e.yaml', '--data', 'known.csv', '--target', target);
  const experiment = join(folder, 'e.yaml');
  const draft = readFileSync(experiment, 'utf8');
  writeFileSync(experiment, draft.replace(/seed: 0 \}/, `seed: ${split} }`).replace(/^seed: 1$/m, `seed: ${split}`));
  const { winner, verdict, simplest } = JSON.parse(
    surefoot(folder, 'select', 'e.yaml', '--json', '--quiet', '--workers', '1'),
  );
  const { expected } = winner ?? {};
  if (!expected?.range) return { verdict };
  writeFileSync(join(folder, 'predicted.csv'), surefoot(folder, 'predict', join('runs', 'e'), 'new.csv'));
  const held = JSON.parse(python('held.py', folder, target, expected.metric, `${expected.range.rows}`));
  const { finalDistribution } = winner;
  const { values } = finalDistribution.metrics[expected.metric];
  const spans = [Math.min(...values.map(Number)), Math.max(...values.map(Number))];
  return { verdict, metric: expected.metric, range: expected.range, spans, held, beaten: simplest?.beaten ?? null };
}

function surefoot(cwd, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SURE, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status === 1 || status === 2) throw new Error(`surefoot ${args.join(' ')}: ${stderr}`);
  return stdout;
}

function python(script, ...args) {
  return execFileSync(PYTHON, [join('scripts/tables', script), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Each part of the rows is a trial of the range; beside it whether the span of the retrainings, which was told before, held it. */
function print() {
  let [parts, inside, spanned] = [0, 0, 0];
  const rows = Object.entries(kept).flatMap(([name, splits]) =>
    Object.entries(splits).flatMap(([split, { metric, range, spans, held }]) => {
      if (range === undefined) return [];
      const lies = ([low, high]) =>
        held.figures.filter((figure) => figure >= low - 1e-9 && figure <= high + 1e-9).length;
      const [own, span] = [lies([range.low, range.high]), lies(spans)];
      [parts, inside, spanned] = [parts + held.figures.length, inside + own, spanned + span];
      const text = (value) => Number(value.toPrecision(4));
      return `| ${name} | ${split} | ${metric} | ${range.rows} | ${text(range.low)} to ${text(range.high)} | ${held.figures.map(text).join(', ')} | ${own} of ${held.figures.length} | ${span} of ${held.figures.length} |`;
    }),
  );
  console.log(
    [
      '| table | split | figure | rows | told | held back | inside | within the span of retrainings |',
      '|---|---|---|---|---|---|---|---|',
      ...rows,
    ].join('\n'),
  );
  console.log(`\nInside: ${inside} of ${parts}; within the span of retrainings ${spanned} of ${parts}.`);
}
