/**
 * @file Reads what a one-shot command has reported: a file that it appended a line to after each epoch, with the loss and
 * nothing else.
 */
import { readSync } from 'node:fs';
import type { TrainingContext } from '../../core/index.js';
import { LineSplitter } from './line-splitter.js';
import { parseNumber } from './parse-json.js';
import { noLoss } from './read-result.js';
import { withRegularFile } from './regular-file.js';

const CHUNK_BYTES = 65_536;
/** More than any training has to report. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Gives each loss to `report`; a line that is no number is a loss that nobody knows (NaN). Without a file nothing was
 * reported. Throws what `report` throws, and a TrainingFailure (`no-loss`) for what is no regular file or too large.
 */
export function readReports(path: string, report: TrainingContext['report']): void {
  const lines = new LineSplitter((line) => {
    const text = line.toString('utf8');
    if (text.trim() !== '') report(parseNumber(text) ?? Number.NaN);
  });
  withRegularFile(path, 'file of reports', (file) => {
    for (let offset = 0; ; ) {
      const chunk = Buffer.alloc(CHUNK_BYTES);
      const bytes = readSync(file, chunk, 0, CHUNK_BYTES, offset);
      if (bytes === 0) return;
      offset += bytes;
      if (offset > MOST_BYTES) throw noLoss('its file of reports is larger than 4 MiB');
      lines.add(chunk.subarray(0, bytes));
    }
  });
  lines.end();
}
