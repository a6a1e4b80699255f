/**
 * @file Takes one step: its command lines one after the other, at low priority, in its run folder alone. What is done is marked, so
 * that it costs nothing when it is asked for again.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { PYTHON, RUNS } from './places.mjs';
import { STEPS } from './steps.mjs';

/** A budget of trials that is used up, which is what was asked for. */
const BUDGET_ENDED = 3;

const markOf = (name, trials) => join(RUNS, 'done', `${name}-${trials}`);

export const isDone = (name, trials) => existsSync(markOf(name, trials));

/** Why a step cannot be taken: what the machine `lacks`, or the runs that it `awaits`. */
export function whyNot(name) {
  const { modules = [], needs = [] } = STEPS[name];
  const missing = modules.filter((module) => spawnSync(PYTHON, ['-c', `import ${module}`]).status !== 0);
  const packages = missing.map((module) => `python3-${module}`).join(', ');
  if (missing.length > 0) return { lacks: `${PYTHON} lacks ${missing.join(', ')} (Debian: ${packages})` };
  const absent = needs.filter((path) => !existsSync(join(RUNS, path)));
  return absent.length > 0 ? { awaits: `${absent.join(' and ')} is not there yet` } : {};
}

/** The experiment file of a step: the example itself, or a copy with other settings. */
function experimentOf(name, { data, experiment: changes }, file) {
  if (data === undefined && changes === undefined) return file;
  const experiment = parse(readFileSync(file, 'utf8'), { merge: true });
  const changed = { ...experiment, ...changes, data: { ...experiment.data, ...data } };
  const path = join(RUNS, `${name}.yaml`);
  writeFileSync(path, stringify(changed, { aliasDuplicateObjects: false }));
  return path;
}

/** Command lines of a step for so many trainings: programs and their arguments. */
function commandsOf(name, trials, workers) {
  const step = STEPS[name];
  const folder = join(RUNS, step.folder);
  if (step.program !== undefined) {
    mkdirSync(folder, { recursive: true });
    const programs = { python: PYTHON, node: process.execPath };
    return step.program(trials, folder, workers).map(([program, ...rest]) => [programs[program], ...rest]);
  }
  return step
    .commands(trials)
    .map(([command, file, ...rest]) => [
      ...[process.execPath, 'dist/cli/main.js', command, experimentOf(name, step, file), ...rest],
      ...['--workers', `${workers}`, '--out', folder],
    ]);
}

/**
 * Linux shares its cores between sessions first where it groups by them, and there `nice` counts within one session alone: the session of
 * the process `pid` stands back as a whole. Elsewhere there is no such file, and nothing to do.
 */
function standBack(pid) {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, '19', { flag: 'r+' });
  } catch {
    // It costs others time, and no figure of the page.
  }
}

const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Its exit status, or null where it was stopped: by a signal, or because time is over. In a session of its own, so that it alone stands back. */
function run(command, deadline) {
  return new Promise((resolve) => {
    const child = spawn('nice', ['-n', '19', ...command], { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    standBack(child.pid);
    let stopped = false;
    const stop = () => {
      stopped = true;
      child.kill('SIGINT');
    };
    const left = deadline - Date.now();
    const timer = Number.isFinite(left) ? setTimeout(stop, Math.max(0, left)) : undefined;
    for (const signal of STOPPING) process.on(signal, stop);
    child.on('exit', (code) => {
      clearTimeout(timer);
      for (const signal of STOPPING) process.off(signal, stop);
      resolve(stopped ? null : code);
    });
  });
}

/** Takes a run folder for this process; false while another one is at work there. A lock of a process that is gone counts for nothing. */
function lock(path) {
  mkdirSync(RUNS, { recursive: true });
  if (existsSync(path) && isAlive(Number(readFileSync(path, 'utf8')))) return false;
  writeFileSync(path, `${process.pid}`);
  return true;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** `state`: done, busy, stopped or failed, the last with a `reason`. */
export async function takeStep(name, trials, workers, deadline) {
  const locked = join(RUNS, `${STEPS[name].folder}.lock`);
  if (!lock(locked)) return { state: 'busy' };
  try {
    for (const command of commandsOf(name, trials, workers)) {
      console.log(`\n${new Date().toISOString()} ${name} ${trials}\n$ ${command.slice(1).join(' ')}`);
      const status = await run(command, deadline);
      if (status === null) return { state: 'stopped' };
      if (status !== 0 && status !== BUDGET_ENDED)
        return { state: 'failed', reason: `ended with exit status ${status}; what it trained is kept` };
    }
  } finally {
    rmSync(locked, { force: true });
  }
  mkdirSync(join(RUNS, 'done'), { recursive: true });
  writeFileSync(markOf(name, trials), '');
  return { state: 'done' };
}
