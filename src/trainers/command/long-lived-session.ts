/** @file A command that was started once and is asked about one trial after the other, in JSON lines. */
import { InputError, RunError, TrainingFailure } from '../../core/index.js';
import { standingCommand } from './command-line.js';
import type { CommandTrainerOptions } from './command-options.js';
import { CommandProcess } from './command-process.js';
import { LineSplitter } from './line-splitter.js';
import { parseJson } from './read-result.js';
import { PROTOCOL_VERSION, type TrialMessage } from './trial-message.js';

/** A line of the command: an object with a `type`. */
export type Answer = Readonly<Record<string, unknown>> & { readonly type: string };

const SHOWN_LINES = 12;
/** Types of what ends a trial. */
const LAST_ANSWERS = ['result', 'stopped', 'error'];

export class LongLivedSession {
  readonly command: CommandProcess;
  #next = 1;
  #hear: ((answer: Answer) => void) | undefined;
  /** Resolves with the reason once no answer can come any more. */
  readonly #silent: Promise<TrainingFailure>;
  #isSilent = false;

  /**
   * Starts the command and waits until it is ready. Rejects with an InputError (`protocol-version`) or a RunError
   * (`command-start`); the process is gone then.
   */
  static async open(options: CommandTrainerOptions, signal: AbortSignal): Promise<LongLivedSession> {
    const session = new LongLivedSession(options);
    try {
      await session.#greet(options, signal);
      return session;
    } catch (error) {
      await session.command.end();
      throw error;
    }
  }

  private constructor(options: CommandTrainerOptions) {
    this.command = new CommandProcess({
      argv: standingCommand(options),
      folder: options.workingFolder,
      environment: { ...options.environment, SUREFOOT_PROTOCOL: 'long-lived' },
      runMark: options.runMark,
      asks: true,
    });
    const lines = new LineSplitter((line) => this.#take(line));
    const { stdout, ended } = this.command;
    stdout.on('data', (chunk: Buffer) => lines.add(chunk));
    const closed = new Promise<TrainingFailure>((resolve) => {
      stdout.on('end', () =>
        resolve(new TrainingFailure({ kind: 'no-loss', message: 'It closed its output in the middle of a trial.' })),
      );
    });
    // How it ended says more than that its output is closed; both come at about the same time.
    const endedWhy = ended.then((failure) => {
      return new TrainingFailure(
        failure ?? { kind: 'exit-code', message: 'It ended with exit code 0 before it answered.' },
      );
    });
    const patient = closed.then((why) =>
      Promise.race([endedWhy, new Promise<TrainingFailure>((resolve) => setTimeout(resolve, 100, why))]),
    );
    this.#silent = Promise.race([endedWhy, patient]);
    void this.#silent.then(() => {
      this.#isSilent = true;
    });
  }

  /** False once the command has ended or stopped answering. */
  get answers(): boolean {
    return !this.#isSilent;
  }

  /**
   * Asks about a trial; `onEpoch` gets what is reported on the way. Resolves with the last answer (`result`, `stopped` or `error`),
   * rejects with a TrainingFailure when none can come.
   */
  async ask(message: TrialMessage, onEpoch: (answer: Answer) => void): Promise<Answer> {
    const id = this.#next++;
    this.command.stderr.clear();
    const answered = new Promise<Answer>((resolve) => {
      this.#hear = (answer) => {
        if (answer.id !== id) return;
        if (answer.type === 'epoch') onEpoch(answer);
        else if (LAST_ANSWERS.includes(answer.type)) resolve(answer);
      };
    });
    this.#send({ type: 'train', id, ...message });
    const given = await Promise.race([answered, this.#silent]);
    this.#hear = undefined;
    if (given instanceof TrainingFailure) throw given;
    return given;
  }

  /** Asks the command to end, waits for `patienceMs`, then ends it with all its children. */
  async close(patienceMs: number): Promise<void> {
    this.#send({ type: 'stop' });
    this.command.stdin.end();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([this.command.ended, patience]);
    clearTimeout(timer);
    await this.command.end();
  }

  async #greet({ startMs, place }: CommandTrainerOptions, signal: AbortSignal): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    let onAbort = () => {};
    const ready = new Promise<Answer>((resolve) => {
      this.#hear = (answer) => answer.type === 'ready' && resolve(answer);
    });
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(resolve, startMs, `it did not say that it is ready within ${startMs / 1000} s`);
      onAbort = () => resolve('the run was stopped');
      signal.addEventListener('abort', onAbort, { once: true });
    });
    this.#send({ type: 'hello', protocol: PROTOCOL_VERSION, place });
    const heard = await Promise.race([ready, late, this.#silent]);
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    this.#hear = undefined;
    if (typeof heard === 'string') throw this.#startError(heard);
    if (heard instanceof TrainingFailure) throw this.#startError(`before it was ready: ${heard.message}`);
    if (heard.protocol !== PROTOCOL_VERSION) throw otherProtocol(heard.protocol);
  }

  #startError(why: string): RunError {
    const printed = this.command.stderr.lastLines(SHOWN_LINES);
    return new RunError({
      code: 'command-start',
      what: `The long-lived command could not be used: ${why}${printed === '' ? '' : `\n${printed}`}`,
      allowed: `a command that answers {"type":"hello"} with {"type":"ready","protocol":${PROTOCOL_VERSION}}`,
      fix: 'Correct the command, or use `protocol: one-shot`; then run the same command again.',
    });
  }

  #send(message: object): void {
    if (this.command.stdin.writable) this.command.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Whatever is no message is something that the user's program printed: it is kept with its errors. */
  #take(line: Buffer | undefined): void {
    if (line === undefined) return;
    const value = line[0] === 0x7b ? parseJson(line.toString('utf8')) : undefined;
    if (isAnswer(value)) this.#hear?.(value);
    else this.command.stderr.add(Buffer.concat([line, Buffer.from('\n')]));
  }
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function otherProtocol(version: unknown): InputError {
  return new InputError({
    code: 'protocol-version',
    what: `The command speaks version ${JSON.stringify(version) ?? 'none'} of the trainer protocol.`,
    allowed: `version ${PROTOCOL_VERSION}`,
    fix: 'Use the helper file that came with this Surefoot, or follow docs/trainer-protocol.md.',
  });
}
