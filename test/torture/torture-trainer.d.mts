/** @file The types of the torture trainer. */
interface Told {
  readonly configuration: { readonly x: number };
  readonly seeds: { readonly init: number };
}

export function behaviourOf(trial: Told): string;
export function lossOf(trial: Told): number;
