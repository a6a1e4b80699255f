/** @file Cells of the table of candidates as people read them; the page's script writes the same. */
import { settingNumber } from '../../core/setting-number.js';
import type { Cell } from '../figures/figure-data.js';
import { columnFormat, formatCount, formatShare } from '../number-text.js';
import type { TableColumn } from './table-shape.js';

/** For all cells of a column; `–` where there is nothing. */
export function cellFormat({
  kind,
  sample,
  spread,
}: Pick<TableColumn, 'kind' | 'sample' | 'spread'>): (cell: Cell) => string {
  const valueText = columnFormat(sample, spread);
  const numberText = {
    text: String,
    setting: (value: number) => settingNumber(value),
    count: formatCount,
    share: (share: number) => (share === 0 ? '0' : formatShare(share)),
    value: valueText,
    worse: (worse: number) => worseText(worse, valueText),
  }[kind];
  return (cell) => (cell === null ? '–' : typeof cell === 'string' ? cell : numberText(cell));
}

/** `worse by 0.016`, `better by 0.003`, `equal`: above 0 is worse; `sizeText` has the digits. */
function worseText(worse: number, sizeText: (size: number) => string): string {
  const size = sizeText(Math.abs(worse));
  if (Number(size) === 0) return 'equal';
  return `${worse > 0 ? 'worse' : 'better'} by ${size}`;
}
