/** @file The settings in which candidates differ, a column each. */
import type { Candidate } from '../../core/index.js';
import type { Cell } from '../figures/figure-data.js';
import type { ResultCandidate } from '../result/result-schema.js';
import type { TableColumn } from './table-shape.js';
import { namesOfSettings, type SettingValue, settingValues } from './varying-settings.js';

/** In the order of the configurations; `shown` says which candidates, and in which order. */
export function settingColumns(candidates: readonly Candidate[], shown: readonly ResultCandidate[]): TableColumn[] {
  const configurations = new Map(candidates.map(({ id, configuration }) => [id, configuration]));
  const differing = settingValues(shown.map(({ id }) => configurations.get(id) ?? {}))
    .map(({ path, values }) => ({ path, cells: values.map(cellOf) }))
    .filter(({ cells }) => cells.some((cell) => cell !== cells[0]));
  const names = namesOfSettings(differing.map(({ path }) => path));
  return differing.map(({ path: parts, cells }, place): TableColumn => {
    const path = parts.join('.');
    const isNumeric = cells.every((cell) => cell === null || typeof cell === 'number');
    return {
      id: `setting ${path}`,
      heading: names[place] ?? path,
      meaning: `The setting ${path}.`,
      kind: isNumeric ? 'setting' : 'text',
      sample: [],
      spread: null,
      isShown: true,
      cells: isNumeric ? cells : cells.map((cell) => (cell === null ? null : String(cell))),
    };
  });
}

function cellOf(value: SettingValue): Cell {
  return typeof value === 'boolean' ? String(value) : value;
}
