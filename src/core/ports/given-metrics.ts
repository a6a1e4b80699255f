/** @file Metrics as trainers give them, in any language. */
import { TrainingFailure } from './trainer.js';

const NAMED_NUMBERS = ['NaN', 'Infinity', '-Infinity'];
const LONGEST_SHOWN = 80;

/**
 * Numbers by name: infinite ones and NaN too, as numbers or by their names; null or undefined where a trial has no such
 * metric. Throws a TrainingFailure (`no-loss`) for anything else, so that nothing vanishes unseen.
 */
export function readMetrics(given: unknown): Record<string, number> {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given)) throw notMetrics('its metrics are', given);
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]: [string, unknown]) => {
      if (value === undefined || value === null) return [];
      if (typeof value === 'number') return [[name, value]];
      if (NAMED_NUMBERS.includes(value as string)) return [[name, Number(value)]];
      throw notMetrics(`its metric "${name}" is`, value);
    }),
  );
}

function notMetrics(subject: string, value: unknown): TrainingFailure {
  const what = Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : String(value);
  const shown = typeof value === 'string' ? JSON.stringify(what.slice(0, LONGEST_SHOWN)) : what.slice(0, LONGEST_SHOWN);
  return new TrainingFailure({
    kind: 'no-loss',
    message: `It gave no clear answer: ${subject} ${shown}; metrics are numbers by name, not nested.`,
  });
}
