/** @file Messages between who serves and the process that makes pages. */

export interface PageRequest {
  readonly id: number;
  readonly folder: string;
  /** Another process is at it. */
  readonly isRunning: boolean;
}

/** A page, the milliseconds that it took to make, and how many trainings it rests on. */
export interface MadePage {
  readonly html: string;
  readonly ms: number;
  readonly trainings: number;
}

export type PageAnswer = { readonly id: number } & (MadePage | { readonly error: string });
