/** @file The helpers for trainers in other languages, as the package holds them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENTS_FOLDER } from '../trainers/index.js';

const FILES = { python: 'surefoot.py', r: 'surefoot.R' } as const;

export type ClientLanguage = keyof typeof FILES;
export const CLIENT_LANGUAGES = Object.keys(FILES) as readonly ClientLanguage[];

/** The one file that a script of this language imports. */
export function clientFile(language: ClientLanguage): { readonly name: string; readonly text: string } {
  const name = FILES[language];
  return { name, text: readFileSync(join(CLIENTS_FOLDER, language, name), 'utf8') };
}
