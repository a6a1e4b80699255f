/** @file A PyTorch process that answers requests, one JSON line each; see torch_training.py. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { PYTHON, pythonEnvironment } from './python.js';

export class TorchProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  constructor(script: string, threads: number) {
    this.#child = spawn(PYTHON, [script], { env: pythonEnvironment(threads), stdio: ['pipe', 'pipe', 'inherit'] });
    this.#reader = createInterface({ input: this.#child.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /** Sends a request and waits for its answer; rejects when the process ends without one. */
  async ask<Answer>(request: object): Promise<Answer> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('PyTorch ended without an answer');
    return JSON.parse(value) as Answer;
  }

  close(): void {
    this.#child.stdin.end();
    this.#reader.close();
  }
}
