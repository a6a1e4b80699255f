/**
 * @file Trains what docs/paper.md rests on, step by step, in an order in which every half hour makes the page better. Everything
 * resumes: run the same command again.
 *
 *   npm run build && node scripts/paper/runs.mjs                    (all that is left; hours on two cores)
 *   node scripts/paper/runs.mjs sizes-energy xgboost --minutes 30   (these steps alone, for so long)
 *   node scripts/paper/runs.mjs --list                              (what there is, in which order, and what is done)
 *
 * A folder that is not there yet is made of the tables of evidence (restore.mjs), so that a fresh clone trains only what is missing.
 * Runs lie in runs/paper-full (PAPER_RUNS names another folder) and run at low priority, each in a session of its own. Several of these
 * commands may run side by side: each takes the next step whose run folder is free. Peers
 * need Debian's Python (PYTHON names the interpreter); what is missing is said, and left out. Then scripts/paper/export.mjs makes
 * tables of them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { RUNS } from './places.mjs';
import { isDone, takeStep, whyNot } from './run-step.mjs';
import { FOLDERS, LINES, QUEUE, STEPS } from './steps.mjs';

/** Until it is looked again whether a folder is free. */
const PATIENCE_MS = 10_000;

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

/** A number above 0. */
function numberOf(name, text) {
  if (Number(text) > 0) return Number(text);
  return refuse(`--${name} is "${text}", but must be a number above 0`);
}

async function main() {
  const { values, positionals } = readArguments();
  const unknown = positionals.find((name) => STEPS[name] === undefined);
  if (unknown !== undefined) refuse(`there is no step "${unknown}"; there are ${Object.keys(STEPS).join(', ')}`);
  const asked = QUEUE.filter(([name]) => positionals.length === 0 || positionals.includes(name));
  if (values.list) {
    for (const [name, trials] of asked) console.log(`${name} ${trials}${isDone(name, trials) ? ' (done)' : ''}`);
    return;
  }
  const minutes = values.minutes === undefined ? Number.POSITIVE_INFINITY : numberOf('minutes', values.minutes);
  const workers = numberOf('workers', values.workers);
  if (!existsSync('dist/cli/main.js')) refuse('dist is not there: run npm run build first');
  restoreMissing(asked.map(([name]) => STEPS[name].folder));
  finish(await takeAll(asked, workers, Date.now() + minutes * 60_000));
}

/** Of the folders of these steps, those that the tables can make. */
function restoreMissing(folders) {
  const names = [...FOLDERS, ...LINES].filter((name) => folders.some((folder) => `${name}/`.startsWith(`${folder}/`)));
  const missing = names.filter((name) => !existsSync(join(RUNS, name)));
  if (missing.length === 0) return;
  const { status } = spawnSync(process.execPath, ['scripts/paper/restore.mjs', ...missing], { stdio: 'inherit' });
  if (status !== 0) refuse('what the tables have cannot be restored (above)');
}

/** The first step that is left, again and again; gives what was left out, by name with the reason. */
async function takeAll(asked, workers, deadline) {
  const problems = new Map();
  for (;;) {
    const left = asked.filter(([name, trials]) => !problems.has(name) && !isDone(name, trials));
    if (left.length === 0) return problems;
    let state;
    for (const [name, trials] of left) {
      const { lacks, awaits } = whyNot(name);
      if (lacks !== undefined) problems.set(name, lacks);
      if (lacks !== undefined || awaits !== undefined) continue;
      const taken = await takeStep(name, trials, workers, deadline);
      state = taken.state;
      if (state === 'stopped') return problems.set(name, 'stopped: the same command goes on');
      if (state === 'failed') problems.set(name, taken.reason);
      if (state !== 'busy') break;
    }
    // Nothing could be taken, and nobody is at work on what it waits for.
    if (state === undefined) for (const [name] of left) problems.set(name, problems.get(name) ?? whyNot(name).awaits);
    if (state === 'busy') await wait(PATIENCE_MS);
    if (Date.now() > deadline) return problems;
  }
}

/** Everything that has to be said, in one message. */
function finish(problems) {
  if (problems.size === 0) return console.log('\nWhat was asked for is trained. Next: node scripts/paper/export.mjs');
  const lines = [...problems].map(([name, why]) => `  ${name}: ${why}`);
  console.log(`\nLeft out or unfinished:\n${lines.join('\n')}`);
  process.exitCode = 3;
}

await main();
