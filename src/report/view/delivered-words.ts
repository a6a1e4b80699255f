/** @file Which trainings a model is made of, and why, in a few words. */
import { formatCount, formatQuantity } from '../number-text.js';
import type { Conformal, RaceDelivery, ResultDelivered } from '../result/delivery-schema.js';

/** `the fresh training nearest to the mean of all 20, with intervals of 90 %`. `trainings`: of how many it is made. */
export function deliveredWords(
  { reason, among, conformal }: Pick<RaceDelivery | ResultDelivered, 'reason' | 'among' | 'conformal'>,
  trainings: number,
): string {
  return `${whichWords(reason, among, trainings)}${conformal == null ? '' : `, with ${conformalWords(conformal)}`}`;
}

function whichWords(reason: RaceDelivery['reason'], among: number, trainings: number): string {
  switch (reason) {
    case 'ensemble':
      return `the mean of ${formatQuantity(trainings, 'fresh training')}`;
    case 'nearest-to-mean':
      return `the fresh training nearest to the mean of all ${formatCount(among)}`;
    default:
      return among === 1 ? 'the only training' : `the best of all ${formatCount(among)} trainings`;
  }
}

function conformalWords({ kind, level }: Conformal): string {
  return `${kind === 'sets' ? 'sets of classes' : 'intervals'} of ${levelText(level)}`;
}

/** `99.9 %`: a level is told as it was asked for. */
export function levelText(level: number): string {
  return `${Number((100 * level).toPrecision(6))} %`;
}
