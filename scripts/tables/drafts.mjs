/**
 * @file Compares what `surefoot init` drafts for the tables of suite.json with key.json, which was made by hand: targets (guessed, or asked for), splits, and columns that
 * are no inputs. Each table is drafted whole, and without a fifth of its rows, which leaves gaps in what numbers them.
 *
 *   node scripts/tables/drafts.mjs          (TABLES_CACHE: the folder of the CSV files, which run.mjs makes)
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const CACHE = process.env.TABLES_CACHE ?? resolve('node_modules/.cache/surefoot-tables');
const SURE = process.env.SUREFOOT ?? resolve('dist/cli/main.js');
const KEY = JSON.parse(readFileSync('scripts/tables/key.json', 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'surefoot-drafts-'));

const wrong = [];
const counts = { drafts: 0, guessed: 0, asked: 0 };
for (const [name, wanted] of Object.entries(KEY)) {
  const file = join(CACHE, `${name}.csv`);
  if (!existsSync(file)) continue;
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const fewer = join(folder, `${name}.csv`);
  writeFileSync(fewer, `${[head, ...lines.filter((_, row) => row % 5 !== 3)].join('\n')}\n`);
  for (const table of [file, fewer]) compare(name, table, wanted);
  const guess = init(file, []);
  if (guess.draft === undefined) counts.asked++;
  else if (guess.draft.data.target === wanted.target) counts.guessed++;
  else wrong.push(`${name}: the target ${guess.draft.data.target} is guessed, and it is ${wanted.target}`);
}
rmSync(folder, { recursive: true });
console.log(wrong.join('\n'));
console.log(
  `${counts.drafts} drafts, ${counts.guessed} targets guessed as the key has them, ${counts.asked} asked for; ${wrong.length} differ from the key.`,
);

function init(table, more) {
  const path = join(folder, 'e.yaml');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [SURE, 'init', path, '--force', '--data', table, ...more],
    { encoding: 'utf8' },
  );
  if (status !== 0 && more.length > 0) throw new Error(stderr);
  return { said: stdout, draft: status === 0 ? parse(readFileSync(path, 'utf8')) : undefined };
}

function compare(name, table, { target, by, time, ignored = [] }) {
  const { draft, said } = init(table, ['--target', target]);
  counts.drafts++;
  const { split } = draft.data;
  const rows = table.startsWith(folder) ? ' (four fifths)' : '';
  if (process.argv.includes('--said')) console.log(`== ${name}${rows}\n${said}`);
  if (split.by !== by) wrong.push(`${name}${rows}: split by ${split.by}, and the key says ${by}`);
  if (split.time !== time) wrong.push(`${name}${rows}: split in time by ${split.time}, and the key says ${time}`);
  const drafted = [...said.matchAll(/^`(.+?)` is not an input/gm)].map(([, column]) => column);
  for (const one of drafted.filter((column) => !ignored.includes(column)))
    wrong.push(`${name}${rows}: ${one} is ignored, and the key has it as an input`);
  for (const one of ignored.filter((column) => !drafted.includes(column)))
    wrong.push(`${name}${rows}: ${one} is an input, and the key has it ignored`);
}
