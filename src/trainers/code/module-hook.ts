/** @file Runs in Node's thread for loading modules: tells of every module of the user's that is loaded, with its content. */
import { readFileSync } from 'node:fs';
import type { LoadHook } from 'node:module';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MessagePort } from 'node:worker_threads';
import { sha256 } from './file-tree.js';

/** One module, or the package that it belongs to. */
export type LoadedModule =
  | { readonly path: string; readonly hash: string }
  | { readonly name: string; readonly version: string };

let port: MessagePort | undefined;
const packages = new Set<string>();

export function initialize(given: { readonly port: MessagePort }): void {
  port = given.port;
}

export const load: LoadHook = async (url, context, nextLoad) => {
  const result = await nextLoad(url, context);
  if (url.startsWith('file:')) tell(fileURLToPath(url), result.source);
  return result;
};

function tell(path: string, source: unknown): void {
  const installed = packageAt(path);
  if (installed === undefined) {
    const content = typeof source === 'string' || source instanceof Uint8Array ? source : readFileSync(path);
    port?.postMessage({ path, hash: sha256(content) } satisfies LoadedModule);
  } else if (!packages.has(installed.folder)) {
    packages.add(installed.folder);
    port?.postMessage(versionOf(installed) satisfies LoadedModule);
  }
}

interface Package {
  readonly name: string;
  readonly folder: string;
}

/** The installed package that a file belongs to. */
export function packageAt(path: string): Package | undefined {
  const marker = `${sep}node_modules${sep}`;
  const at = path.lastIndexOf(marker);
  if (at < 0) return undefined;
  const start = at + marker.length;
  const parts = path.slice(start).split(sep);
  const name = parts.slice(0, parts[0]?.startsWith('@') ? 2 : 1).join('/');
  return { name, folder: path.slice(0, start) + name };
}

export function versionOf({ name, folder }: Package): { readonly name: string; readonly version: string } {
  try {
    const { version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { version?: unknown };
    return { name, version: typeof version === 'string' ? version : 'unknown' };
  } catch {
    return { name, version: 'unknown' };
  }
}
