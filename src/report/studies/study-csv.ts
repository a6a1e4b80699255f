/** @file `study.csv`: every set of trials that the study describes as a row, with its criteria and their intervals (RFC 4180). */
import { csvLine } from '../csv-line.js';
import type { StudyInput } from './study-input.js';
import { namedSets } from './study-kinds.js';

const COLUMNS = ['candidate', 'label', 'set', 'trials', 'diverged', 'failed'];

/** A criterion without an interval leaves its ends empty. */
export function renderStudyCsv({ analysis, header }: Pick<StudyInput, 'analysis' | 'header'>): string {
  const sets = namedSets(analysis, header);
  const names = [...new Set(sets.flatMap(({ distribution }) => distribution.criteria.map(({ name }) => name)))];
  const lines = [csvLine([...COLUMNS, ...names.flatMap((name) => [name, `${name} low`, `${name} high`])])];
  for (const { candidate, label, set, distribution } of sets) {
    const { losses, diverged, failed, criteria } = distribution;
    const cells = names.flatMap((name) => {
      const found = criteria.find((criterion) => criterion.name === name);
      if (found === undefined) return ['', '', ''];
      const { value, interval } = found;
      return 'reason' in interval
        ? [String(value), '', '']
        : [String(value), String(interval.low), String(interval.high)];
    });
    lines.push(csvLine([candidate, label, set, String(losses.length), String(diverged), String(failed), ...cells]));
  }
  return lines.join('');
}
