/** @file Reads what a training says that it has loaded, as it comes from a foreign program. */
import type { LoadedCode } from '../../core/index.js';

/** More than any program loads of its user's own. */
const MOST_ENTRIES = 10_000;

/** Undefined for anything but `{ files: { path: hash }, versions: { name: version } }`; either may be missing. */
export function readLoadedCode(value: unknown): LoadedCode | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { files, versions } = value as Readonly<Record<string, unknown>>;
  return { files: textsIn(files), versions: textsIn(versions) };
}

function textsIn(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  const texts = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts.slice(0, MOST_ENTRIES));
}
