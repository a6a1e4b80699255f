/** @file One process of a command: started in a group of its own, watched, and ended with all its children. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { ByteTail, defined, type Failure, signalText } from '../../core/index.js';
import { killFound, killTree, newEntry, type Tree } from './process-tree.js';
import type { OpenedStretch } from './stretch.js';

interface CommandStart {
  readonly argv: readonly [string, ...string[]];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stretch: OpenedStretch;
  /** Whether the command is talked to over its standard input. */
  readonly asks: boolean;
}

/** Of what a command printed as errors, the last: Node prints up to ten places and what belongs to the error after it. */
export const SHOWN_LINES = 20;

/** Trees that run now, so that none is left when this process ends by itself. */
const running = new Set<Tree>();
let listening = false;

const OUTPUT_PATIENCE_MS = 2000;

export class CommandProcess {
  readonly tree: Tree;
  readonly #child: ChildProcess;
  readonly #stderr = new ByteTail();
  /** Resolves when the process itself has ended; null for exit code 0. Never rejects. */
  readonly ended: Promise<Failure | null>;
  readonly #closed: Promise<void>;

  constructor({ argv: [program, ...args], folder, environment, stretch, asks }: CommandStart) {
    const [name, value] = newEntry();
    this.#child = spawn(program, args, {
      cwd: folder,
      env: { ...process.env, ...environment, ...stretch.environment, [name]: value },
      stdio: [asks ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      detached: true,
      windowsHide: true,
    });
    const { pid } = this.#child;
    this.tree = { entry: `${name}=${value}`, ...defined({ pid }) };
    remember(this.tree);
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#stderr.add(chunk));
    // What is written to a process that has gone is lost, and its end is told by `ended`.
    this.#child.stdin?.on('error', () => {});
    this.#closed = new Promise((resolve) => this.#child.on('close', () => resolve()));
    this.ended = new Promise((resolve) => {
      this.#child.on('error', (error) =>
        resolve({ kind: 'exit-code', message: `It could not be started: ${describeStart(error, program)}` }),
      );
      this.#child.on('exit', (code, signal) => resolve(describeEnd(code, signal)));
    });
  }

  get stdin(): Writable {
    return this.#child.stdin as Writable;
  }

  get stdout(): Readable {
    return this.#child.stdout as Readable;
  }

  /** What it prints as errors, as it comes. */
  get errors(): Readable {
    return this.#child.stderr as Readable;
  }

  get stderr(): ByteTail {
    return this.#stderr;
  }

  /** Ends the process and everything it started; resolves when all is gone and its output has been read. */
  async end(): Promise<void> {
    await killTree(this.tree);
    // A process that nobody can find off Linux may keep the output open.
    const patience = setTimeout(() => this.#closeOutput(), OUTPUT_PATIENCE_MS);
    await this.#closed;
    clearTimeout(patience);
    running.delete(this.tree);
  }

  #closeOutput(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }
}

/** The file is there, or the run would not have begun: what is missing is what its first line names. */
function describeStart(error: NodeJS.ErrnoException, program: string): string {
  return error.code === 'ENOENT' ? `the interpreter that the first line of ${program} names is missing` : error.message;
}

function describeEnd(code: number | null, signal: string | null): Failure | null {
  if (signal !== null) return { kind: 'signal', message: `It was ended by ${signalText(signal)}.` };
  return code === 0 ? null : { kind: 'exit-code', message: `It ended with exit code ${code}.` };
}

function remember(tree: Tree): void {
  running.add(tree);
  if (listening) return;
  listening = true;
  process.on('exit', () => {
    for (const left of running) killFound(left);
  });
}

const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

/** Gets the bytes of a line without its end; of a longer one than 16 MiB its beginning, and `isWhole` is false. */
type TakeLine = (line: Buffer, isWhole: boolean) => void;

export class LineSplitter {
  readonly #onLine: TakeLine;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(onLine: TakeLine) {
    this.#onLine = onLine;
  }

  add(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      this.#keep(chunk.subarray(start, end));
      this.#finishLine();
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
  }

  /** The last line, when nothing ended it. */
  end(): void {
    if (this.#bytes > 0) this.#finishLine();
  }

  #keep(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes <= LONGEST_LINE_BYTES || this.#parts.length === 0) this.#parts.push(part);
    else this.#parts.splice(1);
  }

  #finishLine(): void {
    const isWhole = this.#bytes <= LONGEST_LINE_BYTES;
    const [first = Buffer.alloc(0), ...rest] = this.#parts;
    this.#parts = [];
    this.#bytes = 0;
    this.#onLine(rest.length === 0 ? first : Buffer.concat([first, ...rest]), isWhole);
  }
}
