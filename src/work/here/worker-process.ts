/** @file One worker process from the parent's side: started, asked for one trial at a time, ended. */
import { type ChildProcess, fork } from 'node:child_process';
import type { Readable } from 'node:stream';
import { ByteTail, type Candidate, type ErrorDetails, signalText, type Trial } from '../../core/index.js';
import type { TrainedTogether } from './stacks.js';
import type { MessageFromWorker, MessageToWorker } from './worker-protocol.js';

const MESSAGE_LINES = 20;
const OUTPUT_PATIENCE_MS = 200;

/** The trainer could not be made, or nothing can be written: trying again would end the same way. */
export class WorkerUnable extends Error {
  readonly details: Omit<ErrorDetails, 'cause'>;

  constructor(details: Omit<ErrorDetails, 'cause'>) {
    super(details.what);
    this.details = details;
  }
}

/** The process ended on its own; the message says how, with the last lines it printed. */
export class WorkerEnded extends Error {}

/** What a worker process runs. */
export interface WorkerEntry {
  /** Path of a module. */
  readonly path: string;
  /** Added to the environment. */
  readonly environment: Readonly<Record<string, string>>;
}

interface Waiting {
  readonly resolve: (message: MessageFromWorker) => void;
  readonly reject: (error: Error) => void;
}

export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #output: ByteTail;
  readonly #exited: Promise<void>;
  #waiting: Waiting | undefined;
  #onReports: (place: number, losses: readonly number[]) => void = () => {};
  #end: WorkerEnded | undefined;
  /** Of the run: the list may grow. */
  readonly #candidates: readonly Candidate[];
  /** The number of them that were told. */
  #told: number;

  /**
   * Starts a process of `entry` and waits until its trainer is made. Rejects with {@link WorkerUnable} or
   * {@link WorkerEnded}. `onFork` gets the process before it is ready, so that it can be killed while it starts.
   */
  static async start(
    entry: WorkerEntry,
    message: MessageToWorker & { kind: 'start' },
    onFork: (worker: WorkerProcess) => void,
  ): Promise<void> {
    const worker = new WorkerProcess(entry, message.candidates);
    onFork(worker);
    const answer = await worker.#ask(message);
    if (answer.kind === 'unable') throw new WorkerUnable(answer.error);
  }

  private constructor({ path, environment }: WorkerEntry, candidates: readonly Candidate[]) {
    this.#candidates = candidates;
    this.#told = candidates.length;
    this.#child = fork(path, [], {
      env: { ...process.env, ...environment },
      serialization: 'advanced',
      // Nothing a trainer prints may get among the lines of the run itself.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A debugger's port can be taken once only.
      execArgv: process.execArgv.filter((argument) => !argument.startsWith('--inspect')),
    });
    this.#output = tailOf(this.#child.stdout, this.#child.stderr);
    this.#child.on('message', (message: MessageFromWorker) => {
      if (message.kind === 'reports') this.#onReports(message.place, message.losses);
      else this.#settle((waiting) => waiting.resolve(message));
    });
    this.#exited = new Promise((resolve) => {
      const end = (how: string) => {
        this.#markEnded(how);
        resolve();
      };
      const ended = (code: number | null, signal: string | null) =>
        end(signal === null ? `with exit code ${code}` : `by signal ${signalText(signal)}`);
      this.#child.on('error', (error) => end(`before it began: ${error.message}`));
      // The last of the output comes with `close`, which a process left behind by the trainer can hold up for ever.
      this.#child.on('exit', (code, signal) => setTimeout(ended, OUTPUT_PATIENCE_MS, code, signal));
      this.#child.on('close', ended);
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The end of what the process has printed since its latest trial began. */
  get output(): string {
    return this.#output.text();
  }

  get running(): boolean {
    return this.#end === undefined;
  }

  /**
   * Rejects with {@link WorkerEnded} when the process ends before it has given the outcome, with {@link WorkerUnable} where it gives none; `onReports` gets losses on the
   * way, where the start message asked for them.
   */
  async train(
    trials: readonly Trial[],
    onReports: (place: number, losses: readonly number[]) => void = () => {},
  ): Promise<TrainedTogether> {
    this.#output.clear();
    this.#onReports = onReports;
    const joined = this.#candidates.slice(this.#told);
    this.#told += joined.length;
    const answer = await this.#ask({ kind: 'train', trials, joined });
    if (answer.kind === 'undone') return { outcomes: [], undone: answer.why };
    if (answer.kind === 'unable') throw new WorkerUnable(answer.error);
    if (answer.kind !== 'outcomes') throw new Error(`A worker answered a training with "${answer.kind}".`);
    return { outcomes: answer.outcomes };
  }

  /** Lets the trainer close, for at most `patienceMs`, then kills; resolves when the process is gone. */
  async stop(patienceMs: number): Promise<void> {
    if (this.running) this.#child.send({ kind: 'stop' } satisfies MessageToWorker, () => {});
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), patienceMs);
    await this.#exited;
    clearTimeout(timer);
  }

  /** Ends the process without asking; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  #ask(message: MessageToWorker): Promise<MessageFromWorker> {
    return new Promise((resolve, reject) => {
      if (this.#end !== undefined) {
        reject(this.#end);
        return;
      }
      this.#waiting = { resolve, reject };
      // A channel that breaks is reported by the end of the process.
      this.#child.send(message, () => {});
    });
  }

  #settle(settle: (waiting: Waiting) => void): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) settle(waiting);
  }

  #markEnded(how: string): void {
    if (this.#end !== undefined) return;
    const printed = this.#output.lastLines(MESSAGE_LINES);
    const end = new WorkerEnded(`Worker process ${this.pid} ended ${how}.${printed === '' ? '' : `\n${printed}`}`);
    this.#end = end;
    this.#settle((waiting) => waiting.reject(end));
  }
}

/** Reads streams to their end and keeps the last 64 KiB of them together. */
export function tailOf(...streams: readonly (Readable | null)[]): ByteTail {
  const tail = new ByteTail();
  for (const stream of streams) stream?.on('data', (chunk: Buffer) => tail.add(chunk));
  return tail;
}
