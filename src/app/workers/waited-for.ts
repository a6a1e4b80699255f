/** @file What a worker without work waits for, in words: found by looking at the address as `surefoot status` does. */
import { SurefootError, type TransportAccess } from '../../core/index.js';
import { type SeenRun, transportAt } from '../../work/transports/index.js';

/** A coordinator says something every few seconds. */
const SILENT_MS = 15_000;
const MOST_NAMED = 3;

/** What is waited for, as a clause. `run`: id of the one that is served; undefined where there is none. */
export async function waitedFor(address: string, access: TransportAccess, run: string | undefined): Promise<string> {
  const transport = transportAt(address);
  const at = transport.shown(address);
  try {
    const runs = (await transport.look(address, () => {}, access)) ?? [];
    const served = runs.find(({ id }) => id === run);
    if (served !== undefined) return waitOf(served);
    if (runs.length === 0) return `no run is offered at ${at}`;
    const names = runs.slice(0, MOST_NAMED).map(({ name }) => `"${name}"`);
    const more = runs.length > names.length ? ` and ${runs.length - names.length} more` : '';
    return `this worker serves none of the runs at ${at}: ${names.join(', ')}${more}`;
  } catch (error) {
    // This answer is not waited for: whatever it is, the worker goes on.
    return `${at} cannot be read: ${error instanceof SurefootError ? error.what : String(error)}`;
  }
}

function waitOf({ name, open, held, silentMs }: SeenRun): string {
  if (silentMs === undefined || silentMs > SILENT_MS) return `no process leads "${name}" now; run its command again`;
  if (open === 0) return `"${name}" has nothing to offer now`;
  if (held >= open) return `other workers have all open trainings of "${name}" (${open})`;
  return `"${name}" has open trainings, but none fits into what is free here (${open} open, ${held} under way)`;
}
