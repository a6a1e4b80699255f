/** @file `surefoot init --client`: the helper for trainers in another language, beside a script that is also started by hand. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type ClientLanguage, clientFile } from '../app/commands.js';
import { InputError } from '../core/index.js';
import { print } from './terminal.js';

/** Writes it into `folder`, never over another file of its name unless `isForced`. */
export function writeClient(folder: string, language: ClientLanguage, isForced: boolean): void {
  const { name, text } = clientFile(language);
  const path = join(folder, name);
  const shown = relative('', path);
  const there = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  if (there !== undefined && there !== text && !isForced) {
    throw new InputError({
      code: 'file-exists',
      what: `${shown} exists already, is not what this version of Surefoot brings, and was left as it is.`,
      allowed: 'a folder without it',
      fix: 'Overwrite it with --force.',
    });
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
  print(process.stdout, `Wrote ${shown}, the helper for trainers in ${LANGUAGES[language]}.\n`);
}

const LANGUAGES: Readonly<Record<ClientLanguage, string>> = { python: 'Python', r: 'R' };
