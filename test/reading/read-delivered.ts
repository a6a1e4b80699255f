/** @file Reads what is said of the model that was handed over: which trainings it is, and how sure its answers are. */
import { readNumber, shows } from './numbers.js';
import type { RunFacts } from './result.js';
import type { Disagreements } from './say.js';

const COUNT = String.raw`([\d,]+)`;
const SAID = new RegExp(
  `[Ii]t is the (?:(fresh training nearest to the mean) of all ${COUNT}|(best) of all ${COUNT} trainings|(only) training|(mean) of ${COUNT} fresh trainings)` +
    String.raw`(?:, with (intervals|sets of classes) of ([\d.]+) %)?`,
  'g',
);
const REASONS = { nearest: 'nearest-to-mean', best: 'smallest-loss', mean: 'ensemble' } as const;

/** A model that is to be used is one that is told, wherever its use is. */
export function readDelivered(place: string, text: string, { result: { choice } }: RunFacts, say: Disagreements): void {
  const delivered = choice?.delivered ?? null;
  const told = [...text.matchAll(SAID)];
  for (const [said, nearest, ofNearest, best, ofBest, only, , ofMean, kind, level] of told) {
    const reason =
      REASONS[nearest !== undefined ? 'nearest' : best !== undefined || only !== undefined ? 'best' : 'mean'];
    const count = ofNearest ?? ofBest ?? ofMean ?? '1';
    const known = reason === 'ensemble' ? delivered?.instances?.length : delivered?.among;
    const { conformal = null } = delivered ?? {};
    const kinds = { intervals: 'intervals', sets: 'sets of classes' };
    const isSure =
      conformal === null
        ? kind === undefined
        : kinds[conformal.kind] === kind && shows(readNumber(level ?? ''), 100 * conformal.level);
    const isSo = reason === delivered?.reason && known !== undefined && shows(readNumber(count), known) && isSure;
    say.unless(isSo, () => `${place}: "${said}", and result.json has ${JSON.stringify(delivered)}`);
  }
  const isUsed = /in any ONNX runtime|with the code that wrote|what the model says of the rows/.test(text);
  say.unless(!isUsed || told.length > 0, () => `${place}: nobody can read which training the model is: "${text}"`);
}
