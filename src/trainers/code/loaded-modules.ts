/** @file Lists what a worker process has loaded of the user's modules and of installed packages. */
import { createRequire, register } from 'node:module';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import type { LoadedCode } from '../../core/index.js';
import { hashFile } from './file-tree.js';
import { type LoadedModule, packageAt, versionOf } from './module-hook.js';

/**
 * Listens to all modules that this process loads from now on. The function that it returns tells what has come since it was
 * called last; undefined for nothing.
 */
export function listenToModules(): () => LoadedCode | undefined {
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  register('./module-hook.js', {
    parentURL: import.meta.url,
    data: { port: port2 },
    transferList: [port2],
  });
  const { cache } = createRequire(import.meta.url);
  const known = new Set(Object.keys(cache));
  const versions = new Map([['Node.js', process.versions.node]]);
  return () => {
    const files = new Map<string, string>();
    const take = (module: LoadedModule) => {
      if ('path' in module) files.set(module.path, module.hash);
      else versions.set(module.name, module.version);
    };
    for (let got = receiveMessageOnPort(port1); got !== undefined; got = receiveMessageOnPort(port1)) take(got.message);
    // What `require` loads on its own never comes by the hook.
    for (const path of Object.keys(cache)) {
      if (known.has(path)) continue;
      known.add(path);
      const installed = packageAt(path);
      const hash = installed === undefined ? hashFile(path) : undefined;
      if (installed !== undefined) take(versionOf(installed));
      else if (hash !== undefined) take({ path, hash });
    }
    if (files.size === 0 && versions.size === 0) return undefined;
    const loaded = { files: Object.fromEntries(files), versions: Object.fromEntries(versions) };
    versions.clear();
    return loaded;
  };
}
