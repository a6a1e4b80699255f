/** @file The Trainer port over a command that stays: asked for one trial at a time, started again when it is gone. */
import { setImmediate } from 'node:timers/promises';
import {
  SurefootError,
  type Trainer,
  type TrainingContext,
  TrainingFailure,
  type TrainingResult,
} from '../../core/index.js';
import type { CommandTrainerOptions } from './command-options.js';
import { type Answer, LongLivedSession, TrialNotTaken } from './long-lived-session.js';
import { withOutput } from './one-shot-trainer.js';
import { watchLimits } from './process-tree.js';
import { asAnswer, type CommandResult, noLoss, readResult, toNumber } from './read-result.js';
import { type DeskTrial, TrialDesk } from './trial-desk.js';

const CLOSE_PATIENCE_MS = 500;

/** Resolves when the command has said that it is ready; rejects as `LongLivedSession.open` does. */
export async function createLongLivedTrainer(options: CommandTrainerOptions, signal: AbortSignal): Promise<Trainer> {
  const trainer = new LongLivedTrainer(options);
  await trainer.start(signal);
  return trainer;
}

class LongLivedTrainer implements Trainer {
  readonly #options: CommandTrainerOptions;
  readonly #desk: TrialDesk;
  readonly #closing = new AbortController();
  #session: LongLivedSession | undefined;
  #current: Promise<unknown> = Promise.resolve();
  #nextId = 1;

  constructor(options: CommandTrainerOptions) {
    this.#options = options;
    this.#desk = new TrialDesk(options);
  }

  async start(signal: AbortSignal): Promise<void> {
    try {
      this.#session = await LongLivedSession.open(this.#options, signal, 1);
    } catch (error) {
      await this.#desk.close();
      throw error;
    }
  }

  train(...[candidate, trial, context]: Parameters<Trainer['train']>): Promise<TrainingResult> {
    const training = this.#desk.serve(candidate, trial, context, (open) => this.#askUntilTaken(open, context));
    this.#current = training.catch(() => {});
    return training;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#current;
    await this.#session?.close(CLOSE_PATIENCE_MS);
    await this.#desk.close();
  }

  /** A trial that finds the command unable to take it, for what an earlier one left, is asked of a new process. */
  async #askUntilTaken(open: DeskTrial, context: TrainingContext): Promise<TrainingResult> {
    try {
      return await this.#ask(open, context);
    } catch (error) {
      if (!(error instanceof TrialNotTaken)) throw error;
      return this.#ask(open, context);
    }
  }

  async #ask(
    { message, keep }: DeskTrial,
    { signal: aborted, report, score }: TrainingContext,
  ): Promise<TrainingResult> {
    const signal = AbortSignal.any([aborted, this.#closing.signal]);
    const session = await this.#ready(signal);
    const { command } = session;
    // Counted over all processes: an answer with a number of its own making cannot be right by chance.
    this.#nextId = session.nextId + 1;
    let giveUp: (reason: unknown) => void = () => {};
    const ended = new Promise<never>((_, reject) => {
      giveUp = reject;
    });
    const stopWatch = watchLimits(this.#options.limits, command.tree, (failure) =>
      giveUp(new TrainingFailure(failure)),
    );
    const onAbort = () => giveUp(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const hear = ({ loss }: Answer): void => {
      // Thrown among the lines of the command, it would end the whole process.
      try {
        report(toNumber(loss) ?? Number.NaN);
      } catch (error) {
        giveUp(error);
      }
    };
    let answered = false;
    try {
      const answer = await Promise.race([session.ask(message, hear), ended]);
      answered = true;
      return await keep(readAnswer(answer, score));
    } catch (error) {
      // A command that has answered can go on, whatever the answer was; nothing else can.
      if (!answered) {
        this.#session = undefined;
        await command.end();
      }
      signal.throwIfAborted();
      if (!(error instanceof TrainingFailure)) throw error;
      // What it printed before its answer is there, but comes by another pipe: that one is read in this turn, too.
      await setImmediate();
      throw withOutput(error, command.stderr.text());
    } finally {
      stopWatch();
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** The session, started again when the command is gone. */
  async #ready(signal: AbortSignal): Promise<LongLivedSession> {
    signal.throwIfAborted();
    if (this.#session?.answers) return this.#session;
    await this.#session?.command.end();
    this.#session = undefined;
    try {
      this.#session = await LongLivedSession.open(this.#options, signal, this.#nextId);
      return this.#session;
    } catch (error) {
      if (!(error instanceof SurefootError)) throw error;
      throw new TrainingFailure({ kind: 'lost-worker', message: error.what }, { cause: error });
    }
  }
}

function readAnswer(answer: Answer, score: TrainingContext['score']): CommandResult {
  const { type, id: _, ...rest } = answer;
  if (type === 'error') {
    const message = typeof rest.message === 'string' ? rest.message : 'It reported an error without a message.';
    throw new TrainingFailure({ kind: 'exception', message });
  }
  const told = asAnswer(rest, score);
  if (told === undefined)
    throw noLoss(`its result has no "loss"${score === undefined ? '' : `, and no "${score.name}"`}`);
  return readResult(told);
}
