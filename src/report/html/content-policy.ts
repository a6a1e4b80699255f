/** @file What a page may load and run: its own scripts and nothing else. */
import { createHash } from 'node:crypto';

/**
 * Nothing comes from anywhere, and no script runs but these, whatever a name or an error's text contains.
 * `mayConnect`: to the server that the page came from.
 */
export function contentPolicy(scripts: readonly string[], mayConnect: boolean): string {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    `script-src ${hashes.length === 0 ? "'none'" : hashes.join(' ')}`,
    ...(mayConnect ? ["connect-src 'self'", "form-action 'self'"] : ["form-action 'none'"]),
    "base-uri 'none'",
  ].join('; ');
}
