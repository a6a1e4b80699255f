/** @file The workers of a run by their files, as one observer sees them change. */
import type { WorkerReport } from '../../../core/index.js';
import { type ExchangeFolder, inGroups } from './exchange-folder.js';
import { RUN_PARTS } from './layout.js';
import { read, type WorkerRecord } from './records.js';

interface Known {
  readonly bytes: Uint8Array;
  readonly record: WorkerRecord;
  readonly changedMs: number;
}

interface HeardWorker {
  readonly report: WorkerReport;
  readonly settled: readonly string[];
  readonly silentMs: number;
}

export class WorkerFiles {
  readonly #exchange: ExchangeFolder;
  readonly #nowMs: () => number;
  readonly #onRenewed: (token: string) => void;
  #known = new Map<string, Known>();

  /** `exchange`: of the run; `onRenewed` hears of each lease whose counter has changed. */
  constructor(exchange: ExchangeFolder, nowMs: () => number, onRenewed: (token: string) => void) {
    this.#exchange = exchange.inside(RUN_PARTS.workers);
    this.#nowMs = nowMs;
    this.#onRenewed = onRenewed;
  }

  /** At all of them, or at those of these names alone. */
  async look(named?: readonly string[]): Promise<void> {
    const names = named ?? ((await this.#exchange.list()) ?? []).filter((name) => !name.startsWith('.'));
    const known = new Map<string, Known>();
    await inGroups(names, async (name) => {
      const one = await this.#readOne(name);
      if (one !== undefined) known.set(name, one);
    });
    this.#known = known;
  }

  all(): readonly HeardWorker[] {
    return [...this.#known.values()].map(({ record: { report, settled }, changedMs }) => ({
      report,
      settled,
      silentMs: this.#nowMs() - changedMs,
    }));
  }

  async #readOne(name: string): Promise<Known | undefined> {
    const before = this.#known.get(name);
    const bytes = await this.#exchange.read(name);
    if (bytes === undefined) return undefined;
    if (before !== undefined && Buffer.compare(bytes, before.bytes) === 0) return before;
    let record: WorkerRecord;
    try {
      record = read.worker(bytes);
    } catch {
      // One that cannot be read says nothing: its leases run out.
      return before;
    }
    for (const [token, counter] of Object.entries(record.kept)) {
      if (before?.record.kept[token] !== counter) this.#onRenewed(token);
    }
    return { bytes, record, changedMs: this.#nowMs() };
  }
}
