/**
 * @file The one place where a figure of trainings becomes a cost, of which less is better, and where a cost becomes the figure
 * again. Plans and statistics take costs; people are shown scores.
 */
import { betterOf, rangeOf } from './evaluate-predictions.js';

export type Direction = 'minimize' | 'maximize';

/** What is raced or studied in place of the loss: a metric, and the way it is better. */
export interface AskedScore {
  readonly name: string;
  readonly direction: Direction;
}

/** A number of trainings, as a value with a direction; its name may be `loss`. */
interface Score extends AskedScore {
  /** The worst figure there is: of what diverged, and of what has none. */
  readonly worst: number;
  /** Between which values its costs lie; undefined where that is not known. */
  readonly costs: readonly [low: number, high: number] | undefined;
  /** What is compared of the figure that a training gave: of one that is better near 0, such as a bias, the size. */
  compared(given: number): number;
  cost(figure: number): number;
  shown(cost: number): number;
}

/**
 * Figures that no training has alone, and what they say of those of one candidate together; less is better. What one training is worth to such a figure
 * moves with each further one.
 */
const JOINT_FIGURES: Readonly<Record<string, string>> = {
  disagreement: 'how far the predictions of two of its trainings lie apart',
};

export const JOINT_NAMES: readonly string[] = Object.keys(JOINT_FIGURES);

/** What a figure of that name says of trainings together; undefined for a figure that each training has. */
export function jointMeaning(name: string | null | undefined): string | undefined {
  return JOINT_NAMES.find((joint) => joint === name) && JOINT_FIGURES[name as string];
}

/** What a training may give in place of a loss: the figure that is raced or studied, where it is one that each training has. */
export function askedScore(name = 'loss', direction?: Direction): AskedScore | undefined {
  return name === 'loss' || JOINT_NAMES.includes(name)
    ? undefined
    : { name, direction: scoreOf(name, direction).direction };
}

/** A figure as a cost, and a cost as the figure: the same both ways, and never a negative zero. */
export function turned(value: number, direction: Direction): number {
  return direction === 'minimize' ? value : 0 - value;
}

/**
 * `direction` where none is known of that name; less is better where none is given either.
 *
 * @example scoreOf('accuracy').cost(0.9) // -0.9
 */
export function scoreOf(
  name = 'loss',
  direction: Direction = betterOf(name) === 'high' ? 'maximize' : 'minimize',
): Score {
  const turn = (value: number): number => turned(value, direction);
  const range = rangeOf(name);
  return {
    name,
    direction,
    worst: turn(Number.POSITIVE_INFINITY),
    costs: range === undefined || direction === 'minimize' ? range : [turn(range[1]), turn(range[0])],
    compared: (given) => (betterOf(name) === 'zero' ? Math.abs(given) : given),
    cost: turn,
    shown: turn,
  };
}
