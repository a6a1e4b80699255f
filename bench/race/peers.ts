/** @file Other tools on the same drawn tables: irace, and Optuna's TPE with and without its WilcoxonPruner. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { JsonObject } from '../../src/core/index.js';
import type { LossTable } from '../../src/questions/race/plan/index.js';
import { PYTHON, pythonEnvironment } from '../python.js';
import type { Contender, RaceOutcome } from './contenders.js';

export const PEERS = ['irace', 'optuna-tpe', 'optuna-tpe-wilcoxon'] as const;

/** The peers, each given `budget` trainings a race; `settings` are the candidates' other columns in the table. */
export function createPeers(settings: readonly JsonObject[], budget: number): readonly Contender[] {
  return PEERS.map((name) => ({
    name: `${name}(${budget})`,
    race: (table, order) => {
      const [pick, trials] =
        name === 'irace'
          ? runIrace(table, budget, order)
          : runOptuna(table, settings, budget, order, name !== 'optuna-tpe');
      return outcomeOf(pick, trials);
    },
  }));
}

function outcomeOf(pick: number, trials: number): RaceOutcome {
  return { pick, trials, set: pick < 0 ? [] : [pick], tolerance: 0 };
}

function rowsOf({ candidates, columns }: LossTable): readonly (readonly number[])[] {
  return candidates.map((_, i) => columns.map((column) => column[i] as number));
}

function runOptuna(
  table: LossTable,
  settings: readonly JsonObject[],
  budget: number,
  seed: number,
  pruner: boolean,
): readonly [number, number] {
  const input = JSON.stringify({ losses: rowsOf(table), settings, budget, seed, pruner });
  const { pick, trials } = JSON.parse(answerOf(PYTHON, ['bench/race/optuna_peer.py'], input)) as {
    pick: number;
    trials: number;
  };
  return [pick, trials];
}

function runIrace(table: LossTable, budget: number, seed: number): readonly [number, number] {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-irace-'));
  const file = join(folder, 'losses.csv');
  writeFileSync(
    file,
    rowsOf(table)
      .map((row) => row.join(','))
      .join('\n'),
  );
  const answer = answerOf('Rscript', ['bench/race/irace_peer.R', file, String(budget), String(seed + 1)], '');
  rmSync(folder, { recursive: true });
  const [pick = -1, trials = 0] = answer.trim().split(/\s+/).map(Number);
  return [pick, trials];
}

function answerOf(
  program: string,
  [script, ...rest]: readonly [string, ...string[]] | string[],
  input: string,
): string {
  const { status, stdout, stderr } = spawnSync(program, [resolve(script as string), ...rest], {
    input,
    env: pythonEnvironment(1),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) {
    throw new Error(`${program} ${script} failed; the peers need Debian's python3-optuna and r-cran-irace.\n${stderr}`);
  }
  return stdout;
}
