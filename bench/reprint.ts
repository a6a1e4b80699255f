/**
 * @file What it takes to print a finished run again: 360,000 trainings of 90,000 candidates, by the built command line, as its answer was
 * kept, and worked out anew from the log. `node .../reprint.js [<candidates, a square> [<times>]]`. Figures to look at; nothing fails by them.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readExperimentFile } from '../src/app/ask/experiment-source.js';
import { knownIn } from '../src/app/folder/logged-run.js';
import { openRun } from '../src/app/folder/run-folder.js';
import { prepare, QUESTIONS } from '../src/app/questions/questions.js';
import { type Outcome, replicateStreams } from '../src/core/index.js';

const REPLICATES = 4;
const CLI = resolve('dist/cli/main.js');
const [candidates = 90_000, times = 3] = process.argv.slice(2).map(Number);
const side = Math.round(Math.sqrt(candidates));

const folder = mkdtempSync(join(tmpdir(), 'surefoot-reprint-'));
try {
  await makeRun();
  const commands = [
    ['select', 'made-up.yaml', '--out', 'run', '--quiet'],
    ['report', 'run'],
  ];
  command(commands[0] as string[]);
  for (const args of commands) {
    const kept = repeated(() => command(args));
    const anew = repeated(() => {
      rmSync(join(folder, 'run/.answer.json'), { force: true });
      return command(args);
    });
    console.log(
      `surefoot ${args[0]}: kept ${shown(kept)}, anew ${shown(anew)}, ${(median(anew) / median(kept)).toFixed(1)} times as long`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** The log of a run whose trainings are all there: written by the store, since nothing is to be trained. */
async function makeRun(): Promise<void> {
  writeFileSync(join(folder, 'train.mjs'), 'export default async () => ({ loss: 1 });\n');
  const values = JSON.stringify(Array.from({ length: side }, (_, index) => index));
  writeFileSync(
    join(folder, 'made-up.yaml'),
    [
      'name: made-up',
      'trainer: { module: ./train.mjs }',
      `space: { x: ${values}, y: ${values} }`,
      `race: { rule: halving, warmup: ${REPLICATES}, maxReplicates: ${REPLICATES}, finalTrials: 0 }`,
      'seed: 3\n',
    ].join('\n'),
  );
  const out = join(folder, 'run');
  const known = knownIn(out);
  const prepared = await prepare(QUESTIONS.race, readExperimentFile(join(folder, 'made-up.yaml')), {}, { known });
  const { header, request } = prepared;
  const run = openRun(out, header, { fresh: false });
  const question = run.store.ask({ header, request });
  question.beginStretch({ startedAt: new Date().toISOString(), workers: 1, environment: {} });
  for (let replicate = 0; replicate < REPLICATES; replicate++) {
    question.append(header.candidates.map(({ id }, index) => outcomeOf(id, index, replicate)));
  }
  run.close();
}

function outcomeOf(candidate: string, index: number, replicate: number): Outcome {
  const loss = index / 10 + ((replicate * 7919 + index * 31) % 1013) / 100;
  return {
    trial: { candidate, streams: replicateStreams(replicate), fidelity: { sampleSize: 0 }, repeat: 0 },
    status: 'completed',
    loss,
    metrics: {},
    lossPerEpoch: [],
    seconds: 0.01,
  };
}

/** Gives the seconds that it took. */
function command(args: readonly string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`surefoot ${args.join(' ')} ended with ${status}: ${stderr}`);
  return (performance.now() - started) / 1000;
}

function repeated(work: () => number): readonly number[] {
  return Array.from({ length: times }, work);
}

function median(seconds: readonly number[]): number {
  return [...seconds].sort((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? Number.NaN;
}

function shown(seconds: readonly number[]): string {
  return `${seconds.map((one) => one.toFixed(2)).join(', ')} s`;
}
