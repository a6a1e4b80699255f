/** @file What a run of the comparison measured, as a file that a later run goes on with. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { BadRequest } from './asked.js';
import type { Cell } from './cell.js';
import type { Software } from './trainee.js';

/** Operations per second of large matrix products on one thread, by side. */
export type Peaks = Readonly<Record<string, number>> & { readonly ours: number };

interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly node: string;
}

export interface TrainRecord {
  readonly machine: Machine;
  readonly software: Readonly<Record<string, Software>>;
  readonly peaks: Peaks;
  /** After the last cell: what else the machine had to do shows here. */
  readonly peaksAtEnd?: Peaks;
  readonly rounds: number;
  readonly cells: readonly Cell[];
}

export function machineHere(): Machine {
  const all = cpus();
  return { processor: all[0]?.model.trim() ?? 'unknown', cores: all.length, node: process.versions.node };
}

/** Undefined where there is no file. @throws BadRequest for one that is none of ours. */
export function readRecord(path: string): TrainRecord | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as TrainRecord;
    if (Array.isArray(record.cells)) return record;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new BadRequest(`${path} is there, and not a file of this bench. Name another one with --out.`);
}

/** The file is there whole, whenever the bench is stopped. */
export function keepRecord(path: string, record: TrainRecord): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(record, null, 1)}\n`);
  renameSync(`${path}.new`, path);
}
