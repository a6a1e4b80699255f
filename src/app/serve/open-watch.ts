/** @file Watching, apart from everything else: the server is loaded only to watch something. */
import type { Watching, WatchOptions } from './start-watch.js';

export { type AddressFile, keepAddress } from './address-file.js';

/** @throws InputError for what cannot be watched, and for an address that cannot be used. */
export async function openWatch(folder: string, options: WatchOptions): Promise<Watching> {
  const { startWatch } = await import('./start-watch.js');
  return startWatch(folder, options);
}
