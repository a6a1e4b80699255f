/**
 * @file Makes docs/tables.md: the tables of suite.json, each divided five times into rows that are known and rows that are held back.
 * Surefoot is used on the known rows as a newcomer does, `init` and `select`, and usual models of scikit-learn and XGBoost are fitted to them, as they come and
 * tuned; all are judged on the rows held back. Networks race alone, and with --kinds against linear models and boosted trees, too. Figures are kept as they come, so that a run that stopped goes on.
 *
 *   node scripts/tables/run.mjs [--splits 5] [--only wine,iris] [--peers] [--kinds] [--page]
 *
 * --peers fits the peers alone, --page writes the page from what is kept. Needs Debian's python3-sklearn, python3-xgboost and
 * python3-pandas, and r-cran-modeldata, -aer, -mlbench, -cardata, -kernlab, -lme4, -mlmrev, -plm, r-base-core (survival).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { tablesPage } from './page.mjs';

const { values: flags } = parseArgs({
  options: {
    splits: { type: 'string', default: '5' },
    only: { type: 'string' },
    peers: { type: 'boolean', default: false },
    kinds: { type: 'boolean', default: false },
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
      const own = found.own ?? (flags.peers ? undefined : surefoot(name, folder, split));
      const kinds = found.kinds ?? (flags.kinds ? severalKinds(name, folder, split) : undefined);
      kept[name] = { ...kept[name], [split]: { peers, ...(own && { own }), ...(kinds && { kinds }) } };
      writeFileSync(KEPT, `${JSON.stringify(kept, null, 1)}\n`);
      console.log(name, split, JSON.stringify({ own, kinds }));
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
function surefoot(name, folder, split) {
  const experiment = join(folder, 'e.yaml');
  rmSync(join(folder, 'runs'), { recursive: true, force: true });
  rmSync(experiment, { force: true });
  let seconds = 0;
  const run = (...args) => {
    const { text, took } = runIn(folder, args);
    seconds += took;
    return text;
  };
  run('init', 'e.yaml', '--data', 'known.csv', '--target', SUITE[name].target, '--kinds', 'net');
  const draft = readFileSync(experiment, 'utf8');
  writeFileSync(experiment, draft.replace(/seed: 0 \}/, `seed: ${split} }`).replace(/^seed: 1$/m, `seed: ${split}`));
  // 3 and 4: a budget ended it, or nothing may be chosen; the result is there all the same.
  const { verdict, winner, trials } = JSON.parse(run('select', 'e.yaml', '--json', '--quiet', '--workers', '1'));
  const used = { verdict, trials: trials.used, seconds: Math.round(10 * seconds) / 10 };
  if (winner === null) return used;
  const predict = () => {
    const { text } = runIn(folder, ['predict', join('runs', 'e', 'model.onnx'), 'new.csv']);
    writeFileSync(join(folder, 'predicted.csv'), text);
    return Number(python('score', folder, name, join(folder, 'predicted.csv')));
  };
  const loss = predict();
  appendFileSync(experiment, '\ndeliver: refit\n');
  runIn(folder, ['select', 'e.yaml', '--quiet', '--workers', '1']);
  const { median, worst } = winner.finalDistribution?.metrics.loss ?? {};
  return { ...used, winner: winner.label, loss, refit: predict(), told: { median, worst } };
}

/**
 * Networks, linear models and boosted trees as `init` drafts them, with the rows held back as the final set of the race: a command leaves no
 * model that `predict` could use.
 */
function severalKinds(name, folder, split) {
  const file = join(folder, 'kinds.yaml');
  for (const old of [file, join(folder, 'boost.py')]) rmSync(old, { force: true });
  const { target } = SUITE[name];
  runIn(folder, ['init', 'kinds.yaml', '--data', 'known.csv', '--target', target, '--kinds', 'net,line,boost']);
  const draft = parse(readFileSync(file, 'utf8'));
  const { pool, selection, final: _, ...division } = draft.data.split;
  const shares = { pool: pool / (pool + selection), selection: selection / (pool + selection), seed: split };
  const data = { ...draft.data, finalFile: 'new.csv', split: { ...division, ...shares } };
  const experiment = { ...draft, data, seed: split };
  writeFileSync(join(folder, 'kinds.json'), JSON.stringify(experiment));
  rmSync(join(folder, 'runs/kinds'), { recursive: true, force: true });
  const { text, took } = runIn(folder, [
    'select',
    'kinds.json',
    '--json',
    '--quiet',
    '--workers',
    '1',
    '--out',
    'runs/kinds',
  ]);
  const { verdict, winner, trials } = JSON.parse(text);
  const metrics = winner?.finalDistribution?.metrics;
  const figure = draft.data.task === 'classification' ? metrics?.loss : metrics?.rmse;
  return {
    verdict,
    winner: winner?.label,
    loss: figure?.median,
    trials: trials.used,
    seconds: Math.round(10 * took) / 10,
  };
}

/** What a command prints, and the seconds that it and its processes took of a processor. */
function runIn(cwd, args) {
  const timed = '{ TIMEFORMAT="%U %S"; time "$@" 2> errors.txt; } 2> seconds.txt';
  const { status, stdout } = spawnSync('bash', ['-c', timed, 'bash', process.execPath, SURE, ...args], {
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
