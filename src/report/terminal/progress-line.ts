/** @file One line a round while a run goes on. Pure: the loop's events and the latest decision come in as values. */
import pc from 'picocolors';
import type { Criterion } from '../../stats/index.js';
import { showCriterion } from '../direction.js';
import type { Direction } from '../input.js';
import { formatCount, formatDuration, formatQuantity, formatValue } from '../number-text.js';
import { fitText, printable } from './terminal-text.js';

export interface Progress {
  /** Number of the round, from 1. */
  readonly round: number;
  /**
   * As the plan calls it: `warm-up`, `race`, `final`. A plan whose first stage is `race` decides trial by trial: then there
   * are no rounds, and `total` grows as it goes on.
   */
  readonly phase: string;
  /** Trials of this round with an outcome, and all that are known of. */
  readonly done: number;
  readonly total: number;
  /** Being trained now. */
  readonly running: number;
  /** Candidates still in the race, or that may be the best; null where there is no race. */
  readonly left: number | null;
  /** Null before the first decision. */
  readonly incumbent: Incumbent | null;
  readonly direction: Direction;
  /** Wall time left for what is known to come; null while nothing is known. */
  readonly secondsLeft: number | null;
}

export interface Incumbent {
  readonly id: string;
  readonly criterion: Criterion;
  /** On losses. */
  readonly value: number;
}

export interface TerminalOptions {
  /** Columns. */
  readonly width: number;
  readonly colors: boolean;
}

/**
 * `race 6  42 of 50, 2 running  13 left  best c12ab34 q3 0.2314  ETA 1 min 20 s`, or where a rule decides trial by trial
 * `race  142 trials, 2 running  12 contested  best c12ab34 q3 0.2314`; never wider than asked for.
 */
export function formatProgressLine(progress: Progress, { width, colors }: TerminalOptions): string {
  const { bold, dim, cyan } = pc.createColors(colors);
  const { phase, done, total, running, left, incumbent, secondsLeft } = progress;
  const isOpen = phase === 'race' && progress.round === 1;
  const count = isOpen ? formatQuantity(done, 'trial') : `${formatCount(done)} of ${formatCount(total)}`;
  const parts: readonly (readonly [string, (text: string) => string])[] = [
    [stageText(progress, isOpen).padEnd(PHASE_WIDTH), dim],
    [`${count}${running > 0 ? `, ${running} running` : ''}`, bold],
    ...(left === null || phase === 'final' ? [] : [[leftText(left, isOpen, incumbent), String] as const]),
    ...(incumbent ? ([[incumbentText(incumbent, progress.direction), cyan]] as const) : []),
    ...(secondsLeft === null || isOpen || done === total
      ? []
      : ([[`ETA ${formatDuration(secondsLeft)}`, dim]] as const)),
  ];
  let room = width;
  const line: string[] = [];
  for (const [text, paint] of parts) {
    const fitted = fitText(text, Math.max(0, room));
    if (fitted !== '') line.push(paint(fitted));
    room -= text.length + GAP.length;
  }
  return line.join(GAP);
}

/** Rounds and sizes have numbers; what comes once has none. */
function stageText({ phase, round }: Progress, isOpen: boolean): string {
  if (phase === 'final') return 'fresh';
  return isOpen ? printable(phase) : `${printable(phase)} ${round}`;
}

/** The best of them is contested by the others. */
function leftText(left: number, isOpen: boolean, incumbent: Incumbent | null): string {
  return isOpen ? `${formatCount(incumbent === null ? left : left - 1)} contested` : `${formatCount(left)} left`;
}

function incumbentText({ id, criterion, value }: Incumbent, direction: Direction): string {
  const { name, show } = showCriterion(criterion, direction);
  return `best ${printable(id)} ${name} ${formatValue(show(value))}`;
}

const PHASE_WIDTH = 9;
const GAP = '  ';

/** Wall time for `trialsLeft` more trials at the pace so far, in seconds; null before the first trial is done. */
export function estimateSecondsLeft(trialsDone: number, elapsedSeconds: number, trialsLeft: number): number | null {
  return trialsDone > 0 ? (elapsedSeconds / trialsDone) * trialsLeft : null;
}
