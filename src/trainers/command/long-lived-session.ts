/** @file A command that was started once and is asked about one trial after the other, in JSON lines. */
import { type InputError, inputError, type RunError, runError, TrainingFailure } from '../../core/index.js';
import { type CommandTrainerOptions, standingCommand, standingEnvironment } from './command-options.js';
import { CommandProcess, LineSplitter, SHOWN_LINES } from './command-process.js';
import { parseJson } from './parse-json.js';
import { inFewWords, noLoss } from './read-result.js';
import { PROTOCOL_VERSION, type TrialMessage } from './trial-message.js';

/** A line of the command: an object with a `type`. */
export type Answer = Readonly<Record<string, unknown>> & { readonly type: string };

/** Types of what ends a trial. */
const LAST_ANSWERS = ['result', 'error'];
/** Types of what is said about a trial, by its id. */
const ABOUT_TRIALS = ['begun', 'epoch', ...LAST_ANSWERS];
/** A command that is gone this soon after it was asked was about to go. */
const WAS_LEAVING_MS = 1000;
const PROBE_EVERY_MS = 200;

/**
 * A command that answered trials before has not taken this one: an earlier one left it unable to. What becomes of the
 * trial has to be asked of a new process.
 */
export class TrialNotTaken extends Error {}

export class LongLivedSession {
  readonly command: CommandProcess;
  readonly #firstId: number;
  #next: number;
  #hear: ((answer: Answer) => void) | undefined;
  /** Fails the trial that is asked about. */
  #fail: (reason: TrainingFailure) => void = () => {};
  readonly #startMs: number;
  /** Whether the command says `begun` to each trial that it takes. */
  #saysBegun = false;
  /** Resolves with the reason once no answer can come any more. */
  readonly #silent: Promise<TrainingFailure>;
  #isSilent = false;

  /**
   * Starts the command and waits until it is ready. Rejects with an InputError (`protocol-version`) or a RunError
   * (`command-start`); the process is gone then. Trials are numbered from `firstId`.
   */
  static async open(options: CommandTrainerOptions, signal: AbortSignal, firstId: number): Promise<LongLivedSession> {
    const session = new LongLivedSession(options, firstId);
    try {
      await session.#greet(options, signal);
      return session;
    } catch (error) {
      await session.command.end();
      throw error;
    }
  }

  private constructor(options: CommandTrainerOptions, firstId: number) {
    this.#firstId = firstId;
    this.#next = firstId;
    this.#startMs = options.startMs;
    this.command = new CommandProcess({
      argv: standingCommand(options),
      folder: options.workingFolder,
      environment: { ...standingEnvironment(options), SUREFOOT_PROTOCOL: 'long-lived' },
      stretch: options.stretch,
      asks: true,
    });
    const lines = new LineSplitter((line, isWhole) => this.#take(line, isWhole));
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

  /** The number of the next trial. */
  get nextId(): number {
    return this.#next;
  }

  /**
   * Asks about a trial; `onEpoch` gets what is reported on the way. Resolves with the last answer (`result` or `error`),
   * rejects with a TrainingFailure when none can come, and with a {@link TrialNotTaken}.
   */
  async ask(message: TrialMessage, onEpoch: (answer: Answer) => void): Promise<Answer> {
    const id = this.#next++;
    const isUsed = id > this.#firstId;
    const startedMs = performance.now();
    let isTaken = !isUsed;
    let patience: NodeJS.Timeout | undefined;
    let stopProbing = () => {};
    this.command.stderr.clear();
    const answered = new Promise<Answer>((resolve, reject) => {
      this.#fail = reject;
      this.#hear = (answer) => {
        if (!ABOUT_TRIALS.includes(answer.type)) return;
        if (answer.id !== id) {
          reject(this.#wasAsked(answer.id) ? new TrialNotTaken() : otherId(answer, id));
          return;
        }
        isTaken = true;
        clearTimeout(patience);
        stopProbing();
        if (answer.type === 'epoch') onEpoch(answer);
        else if (LAST_ANSWERS.includes(answer.type)) resolve(answer);
      };
      const refuse = () => reject(new TrialNotTaken());
      if (isUsed && this.#saysBegun) patience = setTimeout(refuse, this.#startMs);
      this.#send({ type: 'train', id, ...message }, isUsed ? refuse : undefined);
      if (isUsed) stopProbing = this.#probeInput(refuse);
    });
    try {
      const given = await Promise.race([answered, this.#silent]);
      if (!(given instanceof TrainingFailure)) return given;
      throw isTaken || performance.now() - startedMs > WAS_LEAVING_MS ? given : new TrialNotTaken();
    } finally {
      clearTimeout(patience);
      stopProbing();
      this.#hear = undefined;
      this.#fail = () => {};
    }
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
    this.#saysBegun = heard.saysBegun === true;
  }

  #startError(why: string): RunError {
    const printed = this.command.stderr.lastLines(SHOWN_LINES);
    return runError`command-start: The long-lived command could not be used: ${why}${printed === '' ? '' : `\n${printed}`}
      Allowed: a command that answers {"type":"hello"} with {"type":"ready","protocol":${PROTOCOL_VERSION}}
      Fix: Correct the command, or use \`protocol: one-shot\`; then run the same command again.`;
  }

  /** `onLost` is called where the message cannot arrive. */
  #send(message: object, onLost: () => void = () => {}): void {
    const { stdin } = this.command;
    if (!stdin.writable) onLost();
    else stdin.write(`${JSON.stringify(message)}\n`, (error) => (error ? onLost() : undefined));
  }

  /** Calls `onClosed` where the command closes its input about now; the returned function ends the probing. */
  #probeInput(onClosed: () => void): () => void {
    const { stdin } = this.command;
    // What was written before it closed has arrived nowhere without an error; writing nothing tells.
    const timer = setInterval(() => stdin.write('', (error) => (error ? onClosed() : undefined)), PROBE_EVERY_MS);
    const end = setTimeout(() => clearInterval(timer), WAS_LEAVING_MS);
    return () => {
      clearInterval(timer);
      clearTimeout(end);
    };
  }

  /** Whether this is the number of an earlier trial of this process. */
  #wasAsked(id: unknown): boolean {
    return typeof id === 'number' && id >= this.#firstId && id < this.#next - 1;
  }

  /** Whatever is no message is something that the user's program printed: it is kept with its errors. */
  #take(line: Buffer, isWhole: boolean): void {
    const isObject = line[0] === 0x7b;
    if (isObject && !isWhole) this.#fail(noLoss('it wrote an object on a line of more than 16 MiB'));
    const value = isObject && isWhole ? parseJson(line.toString('utf8')) : undefined;
    if (isAnswer(value)) this.#hear?.(value);
    else this.command.stderr.add(Buffer.concat([line, Buffer.from('\n')]));
  }
}

function otherId(answer: Answer, id: number): TrainingFailure {
  const given = `"id" is ${inFewWords(answer.id)}`;
  return noLoss(`it wrote {"type":"${answer.type}"} whose ${given}, where trial ${id} (a number) was asked for`);
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function otherProtocol(version: unknown): InputError {
  return inputError`protocol-version: The command speaks version ${version === undefined ? 'none' : inFewWords(version)} of the trainer protocol.
    Allowed: version ${PROTOCOL_VERSION}
    Fix: Use the helper file that came with this Surefoot, or follow docs/trainer-protocol.md.`;
}
