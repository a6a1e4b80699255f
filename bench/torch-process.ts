/** @file A PyTorch process that answers requests, one JSON line each; see torch_training.py. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Debian's Python, which has `python3-torch`. */
const PYTHON = '/usr/bin/python3';

export class TorchProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  constructor(script: string) {
    const environment: NodeJS.ProcessEnv = { ...process.env };
    // Both would slow OpenBLAS down by making it take this processor for another one.
    delete environment.OPENBLAS_CORETYPE;
    delete environment.OPENBLAS_L2_SIZE;
    this.#child = spawn(PYTHON, [script], { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
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
