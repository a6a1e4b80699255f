/** @file A log that lives as long as its process: for replays, tests and scripts that keep nothing. */
import type { EvidenceHead, Store } from '../../core/index.js';
import { Log } from './log.js';
import { LogContent } from './log-content.js';

export function createMemoryStore(head: EvidenceHead): Store {
  return new Log(new LogContent(head), {
    write: () => {},
    flush: () => {},
    extent: () => undefined,
    refresh: () => {},
    close: () => {},
  });
}
