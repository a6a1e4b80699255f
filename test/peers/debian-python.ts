/** @file Debian's Python, and whether it has what a test needs. */
import { spawnSync } from 'node:child_process';

export const PYTHON = '/usr/bin/python3';

/** What is missing for these modules, for the name of a test that is skipped; empty where all is there. */
export function missingFor(...modules: readonly string[]): string {
  const missing = modules.filter((name) => spawnSync(PYTHON, ['-c', `import ${name}`]).status !== 0);
  const packages = missing.map((name) => `python3-${name}`).join(', ');
  return missing.length === 0 ? '' : ` (skipped: ${packages} not installed)`;
}

/** Runs Debian's Python where an experiment says python3. */
export const DEBIAN_FIRST = { PATH: `/usr/bin:${process.env.PATH ?? ''}` };
