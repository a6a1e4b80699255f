/** @file Messages between the server and the process that makes pages. */
import type { Outlook } from '../../report/index.js';

export interface PageRequest {
  readonly id: number;
  readonly folder: string;
  /** Another process is at it. */
  readonly isRunning: boolean;
  /** False for where it stands alone, which takes far less time. */
  readonly isDrawn: boolean;
}

/** Where a question stands, how many trainings that rests on, and the milliseconds that it took to find. */
export interface MadeStand {
  readonly ms: number;
  readonly trainings: number;
  /** Undefined for anything but a race. */
  readonly stand: Stand | undefined;
}

/** What a race claims so far, and how it has come to that. */
export interface Stand {
  readonly claim: string;
  /** By candidate, the best first; so many that a board can show. */
  readonly statuses: readonly (readonly [candidate: string, status: string])[];
  readonly outlooks: readonly Outlook[];
}

export interface MadePage extends MadeStand {
  readonly html: string;
}

export type PageAnswer = { readonly id: number } & (MadeStand | MadePage | { readonly error: string });
