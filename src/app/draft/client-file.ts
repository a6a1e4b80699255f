/** @file The helpers for trainers in other languages, as the package holds them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENTS_FOLDER } from '../../trainers/index.js';

/** The name of each file beside a script, and where it lies. */
const FILES = {
  python: { name: 'surefoot.py', place: 'surefoot/_trainer.py' },
  r: { name: 'surefoot.R', place: 'surefoot.R' },
} as const;

export type ClientLanguage = keyof typeof FILES;
export const CLIENT_LANGUAGES = Object.keys(FILES) as readonly ClientLanguage[];

/** The one file that a script of this language imports. */
export function clientFile(language: ClientLanguage): { readonly name: string; readonly text: string } {
  const { name, place } = FILES[language];
  return { name, text: readFileSync(join(CLIENTS_FOLDER, language, place), 'utf8') };
}
