/** @file Whose code made a loss: the user's files that a trainer runs, found, hashed and watched. */
export { codeOfModels } from './code-of-models.js';
export type { CodeState } from './code-watch.js';
export { readLoadedCode } from './loaded-code.js';
export * from './watch-code.js';
