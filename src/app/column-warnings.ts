/** @file Says which columns of a table are no inputs, and why: nobody should find out by a missing one. */
import type { Dataset } from '../datasets/index.js';

const MOST_NAMED = 5;

/** One sentence; none where all columns are inputs. */
export function columnWarnings(dataset: Dataset | undefined): readonly string[] {
  const left = (dataset?.encoding?.left ?? []).filter(({ isChosen }) => !isChosen);
  if (left.length === 0) return [];
  const named = left.slice(0, MOST_NAMED).map(({ name, reason }) => `\`${name}\` (${reason})`);
  const more = left.length > MOST_NAMED ? `, and ${left.length - MOST_NAMED} more` : '';
  return [
    `No ${left.length === 1 ? 'input' : 'inputs'}: ${named.join(', ')}${more}. Say otherwise with \`columns\` under \`data\`.`,
  ];
}
