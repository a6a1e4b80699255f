/**
 * @file Where a queue's server is, and how one is let in. A password is never part of an address: anyone who lists processes on a
 * machine would read it there.
 */
import fs, { statSync } from 'node:fs';
import { type InputError, inputError, readRegularFile, type TransportAccess } from '../../../core/index.js';

export const PASSWORD_VARIABLE = 'SUREFOOT_QUEUE_PASSWORD';
export const KEY_VARIABLE = 'SUREFOOT_QUEUE_KEY';

export const DEFAULT_PORT = 6379;

const ALLOWED =
  'redis://HOST[:PORT][/DATABASE], rediss:// for TLS, unix:///PATH for a socket; a user as redis://USER@HOST';

export interface QueueAddress {
  /** The address without anything secret, for people. */
  readonly text: string;
  readonly host?: string;
  readonly port?: number;
  /** Of a Unix socket. */
  readonly path?: string;
  readonly database: number;
  readonly username?: string;
  readonly isEncrypted: boolean;
}

export interface QueueSecrets {
  readonly password?: string;
  readonly ca?: string;
}

/** Whether an address is a queue's, rather than a folder. */
export function isQueueAddress(address: string): boolean {
  return /^(rediss?|unix):\/\//i.test(address);
}

/** @throws InputError for an address of another kind (`queue-address`), or with a password in it (`queue-password-in-address`). */
export function parseQueueAddress(address: string): QueueAddress {
  const url = isQueueAddress(address) && URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) throw badAddress(withoutPassword(address));
  const text = withoutPassword(address);
  if (url.password !== '' || url.searchParams.has('password')) {
    throw inputError`queue-password-in-address: The address ${text} contains a password, which every user of this machine could read.
      Allowed: a password in the variable ${PASSWORD_VARIABLE}, or in a file of mode 0600
      Fix: Take it out of the address, and give it with ${PASSWORD_VARIABLE} or --queue-password-file FILE. Change the password if others may have seen it.`;
  }
  const isSocket = url.protocol === 'unix:';
  const database = isSocket ? (url.searchParams.get('db') ?? '0') : url.pathname.replace(/^\/$/, '/0').slice(1) || '0';
  if (!/^\d{1,5}$/.test(database) || (isSocket ? url.host !== '' || url.pathname.length < 2 : url.hostname === ''))
    throw badAddress(text);
  const username = decodeURIComponent(url.username);
  return {
    text,
    ...(isSocket
      ? { path: decodeURIComponent(url.pathname) }
      : { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: url.port === '' ? DEFAULT_PORT : Number(url.port) }),
    database: Number(database),
    ...(username === '' ? {} : { username }),
    isEncrypted: url.protocol === 'rediss:',
  };
}

/** The same address for people's eyes. */
export function withoutPassword(address: string): string {
  return address.replace(/^([a-z]+:\/\/[^/@:]*):.*@/i, '$1:***@').replace(/([?&]password=)[^&]*/gi, '$1***');
}

/** Secrets that were taken out of environments, by their variable. */
const taken = new WeakMap<object, Map<string, string>>();

/** Takes the password out of the environment, so that no process inherits it that is started from now on. */
export function takePassword(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  return takeOut(PASSWORD_VARIABLE, environment);
}

/** The same for the key by which run and workers sign. */
export function takeKey(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  return takeOut(KEY_VARIABLE, environment);
}

function takeOut(variable: string, environment: NodeJS.ProcessEnv): string | undefined {
  const given = environment[variable];
  delete environment[variable];
  const known = taken.get(environment) ?? new Map<string, string>();
  if (given !== undefined) taken.set(environment, known.set(variable, given));
  return known.get(variable);
}

/**
 * The password comes from the file, or from the environment where there is none.
 * @throws InputError for a password file that others may read (`queue-password-file`), or a file that cannot be read.
 */
export function readQueueSecrets({ passwordFile, caFile }: TransportAccess, environment = process.env): QueueSecrets {
  const given = takePassword(environment);
  const password =
    passwordFile === undefined ? given : readSecretFile(passwordFile, 'password of the queue', 'queue-password-file');
  return {
    ...(password === undefined || password === '' ? {} : { password }),
    ...(caFile === undefined ? {} : { ca: readText(caFile, 'certificates of the queue', 'queue-ca-file') }),
  };
}

/** Without the end of its line. @throws InputError with this code where it cannot be read, or others may read it. */
export function readSecretFile(file: string, what: string, code: string): string {
  const text = readText(file, what, code).replace(/\r?\n$/, '');
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) === 0) return text;
  throw inputError`${code}: Others may read the file ${file} (mode 0${mode.toString(8)}), which holds the ${what}.
    Allowed: a file that its owner alone may read: mode 0600 or 0400
    Fix: Run chmod 600 ${file}. Change its content if others may have read it.`;
}

/** More than any password, key or list of certificates has. */
const MOST_SECRET_BYTES = 2 ** 20;

function readText(file: string, what: string, code: string): string {
  try {
    const bytes = readRegularFile(fs, file, { mostBytes: MOST_SECRET_BYTES, followsLinks: true });
    return Buffer.from(bytes).toString('utf8');
  } catch (cause) {
    throw inputError`${code}: The file with the ${what}, ${file}, cannot be read: ${(cause as Error).message}.
      Allowed: a file that this process may read
      Fix: Correct the path or the permissions of the file.
      Cause: ${cause}`;
  }
}

function badAddress(text: string): InputError {
  return inputError`queue-address: "${text}" is not the address of a queue.
    Allowed: ${ALLOWED}
    Fix: Correct the address.`;
}
