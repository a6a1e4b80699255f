/** @file The codes of errors as they stand in the sources; `*` for what is put in; those that are a value as a whole are left out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ERROR =
  /\b(input|run)Error`((?:[a-z0-9-]|\$\{[^}]+\})+): |(?:new (\w+)\(\s*\{\s*)?\bcode: (?:missing \? )?['`]([^'`]+)['`]/g;

/** With the class that is made of it, where that stands beside it. */
export function errorCodes(folder: string): readonly { readonly code: string; readonly kind: string | undefined }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.test)\.ts$/.test(name))
    .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(ERROR)])
    .map(([, made, told, kind, code = told ?? '']) => ({
      code: code.replaceAll(/\$\{[^}]*\}/g, '*'),
      kind: made === undefined ? kind : { input: 'InputError', run: 'RunError' }[made],
    }))
    .filter(({ code }) => code !== '*');
}
