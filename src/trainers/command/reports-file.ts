/**
 * @file Reads what a one-shot command has reported: a file that it appended a line to after each epoch, with the loss and
 * nothing else.
 */
import type { TrainingContext } from '../../core/index.js';
import { LineSplitter } from './line-splitter.js';
import { parseNumber } from './parse-json.js';
import { readWrittenFile } from './written-file.js';

/** More than any training has to report. */
const MOST_BYTES = 4 * 2 ** 20;

/**
 * Gives each loss to `report`; a line that is no number is a loss that nobody knows (NaN). Without a file nothing was
 * reported. Throws what `report` throws, and a TrainingFailure (`no-loss`) for what is no regular file or too large.
 */
export function readReports(path: string, report: TrainingContext['report']): void {
  const lines = new LineSplitter((line) => {
    const text = line.toString('utf8');
    if (text.trim() !== '') report(parseNumber(text) ?? Number.NaN);
  });
  lines.add(readWrittenFile(path, 'file of reports', MOST_BYTES) ?? Buffer.alloc(0));
  lines.end();
}
