/**
 * @file Keeps so many workers ordered as are wanted, for as long as a run goes on: replaces those that ended, and those that left
 * because they had nothing to do once there is something. Says what they wait for, and gives up where they fail again and again.
 * What it has ordered stands in a book, so that a resume finds it.
 */
import { type LaunchedWorker, type Launcher, type RunError, runError, SurefootError } from '../../core/index.js';

/** Where the names of orders are kept. */
export interface OrderBook {
  read(): readonly string[];
  write(orders: readonly string[]): void;
}

interface KeeperOptions {
  readonly launcher: Launcher;
  readonly book: OrderBook;
  /** Workers at the same time. */
  readonly wanted: number;
  /** For how many there is something to train at this moment: workers that left by themselves are replaced only up to that number. */
  readonly needed: () => number;
  /** Calls back once, after about `delayMs`; the returned function calls it off. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
  /** Told when something has changed, for people. */
  readonly onNote: (text: string) => void;
  /** Workers fail, one after another, and no more are ordered. */
  readonly onGivenUp: (error: RunError) => void;
  /** The last that a worker printed; empty where it printed nothing. */
  readonly printedBy: (worker: LaunchedWorker) => string;
  readonly lookEveryMs?: number;
}

const LOOK_EVERY_MS = 10_000;
/** Workers that fail in a row, for each that is wanted, before no more are ordered. */
const MOST_FAILED = 3;

export class WorkerKeeper {
  readonly #options: KeeperOptions;
  /** Those of an earlier start among them. */
  #orders: string[];
  #wanted: number;
  /** Places of workers that left by themselves, and were not needed since. */
  #vacant = 0;
  #failedInRow = 0;
  #callOff = () => {};
  #isEnded = false;
  #isGivenUp = false;
  #looking: Promise<void> = Promise.resolve();
  #told = '';
  readonly #ended = new Set<string>();

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#wanted = options.wanted;
    this.#orders = [...options.book.read()];
  }

  /**
   * Takes over what an earlier process ordered, and orders what is missing. Throws an InputError for an order that is refused, a
   * RunError where the manager cannot be asked; later on it is asked again.
   */
  async begin(): Promise<void> {
    const { launcher } = this.#options;
    const found = await launcher.look(this.#orders);
    const alive = found.filter(isAlive);
    for (const { id } of found.filter((worker) => !isAlive(worker))) this.#ended.add(id);
    if (alive.length > 0)
      this.#say(
        `${launcher.name}: ${count(alive.length)} of an earlier start ${alive.length === 1 ? 'is' : 'are'} still there.`,
      );
    await this.#order(this.#wanted - alive.length);
    this.#lookLater();
  }

  /** Ends all that were ordered, now or by an earlier start. Where the manager cannot be asked, the book keeps them. */
  async end(): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#callOff();
    await this.#looking;
    const { launcher, book, onNote } = this.#options;
    if (this.#orders.length === 0) return;
    try {
      await launcher.stop(this.#orders);
      book.write([]);
    } catch (error) {
      if (!(error instanceof SurefootError)) throw error;
      onNote(`${launcher.name}: jobs ${this.#orders.join(', ')} may still be there. ${error.what}`);
    }
  }

  #lookLater(): void {
    const { after, lookEveryMs = LOOK_EVERY_MS } = this.#options;
    if (this.#isEnded || this.#isGivenUp) return;
    this.#callOff = after(lookEveryMs, () => {
      this.#looking = this.#look().finally(() => this.#lookLater());
    });
  }

  async #look(): Promise<void> {
    const { launcher } = this.#options;
    try {
      const workers = await launcher.look(this.#orders);
      const alive = workers.filter(isAlive);
      this.#forget(workers);
      for (const worker of workers) if (!isAlive(worker) && !this.#ended.has(worker.id)) this.#takeEnd(worker);
      this.#tell(alive);
      if (this.#failedInRow >= MOST_FAILED * this.#options.wanted) this.#giveUp(workers);
      else await this.#order(this.#aim() - alive.length);
    } catch (error) {
      if (!(error instanceof SurefootError)) throw error;
      this.#say(`${launcher.name}: ${error.what}`);
    }
  }

  /** How many there should be now. */
  #aim(): number {
    const aim = Math.min(this.#wanted, Math.max(this.#wanted - this.#vacant, this.#options.needed()));
    this.#vacant = this.#wanted - aim;
    return aim;
  }

  #takeEnd(worker: LaunchedWorker): void {
    const { launcher, printedBy } = this.#options;
    this.#ended.add(worker.id);
    if (worker.state === 'failed') {
      this.#failedInRow++;
      const printed = printedBy(worker);
      this.#say(
        `${launcher.name}: worker ${worker.id} failed (${worker.reason})${printed === '' ? '.' : `: ${printed}`}`,
      );
    } else {
      this.#failedInRow = 0;
    }
    if (worker.state === 'done') this.#vacant++;
    if (worker.state !== 'stopped') return;
    // A person has cancelled it, and means it.
    this.#wanted--;
    this.#say(`${launcher.name}: worker ${worker.id} was cancelled and is not replaced.`);
  }

  /** Orders of which nothing is left need no more to be asked for. */
  #forget(workers: readonly LaunchedWorker[]): void {
    const left = this.#orders.filter((order) => workers.some(({ id }) => id === order || id.startsWith(`${order}_`)));
    if (left.length === this.#orders.length) return;
    this.#orders = left;
    this.#options.book.write(left);
  }

  async #order(missing: number): Promise<void> {
    if (missing <= 0 || this.#isEnded) return;
    const { launcher, book } = this.#options;
    const order = await launcher.start(missing);
    this.#orders.push(order);
    book.write(this.#orders);
    this.#say(`${launcher.name}: job ${order} of ${count(missing)}.`);
  }

  #tell(alive: readonly LaunchedWorker[]): void {
    const waiting = alive.filter(({ state }) => state === 'waiting');
    if (waiting.length === 0) return;
    const reasons = [...new Set(waiting.map(({ reason }) => reason))].join(', ');
    this.#say(
      `${this.#options.launcher.name}: ${count(waiting.length)} of ${alive.length} ${waiting.length === 1 ? 'waits' : 'wait'} (${reasons}).`,
    );
  }

  #giveUp(workers: readonly LaunchedWorker[]): void {
    const { launcher, printedBy, onGivenUp } = this.#options;
    const last = workers.filter(({ state }) => state === 'failed').at(-1);
    const printed = last === undefined ? '' : printedBy(last);
    this.#isGivenUp = true;
    onGivenUp(
      runError`workers-fail: Of the workers under ${launcher.name}, ${this.#failedInRow} failed one after another${printed === '' ? '' : `. The last one printed: ${printed}`}
        Fix: Look into what they printed (workers/*.log in the run folder), and run the same command again: finished trainings are kept.`,
    );
  }

  /** The same is not said twice in a row. */
  #say(text: string): void {
    if (text === this.#told) return;
    this.#told = text;
    this.#options.onNote(text);
  }
}

function isAlive({ state }: LaunchedWorker): boolean {
  return state === 'waiting' || state === 'running';
}

function count(workers: number): string {
  return `${workers} ${workers === 1 ? 'worker' : 'workers'}`;
}
