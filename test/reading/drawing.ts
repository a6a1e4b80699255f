/** @file Draws how a run is made: the same number and name give the same, whatever else is drawn. */
import { randomFrom } from '../../src/core/index.js';
import type { ReportInput } from '../../src/report/index.js';

export interface MadeRun {
  /** How it was made, for whoever looks for what went wrong. */
  readonly recipe: string;
  readonly input: ReportInput;
}

export type Draw = <Value>(name: string, from: readonly [Value, ...Value[]]) => Value;

interface Drawing {
  readonly draw: Draw;
  /** What was drawn so far. */
  readonly recipe: () => string;
}

export function drawing(kind: string, seed: string, number: number): Drawing {
  const told: string[] = [];
  const draw: Draw = (name, from) => {
    const place = Math.floor(randomFrom(seed, name, number).uniform() * from.length);
    const drawn = from[place] as (typeof from)[number];
    told.push(`${name} ${JSON.stringify(drawn) ?? 'none'}`);
    return drawn;
  };
  return { draw, recipe: () => `${kind} ${number}: ${told.join(', ')}` };
}
