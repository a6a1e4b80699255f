/** @file What the place that text is written to can show. */

export interface TerminalOptions {
  /** Columns for sentences. */
  readonly width: number;
  /** Columns for tables, which nobody wants wrapped: Infinity where lines may be of any length. As `width` where absent. */
  readonly tableWidth?: number;
  readonly colors: boolean;
  /** True: tables and notes as well, not the answer alone. */
  readonly long?: boolean;
}

export function tableWidthOf({ width, tableWidth = width }: TerminalOptions): number {
  return tableWidth;
}
