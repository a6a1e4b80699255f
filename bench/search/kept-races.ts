/** @file Races as they are kept: a row for each, in the order of racing, so that hundreds of them stay small. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { SearchOutcome } from './mode.js';

/** Worlds of one kind, and the rule that is raced on them. */
export interface Cell {
  readonly mode: string;
  readonly criterion: 'mean' | 'q3';
  readonly residual: number;
  readonly defier: boolean;
}

export interface KeptRace extends Cell, Omit<SearchOutcome, 'set'> {
  readonly bed: string;
  readonly candidates: number;
  readonly replicates: number;
  readonly world: number;
  readonly setSize: number;
  /** Criterion of the pick less the best one's, and the least of the set's, in tolerances of the field; null where nobody was picked. */
  readonly regret: number | null;
  readonly setRegret: number | null;
  /** Whether that is more than the race's own tolerance. */
  readonly missedOwn: boolean;
}

const COLUMNS = [
  ...['bed', 'mode', 'criterion', 'residual', 'defier', 'world', 'candidates', 'replicates', 'trainings', 'ended'],
  ...['pick', 'tolerance', 'untried', 'setSize', 'regret', 'setRegret', 'missedOwn', 'ownMs', 'ownMsAt', 'atMost'],
] as const satisfies readonly string[];

export function isOf(one: KeptRace, { mode, criterion, residual, defier }: Cell): boolean {
  return one.mode === mode && one.criterion === criterion && one.residual === residual && one.defier === defier;
}

/** More than a tolerance behind; so is who picked nobody. */
export function isBehind(regret: number | null): boolean {
  return regret === null || regret > 1;
}

/** None where there is no such file. */
export function readRaces(path: string | undefined): KeptRace[] {
  if (path === undefined || !existsSync(path)) return [];
  const { columns, races } = JSON.parse(readFileSync(path, 'utf8')) as {
    columns: readonly string[];
    races: readonly (readonly unknown[])[];
  };
  return races
    .map((row) => Object.fromEntries(columns.map((name, place) => [name, row[place] ?? undefined])))
    .map(toRace);
}

function toRace(found: Record<string, unknown>): KeptRace {
  const { regret = null, setRegret = null } = found;
  return { ...found, regret, setRegret } as KeptRace;
}

export function writeRaces(path: string, races: readonly KeptRace[]): void {
  const rows = races.map((race) => JSON.stringify(COLUMNS.map((name) => short(race[name as keyof KeptRace]))));
  writeFileSync(path, `{"columns": ${JSON.stringify(COLUMNS)}, "races": [\n${rows.join(',\n')}\n]}\n`);
}

/** Numbers in four digits, whole ones as they are. */
function short(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(4));
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, short(part)]));
}
