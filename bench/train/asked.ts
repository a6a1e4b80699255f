/** @file What a bench of networks is asked for, with one clear message for what it cannot do. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BenchNetwork, NETWORKS, networkNamed } from '../networks.js';

/** Said as it stands, with exit status 2. */
export class BadRequest extends Error {}

/** @throws BadRequest */
export function askedNetworks(names: readonly string[]): readonly BenchNetwork[] {
  return names.map((name) => {
    const network = networkNamed(name);
    if (network !== undefined) return network;
    const known = NETWORKS.map((one) => one.name).join(', ');
    throw new BadRequest(
      `There is no network "${name}". Allowed: ${known}, and mlp-LxU for L dense layers (up to 99) of U units, such as mlp-2x64.`,
    );
  });
}

/** @throws BadRequest */
export function askedBatches(texts: readonly string[]): readonly number[] {
  return texts.map((text) => wholeNumber('batch', text, 1, 4096));
}

/** @throws BadRequest */
export function wholeNumber(what: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new BadRequest(`The ${what} is "${text}". Allowed: a whole number from ${least} to ${most}.`);
}

/** Where the modules of a built checkout, or of an installed package, lie. @throws BadRequest */
export function engineRoot(folder: string): string {
  const root = join(resolve(folder), 'dist');
  if (existsSync(join(root, 'engine/network/training-graph.js'))) return root;
  throw new BadRequest(
    `There is no built engine in ${folder}: it has no dist/engine/network. Allowed: a checkout after \`npm run build\`, or the folder of an installed package.`,
  );
}

export function exitWith(error: unknown): void {
  if (!(error instanceof BadRequest)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
