/** @file A range of numbers that a setting may have, and how an experiment file writes it. */

export interface NumberRange {
  /** Both ends are part of it; `high` is above `low`, and both above 0 where it is by ratio. */
  readonly low: number;
  readonly high: number;
  /** Equal ratios are equally likely. */
  readonly log?: boolean;
  /** Whole numbers alone. */
  readonly whole?: boolean;
  /** Distance from number to number, above 0, counted from `low` and ending at `high`; where it is by ratio there is none. */
  readonly step?: number;
  /** A number of the range that is tried first. */
  readonly default?: number;
}

export interface SettingRange extends NumberRange {
  /** Its names from the outside in, places in lists left out: `layers.dense.units`. */
  readonly setting: string;
}

/**
 * The range in the words of an experiment file.
 *
 * @example writtenRange({ low: 1e-5, high: 0.1, log: true }) // '{ range: [1e-5, 0.1], scale: log }'
 */
export function writtenRange({ low, high, log, whole, step, default: first }: NumberRange): string {
  const details = [
    ...(log ? ['scale: log'] : []),
    ...(whole ? ['integer: true'] : []),
    ...(step === undefined ? [] : [`step: ${numberText(step)}`]),
    ...(first === undefined ? [] : [`default: ${numberText(first)}`]),
  ];
  return `{ ${[`range: [${numberText(low)}, ${numberText(high)}]`, ...details].join(', ')} }`;
}

/** The shorter of 0.00001 and 1e-5. */
export function numberText(value: number): string {
  const [plain, short] = [String(value), value.toExponential().replace('e+', 'e')];
  return short.length < plain.length ? short : plain;
}
