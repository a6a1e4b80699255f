/** @file Who coordinates a run: one at a time, taken by making a name, given up by removing it, or by being silent for a lease. */
import { type Clock, RunError } from '../../../core/index.js';
import { encode, newsIfWhole } from './records.js';
import type { Room } from './room.js';

interface RoleOptions {
  /** Of the run. */
  readonly room: Room;
  readonly clock: Clock;
  readonly leaseMs: number;
  /** Names the process, for `isGone`. */
  readonly owner: string;
  /** Whether the process of that name is certainly no more. */
  readonly isGone: (owner: string) => boolean;
  readonly newToken: () => string;
}

export class CoordinatorRole {
  readonly #room: Room;
  readonly #name: string;
  readonly #text: string;
  readonly #runName: string;

  private constructor(room: Room, name: string, text: string, runName: string) {
    this.#room = room;
    this.#name = name;
    this.#text = text;
    this.#runName = runName;
  }

  /** Waits for at most a lease. @throws RunError (`coordinator-there`) where another one is at work. */
  static async take(options: RoleOptions, runName: string): Promise<CoordinatorRole> {
    const { room, owner, newToken } = options;
    const before = await generations(room);
    const latest = before.at(-1) ?? 0;
    if (latest > 0) await waitForEnd(options, latest, runName);
    const name = nameOf(latest + 1);
    const text = `${newToken()} ${owner}`;
    const isMade = await room.reach(() => room.files.create(room.at(name), encode(text)));
    const role = new CoordinatorRole(room, name, text, runName);
    if (!isMade) await role.require();
    for (const generation of before) await room.reach(() => room.files.unlink(room.at(nameOf(generation))));
    return role;
  }

  /** @throws RunError (`coordinator-there`) where another one has taken its place. */
  async require(): Promise<void> {
    const found = await this.#room.read(this.#name);
    if (textOf(found) !== this.#text) throw coordinatorThere(this.#runName);
  }

  async leave(): Promise<void> {
    if (textOf(await this.#room.read(this.#name)) !== this.#text) return;
    await this.#room.reach(() => this.#room.files.unlink(this.#room.at(this.#name)));
  }
}

async function generations(room: Room): Promise<number[]> {
  const names = (await room.list()) ?? [];
  const found = names.map((name) => Number(/^coordinator\.(\d{1,9})$/.exec(name)?.[1] ?? 0));
  return found.filter((generation) => generation > 0).sort((a, b) => a - b);
}

async function waitForEnd(
  { room, clock, leaseMs, isGone }: RoleOptions,
  generation: number,
  runName: string,
): Promise<void> {
  const text = textOf(await room.read(nameOf(generation)));
  const [, ...owner] = text.split(' ');
  if (isGone(owner.join(' '))) return;
  const startedMs = clock.nowMs();
  const first = await beatOf(room);
  while (clock.nowMs() - startedMs <= leaseMs) {
    await new Promise<void>((resolve) => clock.after(leaseMs / 10, resolve));
    if (textOf(await room.read(nameOf(generation))) === '') return;
    if ((await beatOf(room)) !== first) throw coordinatorThere(runName);
  }
}

async function beatOf(room: Room): Promise<number | undefined> {
  return newsIfWhole(await room.read('news'))?.beat;
}

function nameOf(generation: number): string {
  return `coordinator.${generation}`;
}

function textOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes).toString('utf8');
}

function coordinatorThere(name: string): RunError {
  return new RunError({
    code: 'coordinator-there',
    what: `Another process coordinates "${name}".`,
    allowed: 'one coordinator of a run at a time',
    fix: 'Wait for it to end, or end it.',
  });
}
