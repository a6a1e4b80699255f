/** @file Runs scripts that use the Python package, with the engine of this tree. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PYTHON } from './debian-python.js';

/** What a script finds: the package, the engine, and no colours or caches of whoever runs the tests. */
export const PACKAGE_ENVIRONMENT: NodeJS.ProcessEnv = {
  ...process.env,
  PYTHONPATH: resolve('clients/python'),
  PYTHONDONTWRITEBYTECODE: '1',
  SUREFOOT_ENGINE: resolve('dist/cli/main.js'),
};

/** Runs `script` as script.py in `folder`. */
export function runPython(script: string, folder: string, env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
  writeFileSync(join(folder, 'script.py'), script);
  return spawnSync(PYTHON, ['script.py'], {
    cwd: folder,
    env: { ...PACKAGE_ENVIRONMENT, ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
}

/** The JSON on the last line that the script prints; it must end well. */
export function jsonOf<T>(script: string, folder: string, env?: NodeJS.ProcessEnv): T {
  const { status, stdout, stderr } = runPython(script, folder, env);
  if (status !== 0) throw new Error(`It ended with ${status}: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T;
}
