/** @file Rows of trials.csv, as a spreadsheet reads them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FRESH_FROM } from '../../src/questions/race/plan/index.js';

export interface TrialRow {
  readonly x: number;
  readonly replicate: number;
  readonly from: 'race' | 'fresh';
  readonly status: string;
  readonly loss: number;
}

export function trialsIn(folder: string): readonly TrialRow[] {
  const text = readFileSync(join(folder, 'trials.csv'), 'utf8');
  const rows = [...text.matchAll(/((?:"(?:[^"]|"")*"|[^"\r\n])+)\r?\n/g)].map(([, row = '']) => cellsOf(row));
  const [columns = [], ...others] = rows;
  return others.map((row) => {
    const at = (name: string): string => row[columns.indexOf(name)] ?? '';
    const replicate = Number(at('init'));
    return {
      ...{ x: Number(at('config.x')), replicate, status: at('status'), loss: Number(at('loss')) },
      from: replicate >= FRESH_FROM ? 'fresh' : 'race',
    };
  });
}

function cellsOf(row: string): string[] {
  return [...row.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) => cell.replace(/^"|"$/g, ''));
}
