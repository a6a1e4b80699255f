/** @file Says a design before it is trained: its cells, its table, fresh pairs beside it, how many trainings that is, and what is held. */
import { heldStreams } from '../../common/plan/index.js';
import { trainingsOf } from './cell-design.js';
import type { CoupleSettings } from './couple-settings.js';

/** Two sentences. */
export function designText({ factors, sizes, streams, design, candidates }: CoupleSettings): string {
  const cells = candidates.length * sizes.length;
  const { table, fresh } = design;
  const [rows, columns] = table;
  const beside = fresh === 0 ? '' : ` and ${fresh} fresh pairs, both streams of each at an index of its own`;
  const levels = factors.map(({ name, levels: { length } }) => `${length} levels of ${name}`).join(' x ');
  return (
    `The design: ${cells} cells (${levels} x ${sizes.length} sizes), in each a table of ${rows} ${streams[0]} x ${columns} ${streams[1]}${beside}. ` +
    `That is ${trainingsOf(design)} trainings a cell, ${cells * trainingsOf(design)} in all; ${heldStreams(streams).join(' and ')} are held at index 0.`
  );
}
