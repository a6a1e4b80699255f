/** @file The package as it was built, for benches of what anybody has who calls it. */
import { pathToFileURL } from 'node:url';
import type { openRace } from '../src/app/library/ask-tell.js';

export const createBuiltRace: typeof openRace = async (given) => {
  const address = pathToFileURL('dist/app/index.js').href;
  const { createRace } = (await import(address)) as { readonly createRace: typeof openRace };
  return createRace(given);
};
