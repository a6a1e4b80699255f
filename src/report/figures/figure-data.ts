/** @file A table of cells, as figures and tables of a page show it and give it away. */

export type Cell = string | number | null;

/** What a figure shows, as a table: a row a drawn thing. Infinite numbers stay numbers. */
export interface FigureData {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}
