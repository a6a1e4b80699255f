/** @file Runs the built command line as a user does, in a folder of the test's own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const CLI = resolve('dist/cli/main.js');

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly child: ChildProcess;
  /** When the process is over and nobody can write to its outputs any more. */
  readonly ended: Promise<CommandResult>;
  /** What it has said so far. */
  stdout(): string;
  stderr(): string;
}

/** `environment`: beside the test's own. */
export function startSurefoot(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): RunningCommand {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, [CLI, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<CommandResult>((done, fail) => {
    child.on('error', fail);
    child.on('close', (status) => done({ status, stdout, stderr }));
  });
  return { child, ended, stdout: () => stdout, stderr: () => stderr };
}

/** Ends with the process; `onStart` gets it while it runs. */
export function surefoot(
  args: readonly string[],
  cwd: string,
  onStart: (child: ChildProcess) => void = () => {},
): Promise<CommandResult> {
  const { child, ended } = startSurefoot(args, cwd);
  onStart(child);
  return ended;
}

/** A folder that is removed when the test ends. */
export function temporaryFolder(onEnd: (cleanUp: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-test-'));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Changes of the gratings for tests that are not about networks: as many candidates, trained in no time. */
export const QUICK = {
  sample: 'sample: 50',
  space: [
    'space: { layers: [{ dense: { units: [2, 3] } }], batchSize: [16, 25], epochs: 1,',
    '  optimizer: { name: adamw, learningRate: [0.003, 0.01] } }',
  ].join('\n'),
};

/** Writes an experiment of a few small networks on simulated gratings; `changes` replaces whole lines of it. */
export function writeGratings(folder: string, changes: Readonly<Record<string, string>> = {}): string {
  const lines: Record<string, string> = {
    name: 'name: gratings',
    data: 'data: { source: gratings, size: 12, split: { pool: 600, selection: 200, final: 200 } }',
    sample: 'sample: 150',
    space: [
      'space:',
      '  layers:',
      '    - conv: { filters: [4, 6], kernel: 3, activation: relu }',
      '    - maxPool: 2',
      '    - dense: { units: [8, 12], activation: tanh }',
      '  optimizer: { name: adamw, learningRate: [0.003, 0.01] }',
      '  batchSize: 32',
      '  epochs: 3',
    ].join('\n'),
    race: 'race: { warmup: 2, rule: halving, criterion: mean, finalTrials: 8 }',
    seed: 'seed: 11',
    // As many processes wherever it runs.
    workers: 'workers: 1',
    ...changes,
  };
  const path = join(folder, 'gratings.yaml');
  writeFileSync(path, `${Object.values(lines).join('\n')}\n`);
  return path;
}
