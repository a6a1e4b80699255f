/**
 * @file Messages between the executor and its worker processes. They are plain data; they travel over Node's
 * channel between processes in structured-clone form, which keeps every bit of a number, infinite ones included.
 */
import type { Candidate, ErrorDetails, JsonValue, Outcome, Trial } from '../../core/index.js';
import type { RunContext } from './run-trial.js';

export type MessageToWorker =
  /** First message, once. */
  | (RunContext & {
      readonly kind: 'start';
      /** What the worker's entry needs to make its trainer. */
      readonly payload: JsonValue;
      readonly candidates: readonly Candidate[];
      /** Whether epochs are reported while a trial goes on. */
      readonly tellsReports: boolean;
    })
  /** One, or several together; only after `ready`, and after the answer to those before. */
  | {
      readonly kind: 'train';
      readonly trials: readonly Trial[];
      /** Candidates of the run that no message has told. */
      readonly joined: readonly Candidate[];
    }
  /** Close the trainer and end. */
  | { readonly kind: 'stop' };

export type MessageFromWorker =
  | { readonly kind: 'ready' }
  /** The trainer could not be made, which ends the worker, or a trial could not write what it keeps. */
  | { readonly kind: 'unable'; readonly error: Omit<ErrorDetails, 'cause'> }
  /** On the way to the outcome of the trial in this place of the list: losses of epochs since the last message. */
  | { readonly kind: 'reports'; readonly place: number; readonly losses: readonly number[] }
  /** In the order of the trials. */
  | { readonly kind: 'outcomes'; readonly outcomes: readonly Outcome[] }
  /** They could not be trained together. */
  | { readonly kind: 'undone'; readonly why: string };
