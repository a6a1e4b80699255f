/**
 * @file Who may look: names that the server answers to, so that no other site's page reaches it through the browser of somebody who may, and
 * a code that is exchanged for a cookie. A connection from this machine proves nothing: others may work on it, too.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

interface AccessOptions {
  /** Host names and addresses, without ports, in lower case. */
  readonly hosts: readonly string[];
  readonly port: number;
  /** Whether any browser that can connect may look. */
  readonly isOpen: boolean;
  /** Called with the next code when one was used. */
  readonly onCode?: (code: string) => void;
}

export interface Access {
  /** Opens one browser; undefined where none is asked for. */
  readonly code: string | undefined;
  /** Name of the cookie that keeps the pass: cookies do not tell ports apart. */
  readonly cookie: string;
  /** Whether the request's Host, and its Origin where it has one, are ours. */
  isOurs(host: string | undefined, origin: string | undefined): boolean;
  /** The pass for a code that has not been used; undefined for anything else. */
  exchange(code: string): string | undefined;
  /** Whether this is the pass, or none is asked for. */
  isKnown(pass: string | undefined): boolean;
}

export function createAccess({ hosts, port, isOpen, onCode }: AccessOptions): Access {
  const names = new Set(
    hosts.flatMap((host) => [`${bracketed(host)}:${port}`, ...(port === 80 ? [bracketed(host)] : [])]),
  );
  const origins = new Set([...names].map((name) => `http://${name}`));
  const pass = newSecret();
  let code = newSecret();
  return {
    get code() {
      return isOpen ? undefined : code;
    },
    cookie: `surefoot-${port}`,
    isOurs: (host, origin) =>
      host !== undefined &&
      names.has(host.toLowerCase()) &&
      (origin === undefined || origins.has(origin.toLowerCase())),
    exchange: (given) => {
      if (isOpen || !isEqual(given, code)) return undefined;
      code = newSecret();
      onCode?.(code);
      return pass;
    },
    isKnown: (given) => isOpen || (given !== undefined && isEqual(given, pass)),
  };
}

function newSecret(): string {
  return randomBytes(16).toString('hex');
}

/** In a time that says nothing of where they differ. */
function isEqual(given: string, secret: string): boolean {
  const [a, b] = [given, secret].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a as Buffer, b as Buffer);
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
