/** @file The authors' published table and traces, where a copy lies beside the project; none is kept inside it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { LossTable } from '../../../src/questions/race/plan/index.js';

const tableFile = new URL('../../../../shared/tables/cifar10-10k.csv', import.meta.url);
const traceFolder = new URL('traces/', new URL('..', tableFile));

export const hasPublishedTable = existsSync(tableFile);
export const PUBLISHED = hasPublishedTable
  ? 'the published table'
  : 'the published table (skipped: ../shared/tables is not there)';

/** Losses are negated accuracies; `read` turns a cell's number into the accuracy to use. */
export function readPublishedTable(read: (accuracy: number) => number = (accuracy) => accuracy): LossTable {
  const [header = '', ...lines] = readFileSync(tableFile, 'utf8').trim().split('\n');
  const names = header.trim().split(',');
  const rows = lines.map((line) => line.trim().split(','));
  const places = names.flatMap((name, place) => (name.startsWith('accuracy_') ? [place] : []));
  return {
    candidates: rows.map((row) => row[names.indexOf('model')] as string),
    columns: places.map((place) => Float64Array.from(rows, (row) => -read(Number(row[place])))),
  };
}

export interface TraceStep {
  readonly step: number;
  readonly n_before: number;
  readonly n_kept: number;
  readonly best: number;
  readonly best_value: number;
  readonly kept?: readonly number[];
  readonly removed?: readonly number[];
}

export interface Trace {
  readonly experiment_order: readonly number[];
  readonly criterion: string;
  readonly selection_metric?: string;
  readonly start_step: number;
  readonly alpha: number;
  readonly final_model: number;
  readonly remaining_models: readonly number[];
  readonly steps: readonly TraceStep[];
}

export function readTraces(): readonly (readonly [name: string, trace: Trace])[] {
  if (!existsSync(traceFolder)) return [];
  return readdirSync(traceFolder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, JSON.parse(readFileSync(new URL(name, traceFolder), 'utf8')) as Trace]);
}
