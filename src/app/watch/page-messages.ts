/** @file Messages between who serves and the process that makes pages. */

export interface PageRequest {
  readonly id: number;
  readonly folder: string;
  /** Another process is at it. */
  readonly isRunning: boolean;
}

/** A page, and the milliseconds that it took to make. */
export interface MadePage {
  readonly html: string;
  readonly ms: number;
}

export type PageAnswer = { readonly id: number } & (MadePage | { readonly error: string });
