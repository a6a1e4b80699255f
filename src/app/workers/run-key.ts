/**
 * @file The key by which a run and its workers sign. It is given as a file or by a variable, never on a command line, where all users of
 * the machine could read it, and a run makes the file where it is missing.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { type InputError, inputError, type TransportAccess } from '../../core/index.js';
import { KEY_VARIABLE, LEAST_KEY_BYTES, readSecretFile, Seals, takeKey } from '../../work/transports/index.js';

const MADE_BYTES = 32;
const ALLOWED = `at least ${LEAST_KEY_BYTES} characters that cannot be guessed, e.g. 64 hexadecimal digits`;

/**
 * Undefined where no key is given.
 * @throws InputError for a key file that is missing or that others may read (`key-file`), and for a key that is too short (`key-short`).
 */
export function sealsOf({ keyFile }: TransportAccess, environment = process.env): Seals | undefined {
  const given = takeKey(environment);
  const key = keyFile === undefined ? given : readSecretFile(keyFile, 'key of the run', 'key-file');
  if (key === undefined || key === '') {
    if (keyFile === undefined) return undefined;
    throw tooShort(`The file ${keyFile} is empty`);
  }
  const bytes = Buffer.from(key, 'utf8');
  if (bytes.length >= LEAST_KEY_BYTES) return new Seals(bytes);
  throw tooShort(`The key of ${keyFile ?? `the variable ${KEY_VARIABLE}`} has ${bytes.length} characters`);
}

/** Makes the key file where it is named and missing, for this user alone; then as {@link sealsOf}. @throws InputError as that does. */
export function requireKey(access: TransportAccess): void {
  const { keyFile } = access;
  if (keyFile !== undefined && !existsSync(keyFile)) makeKey(keyFile);
  sealsOf(access);
}

function makeKey(file: string): void {
  try {
    writeFileSync(file, `${randomBytes(MADE_BYTES).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    throw inputError`key-file: The key file ${file} cannot be made: ${(cause as Error).message}.
      Allowed: an existing file, or a folder in which one can be made
      Fix: Correct --key-file.
      Cause: ${cause}`;
  }
}

function tooShort(what: string): InputError {
  return inputError`key-short: ${what}: not a valid key.
    Allowed: ${ALLOWED}
    Fix: Make one: openssl rand -hex 32 > key; chmod 600 key. Or name a file that does not exist, and the run makes it.`;
}
