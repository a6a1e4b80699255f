/**
 * @file Whether a finding here agrees with the published one: by a margin around the latter, one for each kind of finding. `agrees` has
 * the whole interval of ours inside the margin, `differs` has it wholly outside; all else is `open`, and so is whatever has no interval.
 */

/**
 * How far from the published figure is still the same, by kind, with the reason. They were set before the design of what couples had a
 * result, and none is changed for one.
 */
export const MARGINS = {
  median: {
    says: 'a median of losses',
    factor: 1.1,
    why: 'the stand-in may be off by 5 % (its baselines are held to that), and a figure read off a plot by a few more',
  },
  spread: { says: 'a ratio of standard deviations', factor: 1.5, why: 'less needs hundreds of trainings to be told' },
  saving: { says: 'how many times fewer examples', factor: 2, why: 'sizes double from one to the next' },
  range: { says: 'a published range', why: 'its own ends' },
  order: { says: 'which of two is lower', why: 'the ratio of the two, on the published side of 1' },
  direction: { says: 'what falls', why: 'the share of instances that do, above a half' },
  share: {
    says: 'what decides',
    least: 0.1,
    why: 'shown to explain something; differs where it explains less than a tenth',
  },
};

/** By `kind` around a published figure; one that is only known to be `atLeast` so much has no upper end, and 0 (never) no room. */
export function around(kind, value, { atLeast = false } = {}) {
  const { factor } = MARGINS[kind];
  return { low: value / factor, high: atLeast ? Number.POSITIVE_INFINITY : value * factor };
}

export const below = (high) => ({ low: Number.NEGATIVE_INFINITY, high });
export const above = (low) => ({ low, high: Number.POSITIVE_INFINITY });

/** `own`: a figure with its interval, or without one (undefined, or no `low`). */
export function judge(margin, own) {
  if (own?.low === undefined) return 'open';
  if (own.low >= margin.low && own.high <= margin.high) return 'agrees';
  return own.high < margin.low || own.low > margin.high ? 'differs' : 'open';
}

/** Of a finding that says several things: it agrees where each does, and differs where one does. */
export function judgeAll(verdicts) {
  if (verdicts.includes('differs')) return 'differs';
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'agrees') ? 'agrees' : 'open';
}

/** One figure over another, both above 0, with an interval that holds wherever both of theirs do; without one where either has none. */
export function over(figure, other) {
  if (figure === undefined || other === undefined) return undefined;
  const value = figure.value / other.value;
  if (figure.low === undefined || other.low === undefined) return { value };
  return { value, low: figure.low / other.high, high: figure.high / other.low };
}

/** A number that is known exactly, as a figure. */
export const exactly = (value) => ({ value, low: value, high: value });
