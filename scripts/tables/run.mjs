/**
 * @file Makes docs/tables.md: the tables of suite.json, each divided five times into rows that are known and rows that are held back.
 * Surefoot is used on the known rows as a newcomer does, `init` and `select`, and usual models of scikit-learn and XGBoost are fitted to them, as they come and
 * tuned; all are judged on the rows held back. Networks race against linear models, and once more against boosted trees, too. Figures are kept as they come, so that a run that stopped goes on.
 *
 *   node scripts/tables/run.mjs [--splits 5] [--only wine,iris] [--peers] [--page]
 *
 * --peers fits the peers alone, --page writes the page from what is kept. Needs Debian's python3-sklearn, python3-xgboost and
 * python3-pandas, and r-cran-modeldata, -aer, -mlbench, -cardata, -kernlab, -lme4, -mlmrev, -plm, r-base-core (survival).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { tablesPage } from './page.mjs';

const { values: flags } = parseArgs({
  options: {
    splits: { type: 'string', default: '5' },
    only: { type: 'string' },
    peers: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
  },
});
const CACHE = process.env.TABLES_CACHE ?? resolve('node_modules/.cache/surefoot-tables');
const KEPT = 'data/tables.json';
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3';
const PEERS = resolve('scripts/tables/peers.py');
const SURE = resolve('dist/cli/main.js');
const SUITE = JSON.parse(readFileSync('scripts/tables/suite.json', 'utf8'));

const kept = existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, 'utf8')) : {};
if (!flags.page) measureAll();
writeFileSync('docs/tables.md', tablesPage(kept));

function measureAll() {
  makeTables();
  const only = flags.only?.split(',');
  for (let split = 1; split <= Number(flags.splits); split++) {
    for (const name of Object.keys(SUITE)) {
      if (only !== undefined && !only.includes(name)) continue;
      const found = kept[name]?.[split] ?? {};
      const folder = divided(name, split);
      const peers = found.peers ?? JSON.parse(python('fit', folder, name));
      const measure = (kinds) => surefoot(name, folder, split, kinds);
      const own = found.own ?? (flags.peers ? undefined : measure('net,line'));
      const boosted = found.boosted ?? (flags.peers ? undefined : measure('net,line,boost'));
      kept[name] = { ...kept[name], [split]: { peers, ...(own && { own }), ...(boosted && { boosted }) } };
      writeFileSync(KEPT, `${JSON.stringify(kept, null, 1)}\n`);
      console.log(name, split, JSON.stringify({ own, boosted }));
    }
  }
}

function makeTables() {
  mkdirSync(CACHE, { recursive: true });
  const entries = Object.entries(SUITE).filter(([name]) => !existsSync(join(CACHE, `${name}.csv`)));
  const ofR = entries.filter(([, { from }]) => from !== 'sklearn' && from !== 'simulated');
  if (ofR.length < entries.length) execFileSync(PYTHON, ['scripts/tables/made.py', CACHE]);
  const asked = ofR.flatMap(([name, { from, item }]) => [from, item ?? name, name]);
  if (asked.length > 0) execFileSync('Rscript', ['scripts/tables/make.R', CACHE, ...asked]);
}

function divided(name, split) {
  const folder = join(CACHE, `${name}-${split}`);
  if (existsSync(join(folder, 'new.csv'))) return folder;
  mkdirSync(folder, { recursive: true });
  python('divide', join(CACHE, `${name}.csv`), folder, `${split}`, name);
  return folder;
}

function python(...args) {
  return execFileSync(PYTHON, [PEERS, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** As a newcomer does it, but for the seed, which is the split's number. */
function surefoot(name, folder, split, kinds) {
  const experiment = join(folder, 'e.yaml');
  for (const old of ['e.yaml', 'boost.py', 'runs']) rmSync(join(folder, old), { recursive: true, force: true });
  let seconds = 0;
  const run = (...args) => {
    const { text, took } = runIn(folder, args);
    seconds += took;
    return text;
  };
  run('init', 'e.yaml', '--data', 'known.csv', '--target', SUITE[name].target, '--kinds', kinds);
  const drafted = readFileSync(experiment, 'utf8');
  // Counts look like classes; who knows what they are writes it.
  const { task } = SUITE[name];
  const draft = task === undefined ? drafted : drafted.replace(/task: \w+/, `task: ${task}`);
  writeFileSync(experiment, draft.replace(/seed: 0 \}/, `seed: ${split} }`).replace(/^seed: 1$/m, `seed: ${split}`));
  // 3 and 4: a budget ended it, or nothing may be chosen; the result is there all the same.
  const { verdict, winner, trials } = JSON.parse(run('select', 'e.yaml', '--json', '--quiet', '--workers', '1'));
  const used = { verdict, trials: trials.used, seconds: Math.round(10 * seconds) / 10 };
  if (winner === null) return used;
  const predict = () => {
    const { text } = runIn(folder, ['predict', join('runs', 'e'), 'new.csv']);
    writeFileSync(join(folder, 'predicted.csv'), text);
    return Number(python('score', folder, name, join(folder, 'predicted.csv')));
  };
  const found = { ...used, winner: winner.label, loss: predict() };
  // A command has no model that could be trained again.
  if (kinds.includes('boost')) return found;
  appendFileSync(experiment, '\ndeliver: refit\n');
  runIn(folder, ['select', 'e.yaml', '--quiet', '--workers', '1']);
  return { ...found, refit: predict() };
}

/** What a command prints, and the seconds that it and its processes took of a processor. */
function runIn(cwd, args) {
  const timed = '{ TIMEFORMAT="%U %S"; time "$@" 2> errors.txt; } 2> seconds.txt';
  const { status, stdout } = spawnSync('bash', ['--norc', '-c', timed, 'bash', process.execPath, SURE, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, PATH: `${dirname(PYTHON)}${delimiter}${process.env.PATH}` },
  });
  const read = (name) => readFileSync(join(cwd, name), 'utf8');
  if (status === 1 || status === 2) throw new Error(`surefoot ${args.join(' ')}: ${read('errors.txt')}`);
  const [user, system] = read('seconds.txt').trim().split(' ').map(Number);
  return { text: stdout, took: user + system };
}
