/** @file Peers that ask for trainings line by line: bench/real/peers.py, one process for a whole bench, and irace. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { PYTHON, pythonEnvironment } from '../python.js';
import type { Parameter } from './space.js';

/** Trains the configuration of these numbers with a replicate, and tells its loss. */
export type TrainNumbers = (values: readonly number[], replicate: number) => Promise<number>;

export interface Study {
  readonly method: 'tpe' | 'smac' | 'ax';
  readonly parameters: readonly Parameter[];
  readonly budget: number;
  /** Numbers of trainings after which it says what it would take. */
  readonly looks: readonly number[];
  /** Of TPE: trainings of each proposal. */
  readonly repeats: number;
  readonly seed: number;
}

export interface Look {
  readonly look: number;
  /** The numbers of what it would take, the best first. */
  readonly ranking: readonly (readonly number[])[];
  /** What it says of the loss of the first. */
  readonly claimed: number;
}

export interface Peers {
  /** What it would take after each of the looks. */
  readonly study: (study: Study, train: TrainNumbers) => Promise<readonly Look[]>;
  readonly close: () => void;
}

export function openPeers(): Peers {
  const python = startPeer(PYTHON, 'bench/real/peers.py');
  const lines = python.lines[Symbol.asyncIterator]();
  return {
    study: async (study, train) => {
      python.tell(JSON.stringify(study));
      const looks: Look[] = [];
      for (;;) {
        const { value, done } = await lines.next();
        if (done === true)
          throw new Error("bench/real/peers.py ended early; it needs Debian's python3-optuna and python3-sklearn.");
        const said = JSON.parse(value) as Partial<Look> & {
          end?: true;
          values?: readonly number[];
          replicate?: number;
        };
        if (said.end === true) return looks;
        if (said.values === undefined) looks.push(said as Look);
        else python.tell(JSON.stringify(await train(said.values, said.replicate as number)));
      }
    },
    close: () => python.end(),
  };
}

/** The numbers of irace's pick. It refuses budgets that are too small for its defaults. */
export async function runIrace(
  parameters: readonly Parameter[],
  { budget, seed }: { readonly budget: number; readonly seed: number },
  train: TrainNumbers,
): Promise<readonly number[]> {
  const irace = startPeer('Rscript', 'bench/real/irace.R');
  const described = parameters.map(({ low, high, log, integer }, place) => {
    return `p${place + 1} "" ${integer ? 'i' : 'r'}${log ? ',log' : ''} (${low},${high})`;
  });
  irace.tell([`${budget} ${seed}`, ...described, ''].join('\n'));
  for await (const line of irace.lines) {
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word === 'pick') return rest.map(Number);
    if (word !== 'train') continue;
    const [replicate, ...values] = rest.map(Number);
    irace.tell(String(await train(values, replicate as number)));
  }
  throw new Error("irace ended without a pick; it needs Debian's r-cran-irace.");
}

function startPeer(program: string, script: string) {
  const child = spawn(program, [resolve(script)], { env: pythonEnvironment(1), stdio: ['pipe', 'pipe', 'inherit'] });
  return {
    tell: (line: string) => child.stdin.write(`${line}\n`),
    lines: createInterface({ input: child.stdout }),
    end: () => child.stdin.end(),
  };
}
