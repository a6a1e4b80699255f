/** @file The settings in which candidates differ, a column each. */
import { type Candidate, isPlainList, type JsonObject, settingLeaves } from '../../core/index.js';
import type { Cell } from '../figures/figure-data.js';
import type { ResultCandidate } from '../result/result-schema.js';
import type { TableColumn } from './table-shape.js';

/** In the order of the configurations; `shown` says which candidates, and in which order. */
export function settingColumns(candidates: readonly Candidate[], shown: readonly ResultCandidate[]): TableColumn[] {
  const configurations = new Map(candidates.map(({ id, configuration }) => [id, configuration]));
  const columns = new Map<string, Cell[]>();
  for (const [row, { id }] of shown.entries()) {
    for (const [path, value] of settingsOf(configurations.get(id) ?? {})) {
      const cells = columns.get(path) ?? new Array<Cell>(shown.length).fill(null);
      cells[row] = value;
      columns.set(path, cells);
    }
  }
  const differing = [...columns].filter(([, cells]) => new Set(cells).size > 1);
  const headings = shortenPaths(differing.map(([path]) => path));
  return differing.map(([path, cells], place): TableColumn => {
    const isNumeric = cells.every((cell) => cell === null || typeof cell === 'number');
    return {
      id: `setting ${path}`,
      heading: headings[place] ?? path,
      meaning: `The setting ${path}.`,
      kind: isNumeric ? 'setting' : 'text',
      sample: [],
      spread: null,
      isShown: true,
      cells: isNumeric ? cells : cells.map((cell) => (cell === null ? null : String(cell))),
    };
  });
}

/** Leaves of a configuration by their path: `layers.0.dense.units`. A list of plain values is one leaf. */
function settingsOf(configuration: JsonObject): (readonly [string, Cell])[] {
  return settingLeaves(configuration, isPlainList).flatMap(([path, value]) => {
    if (value === null) return [];
    return [[path, typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value)] as const];
  });
}

/** As many of the last parts of each path as tell it from the others. */
function shortenPaths(paths: readonly string[]): string[] {
  const endings = (path: string): string[] => {
    const parts = path.split('.');
    return parts.map((_, from) => parts.slice(parts.length - 1 - from).join('.'));
  };
  const counts = new Map<string, number>();
  for (const path of paths) for (const end of endings(path)) counts.set(end, (counts.get(end) ?? 0) + 1);
  return paths.map((path) => endings(path).find((end) => counts.get(end) === 1) ?? path);
}
