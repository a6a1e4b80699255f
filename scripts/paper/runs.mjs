/**
 * @file Trains everything that docs/paper.md rests on, step by step. Every step resumes: run the same command again.
 *
 *   npm run build && node scripts/paper/runs.mjs          (about an hour on two idle cores; then scripts/paper/figures.mjs)
 *   node scripts/paper/runs.mjs curve-energy factors      (these steps alone)
 *
 * Runs lie in runs/paper/<step>. The search step needs Python with Optuna (PYTHON names the interpreter,
 * python3 by default) and is left out without it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const CLI = 'dist/cli/main.js';
const FOLDER = 'runs/paper';

const METRIC = ['--metric', 'relativeRmse'];

/** By step: the command line behind `surefoot`, run folder left out. */
export const STEPS = {
  measure: [
    'measure',
    'examples/paper-energy.yaml',
    '--candidate',
    'model-1',
    '--vary',
    'init,sample',
    '--trials',
    '30',
    '--crossed',
    '7x7',
    ...METRIC,
  ],
  'curve-energy': [
    'curve',
    'examples/paper-bias.yaml',
    '--sizes',
    '250..16000/7',
    '--trials',
    '8',
    '--no-adaptive',
    ...METRIC,
  ],
  'curve-position': [
    'curve',
    'examples/paper-position.yaml',
    '--sizes',
    '250..16000/7',
    '--trials',
    '8',
    '--no-adaptive',
    '--candidate',
    'model-3',
    '--candidate',
    'model-4',
    '--metric',
    'rmse',
  ],
  models: ['compare', 'examples/paper-energy.yaml', '--trials', '20', ...METRIC],
  factors: [
    'compare',
    'examples/paper-factors.yaml',
    ...['--trials', '10'],
    ...['--factor', 'activation=relu,elu,gelu,prelu,leaky-relu,sigmoid,tanh'],
    ...['--factor', 'optimizer=[adamw, adam, nadam, rmsprop, adadelta, sgd]'],
    ...['--factor', 'initialization=[kaiming-uniform, kaiming-normal, xavier-uniform, lecun-normal, orthogonal]'],
    ...['--factor', 'inputs=none,standardise,min-max,log1p'],
    ...METRIC,
  ],
  race: ['select', 'examples/paper-search.yaml'],
};

function run(command, args) {
  const started = performance.now();
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  console.log(`(${((performance.now() - started) / 60_000).toFixed(1)} min)\n`);
  return status;
}

function surefoot(step, args) {
  console.log(`$ surefoot ${args.join(' ')} --out ${FOLDER}/${step}`);
  const status = run(process.execPath, [CLI, ...args, '--out', `${FOLDER}/${step}`]);
  if (status !== 0) throw new Error(`the step "${step}" ended with exit status ${status}`);
}

/** As many trainings for the search as the race used, then 50 fresh ones of each winner under another seed. */
function search() {
  const raced = JSON.parse(readFileSync(`${FOLDER}/race/result.json`, 'utf8'));
  const found = `${FOLDER}/optuna.json`;
  if (!existsSync(found)) {
    const status = run(process.env.PYTHON ?? 'python3', [
      'scripts/paper/optuna_search.py',
      String(raced.trials.used),
      found,
    ]);
    if (status !== 0) {
      console.log('The search is left out: python3 with Optuna could not run it.');
      return;
    }
  }
  const text = readFileSync('examples/paper-search.yaml', 'utf8');
  const data = /^data: .*$/m.exec(text)[0];
  const winners = {
    raced: raced.choice.configuration,
    searched: JSON.parse(readFileSync(found, 'utf8')).configuration,
  };
  const lines = ['name: paper-winners', data, 'sample: 1500', `candidates: ${JSON.stringify(winners)}`, 'seed: 2'];
  writeFileSync(`${FOLDER}/winners.yaml`, `${lines.join('\n')}\n`);
  surefoot('winners', ['compare', `${FOLDER}/winners.yaml`, '--trials', '50', ...METRIC]);
}

function main() {
  mkdirSync(FOLDER, { recursive: true });
  const asked = process.argv.slice(2);
  for (const [step, args] of Object.entries(STEPS)) {
    if (asked.length === 0 || asked.includes(step)) surefoot(step, args);
  }
  if (asked.length === 0 || asked.includes('search')) search();
}

if (process.argv[1]?.endsWith('runs.mjs')) main();
