/** @file The role of a run's coordinator: one process has it at a time, taken by making a name, given up by removing it, or by being silent for a lease. */
import type { Clock } from '../../../core/index.js';
import { coordinatorThere } from '../transport.js';
import type { ExchangeFolder } from './exchange-folder.js';
import { newsIfWhole } from './records.js';

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

export interface CoordinatorRole {
  /** @throws RunError (`coordinator-there`) where another one has taken its place. */
  require(): Promise<void>;
  leave(): Promise<void>;
}

/** Waits for at most a lease. @throws RunError (`coordinator-there`) where another one is at work. */
export async function takeRole(options: RoleOptions, runName: string): Promise<CoordinatorRole> {
  const { exchange, owner, newToken } = options;
  const before = await generations(exchange);
  const latest = before.at(-1) ?? 0;
  if (latest > 0) await waitForEnd(options, latest, runName);
  const name = nameOf(latest + 1);
  const text = `${newToken()} ${owner}`;
  const isMine = async () => textOf(await exchange.read(name)) === text;
  const role = {
    require: async () => {
      if (!(await isMine())) throw coordinatorThere(runName);
    },
    leave: async () => {
      if (await isMine()) await exchange.remove(name);
    },
  };
  const isPut = await exchange.put(name, text);
  if (isPut === undefined) throw exchange.missing();
  if (!isPut) await role.require();
  for (const generation of before) await exchange.remove(nameOf(generation));
  return role;
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
