/** @file Types of lines.mjs. */
export function readLines(path: string): readonly object[];

export function mendLines(path: string): void;

export function appendLine(path: string, row: object): void;
