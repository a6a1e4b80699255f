/** @file Columns of the table of all candidates: their settings, what is required of them, and what numbers need to be written. */
import { boundText, type Candidate } from '../../core/index.js';
import type { RequiredMetric } from '../../questions/race/plan/index.js';
import { quantileOfSorted, type SettingValue, settingValues, sorted } from '../../stats/index.js';
import { requiredFigure, requiredValue, STANDING_WORDS } from '../answer/requirement-words.js';
import type { Cell } from '../csv-line.js';
import type { Result, ResultCandidate } from '../result/result-schema.js';
import { namesOfSettings } from './candidate-names.js';
import type { TableColumn } from './table-shape.js';

/** What somebody who makes a column says of it. */
export type MadeColumn = Pick<TableColumn, 'id' | 'heading' | 'meaning' | 'kind' | 'cells'> & {
  readonly isShown?: boolean;
  /** How uncertain a value of it typically is, as a half width; unknown by default. */
  readonly spread?: number | null;
};

export function completeColumn({ isShown = true, spread = null, ...column }: MadeColumn): TableColumn {
  return { ...column, isShown, spread, sample: column.kind === 'value' ? sampleOf(column.cells) : [] };
}

/** Its digits depend on the middle and the ends of a column: they are not worth a look at 50,000 cells. */
const SAMPLED = 33;

function sampleOf(cells: readonly Cell[]): number[] {
  const values = sorted(cells.filter((cell): cell is number => typeof cell === 'number' && Number.isFinite(cell)));
  if (values.length <= SAMPLED) return [...values];
  return Array.from({ length: SAMPLED }, (_, place) => quantileOfSorted(values, place / (SAMPLED - 1)));
}

/** Two for each requirement; who was not trained has nothing in them. */
export function requiredColumns({ requirements }: Result, candidates: readonly ResultCandidate[]): TableColumn[] {
  return (requirements?.metrics ?? []).flatMap((required) => {
    const found = new Map(required.candidates.map((one) => [one.candidate, one]));
    const figure = requiredFigure(required);
    const of = (pick: (one: RequiredMetric['candidates'][number]) => string): (string | null)[] =>
      candidates.map(({ id }) => {
        const own = found.get(id);
        return own === undefined ? null : pick(own);
      });
    return [
      completeColumn({
        id: `required ${figure} ${boundText(required)}`,
        heading: boundText(required),
        meaning: `Whether its ${figure} is shown to be ${boundText(required)}, as is required of the winner.`,
        kind: 'text',
        cells: of(({ standing }) => STANDING_WORDS[standing]),
      }),
      completeColumn({
        id: `figure ${figure} ${boundText(required)}`,
        heading: figure,
        meaning: `The ${figure} over its race trainings, with an interval that holds for all candidates at once.`,
        kind: 'text',
        cells: of(requiredValue),
      }),
    ];
  });
}

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
