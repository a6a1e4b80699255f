/** @file Types of sliced.mjs. */
export interface Bounded {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface Sliced {
  readonly set: string;
  readonly examples: number;
  readonly column: string;
  readonly slices: readonly { readonly name: string; readonly examples: number }[];
  readonly candidates: readonly {
    readonly name: string;
    readonly retrainings: number;
    readonly collapsed: number;
    readonly disagreement: Bounded;
    readonly slices: readonly { readonly loss: Bounded; readonly spread: Bounded; readonly systematic: Bounded }[];
  }[];
}

export function slicesOf(folder: string): Promise<Sliced>;
