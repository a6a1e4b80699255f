/**
 * @file Trains what docs/paper.md rests on, step by step, in an order in which every half hour makes the page better. Everything
 * resumes: run the same command again.
 *
 *   npm run build && node scripts/paper/runs.mjs                    (all that is left; hours on two cores)
 *   node scripts/paper/runs.mjs sizes-energy xgboost --minutes 30   (these steps alone, for so long)
 *   node scripts/paper/runs.mjs --list                              (what there is, and in which order)
 *
 * Runs lie in runs/paper-full (PAPER_RUNS names another folder) and run at low priority. Peers need Debian's Python (PYTHON
 * names the interpreter); what is missing is said, and left out. Then scripts/paper/export.mjs makes tables of them.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse, stringify } from 'yaml';
import { PYTHON, RUNS } from './places.mjs';
import { QUEUE, STEPS } from './steps.mjs';

const LOW = ['-n', '19'];

/** Why a step cannot be taken here and now; undefined where it can. */
function whyNot({ modules = [], needs = [] }) {
  const missing = modules.filter((name) => spawnSync(PYTHON, ['-c', `import ${name}`]).status !== 0);
  if (missing.length > 0)
    return `${PYTHON} lacks ${missing.join(', ')} (Debian: ${missing.map((name) => `python3-${name}`).join(', ')})`;
  const absent = needs.filter((path) => !existsSync(join(RUNS, path)));
  return absent.length > 0 ? `${absent.join(' and ')} is not there yet` : undefined;
}

/** A budget of trials that is used up, which is what was asked for. */
const BUDGET_ENDED = 3;

/** The experiment file of a step: the example itself, or a copy with other data. */
function experimentOf(name, { data }, file) {
  if (data === undefined) return file;
  const experiment = parse(readFileSync(file, 'utf8'), { merge: true });
  const path = join(RUNS, `${name}.yaml`);
  writeFileSync(
    path,
    stringify({ ...experiment, data: { ...experiment.data, ...data } }, { aliasDuplicateObjects: false }),
  );
  return path;
}

/** Command lines of a step for so many trainings: programs and their arguments. */
function commandsOf(name, trials, workers) {
  const step = STEPS[name];
  const folder = join(RUNS, step.folder);
  if (step.program !== undefined) {
    mkdirSync(folder, { recursive: true });
    return step
      .program(trials, folder, workers)
      .map(([program, ...rest]) => [program === 'python' ? PYTHON : process.execPath, ...rest]);
  }
  return step
    .commands(trials)
    .map(([command, file, ...rest]) => [
      ...[process.execPath, 'dist/cli/main.js', command, experimentOf(name, step, file), ...rest],
      ...['--workers', `${workers}`, '--out', folder],
    ]);
}

/** Its exit status, or a null where it was stopped: by a signal, or because time is over. */
function run(command, deadline) {
  return new Promise((resolve) => {
    const child = spawn('nice', [...LOW, ...command], { stdio: ['ignore', 'inherit', 'inherit'] });
    let stopped = false;
    const stop = () => {
      stopped = true;
      child.kill('SIGINT');
    };
    const left = deadline - Date.now();
    const timer = Number.isFinite(left) ? setTimeout(stop, Math.max(0, left)) : undefined;
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    child.on('exit', (code) => {
      clearTimeout(timer);
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve(stopped ? null : code);
    });
  });
}

/** Takes the folder for this process. Refuses while another one is at work there. */
function lock() {
  mkdirSync(RUNS, { recursive: true });
  const path = join(RUNS, 'lock');
  const holder = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
  if (holder > 0 && isAlive(holder)) return refuse(`process ${holder} is at work in ${RUNS}: wait for it, or stop it`);
  writeFileSync(path, `${process.pid}`);
  process.on('exit', () => rmSync(path, { force: true }));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function refuse(message) {
  console.error(`${message}.`);
  process.exit(2);
}

function readArguments() {
  const options = {
    minutes: { type: 'string' },
    workers: { type: 'string', default: '2' },
    list: { type: 'boolean' },
  };
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    return refuse(error.message.split('.')[0]);
  }
}

async function main() {
  const { values, positionals } = readArguments();
  if (values.list) {
    for (const [name, trials] of QUEUE) console.log(`${name} ${trials}`);
    return;
  }
  const unknown = positionals.find((name) => STEPS[name] === undefined);
  if (unknown !== undefined) refuse(`there is no step "${unknown}"; there are ${Object.keys(STEPS).join(', ')}`);
  const minutes = values.minutes === undefined ? Number.POSITIVE_INFINITY : Number(values.minutes);
  if (!(minutes > 0)) refuse(`--minutes is "${values.minutes}", but must be a number above 0`);
  if (!existsSync('dist/cli/main.js')) refuse('dist is not there: run npm run build first');
  lock();
  const deadline = Date.now() + minutes * 60_000;
  const problems = new Map();
  for (const [name, trials] of QUEUE) {
    if ((positionals.length > 0 && !positionals.includes(name)) || problems.has(name)) continue;
    const reason = whyNot(STEPS[name]);
    if (reason !== undefined) {
      problems.set(name, reason);
      continue;
    }
    for (const command of commandsOf(name, trials, Number(values.workers))) {
      console.log(`\n${new Date().toISOString()} ${name} ${trials}\n$ ${command.slice(1).join(' ')}`);
      const status = await run(command, deadline);
      if (status === null) return finish([...problems, [name, 'stopped: the same command goes on']]);
      if (status !== 0 && status !== BUDGET_ENDED)
        problems.set(name, `ended with exit status ${status}; what it trained is kept`);
    }
  }
  finish([...problems]);
}

/** Everything that has to be said, in one message. */
function finish(problems) {
  if (problems.length === 0) return console.log('\nEverything is trained. Next: node scripts/paper/export.mjs');
  console.log(`\nLeft out or unfinished:\n${problems.map(([name, why]) => `  ${name}: ${why}`).join('\n')}`);
  process.exitCode = 3;
}

await main();
