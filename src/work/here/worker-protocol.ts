/**
 * @file Messages between the executor and its worker processes. They are plain data; they travel over Node's
 * channel between processes in structured-clone form, which keeps every bit of a number, infinite ones included.
 */
import type { Candidate, ErrorDetails, JsonValue, Outcome, Trial } from '../../core/index.js';

export type MessageToWorker =
  /** First message, once. */
  | {
      readonly kind: 'start';
      /** What the worker's entry needs to make its trainer. */
      readonly payload: JsonValue;
      readonly candidates: readonly Candidate[];
      readonly experimentSeed: number;
      readonly artifactFolder?: string;
      /** Somebody wants to hear of epochs while a trial goes on. */
      readonly tellsReports: boolean;
    }
  /** Only after `ready`, and after the outcome of the trial before. */
  | { readonly kind: 'train'; readonly trial: Trial }
  /** Close the trainer and end. */
  | { readonly kind: 'stop' };

export type MessageFromWorker =
  | { readonly kind: 'ready' }
  /** The trainer could not be made; the worker ends. */
  | { readonly kind: 'start-failed'; readonly error: Omit<ErrorDetails, 'cause'> }
  /** On the way to the outcome: losses of epochs since the last message. */
  | { readonly kind: 'reports'; readonly losses: readonly number[] }
  | { readonly kind: 'outcome'; readonly outcome: Outcome };
