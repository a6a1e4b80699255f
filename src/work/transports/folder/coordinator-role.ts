/** @file Who coordinates a run: one at a time, taken by making a name, given up by removing it, or by being silent for a lease. */
import { type Clock, type RunError, runError } from '../../../core/index.js';
import type { ExchangeFolder } from './exchange-folder.js';
import { encode, newsIfWhole } from './records.js';

interface RoleOptions {
  /** Of the run. */
  readonly exchange: ExchangeFolder;
  readonly clock: Clock;
  readonly leaseMs: number;
  /** Names the process, for `isGone`. */
  readonly owner: string;
  /** Whether the process of that name is certainly no more. */
  readonly isGone: (owner: string) => boolean;
  readonly newToken: () => string;
}

export class CoordinatorRole {
  readonly #exchange: ExchangeFolder;
  readonly #name: string;
  readonly #text: string;
  readonly #runName: string;

  private constructor(exchange: ExchangeFolder, name: string, text: string, runName: string) {
    this.#exchange = exchange;
    this.#name = name;
    this.#text = text;
    this.#runName = runName;
  }

  /** Waits for at most a lease. @throws RunError (`coordinator-there`) where another one is at work. */
  static async take(options: RoleOptions, runName: string): Promise<CoordinatorRole> {
    const { exchange, owner, newToken } = options;
    const before = await generations(exchange);
    const latest = before.at(-1) ?? 0;
    if (latest > 0) await waitForEnd(options, latest, runName);
    const name = nameOf(latest + 1);
    const text = `${newToken()} ${owner}`;
    const isMade = await exchange.reach(() => exchange.files.create(exchange.at(name), encode(text)));
    const role = new CoordinatorRole(exchange, name, text, runName);
    if (!isMade) await role.require();
    for (const generation of before) await exchange.reach(() => exchange.files.unlink(exchange.at(nameOf(generation))));
    return role;
  }

  /** @throws RunError (`coordinator-there`) where another one has taken its place. */
  async require(): Promise<void> {
    const found = await this.#exchange.read(this.#name);
    if (textOf(found) !== this.#text) throw coordinatorThere(this.#runName);
  }

  async leave(): Promise<void> {
    if (textOf(await this.#exchange.read(this.#name)) !== this.#text) return;
    await this.#exchange.reach(() => this.#exchange.files.unlink(this.#exchange.at(this.#name)));
  }
}

async function generations(exchange: ExchangeFolder): Promise<number[]> {
  const names = (await exchange.list()) ?? [];
  const found = names.map((name) => Number(/^coordinator\.(\d{1,9})$/.exec(name)?.[1] ?? 0));
  return found.filter((generation) => generation > 0).sort((a, b) => a - b);
}

async function waitForEnd(
  { exchange, clock, leaseMs, isGone }: RoleOptions,
  generation: number,
  runName: string,
): Promise<void> {
  const text = textOf(await exchange.read(nameOf(generation)));
  const [, ...owner] = text.split(' ');
  if (isGone(owner.join(' '))) return;
  const startedMs = clock.nowMs();
  const first = await beatOf(exchange);
  while (clock.nowMs() - startedMs <= leaseMs) {
    await new Promise<void>((resolve) => clock.after(leaseMs / 10, resolve));
    if (textOf(await exchange.read(nameOf(generation))) === '') return;
    if ((await beatOf(exchange)) !== first) throw coordinatorThere(runName);
  }
}

async function beatOf(exchange: ExchangeFolder): Promise<number | undefined> {
  return newsIfWhole(await exchange.read('news'))?.beat;
}

function nameOf(generation: number): string {
  return `coordinator.${generation}`;
}

function textOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes).toString('utf8');
}

function coordinatorThere(name: string): RunError {
  return runError`coordinator-there: Another process coordinates "${name}".
    Allowed: one coordinator of a run at a time
    Fix: Wait for it to end, or end it.`;
}
