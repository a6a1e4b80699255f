/** @file One side of the comparison: a process that trains networks on request, one JSON line each; ours, another build of ours, or PyTorch. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { PYTHON, pythonEnvironment } from '../python.js';
import type { Setup } from '../setup.js';

export interface Time {
  /** On the wall. */
  readonly seconds: number;
  /** Of all threads together: less where others had the processor meanwhile, more where more than one core was used. */
  readonly processorSeconds: number;
}

/** What a process says of itself. */
export interface Software {
  readonly version: string;
  /** Threads that its libraries were told to take, each of them. */
  readonly threads: readonly number[];
  readonly detail: string;
}

/** npm starts the bench in the package's folder; the script is not compiled. */
const TORCH_SCRIPT = join(process.cwd(), 'bench/train/torch_training.py');
const ENGINE_WORKER = fileURLToPath(new URL('./engine-worker.js', import.meta.url));
/** Where the bench's own build of `src` lies. */
const OURS = fileURLToPath(new URL('../../src', import.meta.url));

/** One thread for every library. */
const ENVIRONMENT = { ...pythonEnvironment(1), UV_THREADPOOL_SIZE: '1' };

export class Trainee {
  readonly name: string;
  readonly #mode: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  private constructor(name: string, mode: string, program: string, args: readonly string[]) {
    this.name = name;
    this.#mode = mode;
    this.#child = spawn(program, args, { env: ENVIRONMENT, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#reader = createInterface({ input: this.#child.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  static ours(): Trainee {
    return new Trainee('ours', '', process.execPath, [ENGINE_WORKER, OURS]);
  }

  /** `root`: where the modules of a build lie. */
  static engineAt(root: string): Trainee {
    return new Trainee('before', '', process.execPath, [ENGINE_WORKER, root]);
  }

  static torch(mode: 'plain' | 'tuned'): Trainee {
    return new Trainee(mode, mode, PYTHON, [TORCH_SCRIPT]);
  }

  software(): Promise<Software> {
    return this.#ask({ kind: 'software' });
  }

  /** Takes the place of the network before. Gives the reason where this side cannot train it. */
  async setUp({ network, batch, inputs, targets, parameters }: Setup): Promise<string | undefined> {
    const { configuration, data, count } = network;
    const { refused } = await this.#ask<{ readonly refused?: string }>({
      kind: 'setup',
      mode: this.#mode,
      configuration: { ...configuration, batchSize: batch },
      data,
      batch,
      count,
      inputs: toBase64(inputs),
      targets: toBase64(targets),
      parameters: toBase64(parameters),
    });
    return refused;
  }

  /** Loss of each step along `order`. */
  async losses(order: Int32Array): Promise<readonly number[]> {
    return (await this.#ask<{ losses: number[] }>({ kind: 'losses', order: toBase64(order) })).losses;
  }

  /** The steps along `order`; what it takes to read the request is not timed. */
  time(order: Int32Array): Promise<Time> {
    return this.#ask({ kind: 'time', order: toBase64(order) });
  }

  /** Floating-point operations per second of large matrix products. */
  async peak(): Promise<number> {
    return (await this.#ask<{ peak: number }>({ kind: 'peak' })).peak;
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    this.#reader.close();
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) await once(this.#child, 'exit');
  }

  /** Rejects when the process ends without an answer. */
  async #ask<Answer>(request: { readonly kind: string; readonly [name: string]: unknown }): Promise<Answer> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`The process of "${this.name}" ended without an answer to "${request.kind}".`);
    return JSON.parse(value) as Answer;
  }
}

function toBase64({ buffer, byteOffset, byteLength }: Float32Array | Int32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
