/** @file Counts, and shares that somebody has set, as people read them. */

/** `41,567`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A share in [0, 1] as it was set: `95 %`, `99.9 %`. */
export function formatLevel(share: number): string {
  return `${Number((100 * share).toPrecision(12))} %`;
}

/** `1 trial`, `2 trials`. */
export function formatQuantity(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}
