/** @file What the page's script gets of the table of candidates: rows at once, trials when somebody opens one. */
import { packColumns } from '../view/packed-columns.js';
import type { TablePayload, TrialsPayload } from '../view/table-shape.js';
import type { TableView } from '../view/table-view.js';

export function tablePayload({ columns, rows, choice }: TableView): TablePayload {
  return {
    columns: columns.map(({ cells: _, ...column }) => column),
    rows,
    choice,
    ...packColumns(columns.map(({ cells }) => cells)),
  };
}

export function trialsPayload({ trials }: TableView, word: string): TrialsPayload {
  const { failed: _, newestFailures: __, losses, ...columnsOfTrials } = trials;
  return { ...columnsOfTrials, losses: losses.map((loss) => (Number.isFinite(loss) ? loss : null)), word };
}
