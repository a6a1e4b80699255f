/** @file Says a design before it is trained: its cells, its table, how many trainings that is, and what is held. */
import { heldStreams } from '../../common/plan/index.js';
import type { CoupleSettings } from './couple-settings.js';

/** Two sentences. */
export function designText({ factors, sizes, streams, table, candidates }: CoupleSettings): string {
  const cells = candidates.length * sizes.length;
  const [rows, columns] = table;
  const levels = factors.map(({ name, levels: { length } }) => `${length} levels of ${name}`).join(' x ');
  return (
    `The design: ${cells} cells (${levels} x ${sizes.length} sizes), in each a table of ${rows} ${streams[0]} x ${columns} ${streams[1]}. ` +
    `That is ${rows * columns} trainings a cell, ${cells * rows * columns} in all; ${heldStreams(streams).join(' and ')} are held at index 0.`
  );
}
