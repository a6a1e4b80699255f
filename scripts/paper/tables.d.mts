/** @file Types of tables.mjs. */
export type Tables = Readonly<Record<string, object>>;

export const VERSION: number;

export function writeTable(name: string, content: object, folder?: string): void;

export function readTables(folder?: string): { readonly tables: Tables; readonly problems: readonly string[] };

export function rounded(value: number, digits?: number): number | string;
