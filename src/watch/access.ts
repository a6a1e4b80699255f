/**
 * @file Who may look: names that the server answers to, so that no other site's page reaches it through the browser of somebody
 * who may, and a token wherever more than this machine can connect.
 */
import { createHash, timingSafeEqual } from 'node:crypto';

interface AccessOptions {
  /** Host names and addresses, without ports, in lower case. */
  readonly hosts: readonly string[];
  readonly port: number;
  /** Absent where only this machine can connect. */
  readonly token?: string;
  /** Sent with every command; pages that were served have it. */
  readonly commandToken: string;
}

export interface Access {
  readonly commandToken: string;
  /** Name of the cookie that keeps the token: cookies do not tell ports apart. */
  readonly cookie: string;
  /** Whether the request's Host, and its Origin where it has one, are ours. */
  isOurs(host: string | undefined, origin: string | undefined): boolean;
  /** Whether this is an address of ours. Commands need one. */
  isOrigin(origin: string | undefined): boolean;
  /** `given`: of the address, or of the cookie. */
  isKnown(given: string | undefined): boolean;
  isCommandToken(given: string | undefined): boolean;
}

export function createAccess({ hosts, port, token, commandToken }: AccessOptions): Access {
  const names = new Set(
    hosts.flatMap((host) => [`${bracketed(host)}:${port}`, ...(port === 80 ? [bracketed(host)] : [])]),
  );
  const origins = new Set([...names].map((name) => `http://${name}`));
  const isOrigin = (origin: string | undefined) => origin !== undefined && origins.has(origin.toLowerCase());
  return {
    commandToken,
    cookie: `surefoot-${port}`,
    isOurs: (host, origin) =>
      host !== undefined && names.has(host.toLowerCase()) && (origin === undefined || isOrigin(origin)),
    isOrigin,
    isKnown: (given) => token === undefined || isEqual(given, token),
    isCommandToken: (given) => isEqual(given, commandToken),
  };
}

/** In a time that says nothing of where they differ. */
function isEqual(given: string | undefined, secret: string): boolean {
  if (given === undefined) return false;
  const [a, b] = [given, secret].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a as Buffer, b as Buffer);
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
