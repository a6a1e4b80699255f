/** @file Types of make-page.mjs. */
import type { Tables } from './tables.mjs';

export function makePage(
  tables: Tables,
  published: object,
  problems?: readonly string[],
): { readonly markdown: string; readonly pictures: Readonly<Record<string, string>> };
