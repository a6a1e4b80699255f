/** @file Looks whether a file can be learned from, before an experiment is written for it. */
import { resolve } from 'node:path';
import { InputError } from '../../core/index.js';
import { requireColumn } from './choose-columns.js';
import { openTable } from './open-table.js';

/** Throws InputError for a file that cannot be read, and for one without the target or without anything beside it. */
export async function checkTarget(path: string, target: string): Promise<void> {
  const table = await openTable(resolve(path), {});
  requireColumn(target, 'target', table);
  if (table.columns.length > 1) return;
  throw new InputError({
    code: 'data-without-inputs',
    what: `${path}: \`${target}\` is its only column, so there is nothing to predict it from.`,
    allowed: 'a file with other columns beside the target',
    fix: 'Choose a file with inputs.',
  });
}
