/** @file Asks a process of its own for pages, one after the other; one that ends is replaced at the next page. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type RunError, runError } from '../../core/index.js';
import type { Outlook } from '../../report/index.js';

const ENTRY = fileURLToPath(new URL('./page-process.js', import.meta.url));

interface Waiting {
  readonly done: (made: MadeStand | MadePage) => void;
  readonly fail: (error: Error) => void;
}

export class PageMaker {
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #asked = 0;

  /** Rejects with what is wrong in one clear message. */
  async page(folder: string, isRunning: boolean): Promise<MadePage> {
    return (await this.#ask(folder, isRunning, true)) as MadePage;
  }

  /** Where the question stands, without the page. */
  stand(folder: string, isRunning: boolean): Promise<MadeStand> {
    return this.#ask(folder, isRunning, false);
  }

  #ask(folder: string, isRunning: boolean, isDrawn: boolean): Promise<MadeStand> {
    this.#child ??= this.#start();
    const child = this.#child;
    const id = this.#asked++;
    return new Promise((done, fail) => {
      this.#waiting.set(id, { done, fail });
      child.send({ id, folder, isRunning, isDrawn } satisfies PageRequest, () => {});
    });
  }

  close(): void {
    this.#child?.disconnect();
    this.#child = undefined;
  }

  #start(): ChildProcess {
    const child = fork(ENTRY, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.on('message', (answer: PageAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('error' in answer) waiting?.fail(new Error(answer.error));
      else waiting?.done(answer);
    });
    const lost = (how: string) => {
      if (this.#child === child) this.#child = undefined;
      for (const { fail } of this.#waiting.values()) fail(pageLost(how));
      this.#waiting.clear();
    };
    child.on('error', (error) => lost(error.message));
    child.on('exit', (code, signal) => lost(signal === null ? `exit code ${code}` : `signal ${signal}`));
    return child;
  }
}

function pageLost(how: string): RunError {
  return runError`page-lost: The process that makes pages has ended (${how}).
    Fix: Look again; where it ends each time, memory may be too short for a run of this size.`;
}

export interface PageRequest {
  readonly id: number;
  readonly folder: string;
  /** Another process is at it. */
  readonly isRunning: boolean;
  /** False for where it stands alone, which takes far less time. */
  readonly isDrawn: boolean;
}

/** Where a question stands, how many trainings that rests on, and the milliseconds that it took to find. */
export interface MadeStand {
  readonly ms: number;
  readonly trainings: number;
  /** Undefined for anything but a race. */
  readonly stand: Stand | undefined;
}

/** What a race claims so far, and how it has come to that. */
export interface Stand {
  readonly claim: string;
  /** By candidate, the best first; so many that a board can show. */
  readonly statuses: readonly (readonly [candidate: string, status: string])[];
  readonly outlooks: readonly Outlook[];
}

export interface MadePage extends MadeStand {
  readonly html: string;
}

export type PageAnswer = { readonly id: number } & (MadeStand | MadePage | { readonly error: string });
