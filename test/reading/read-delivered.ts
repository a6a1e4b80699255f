/** @file Reads what is said of the model that was handed over: which trainings it is, and how sure its answers are. */
import { readNumber, shows } from './numbers.js';
import type { RunFacts } from './result.js';
import type { Disagreements } from './say.js';

const COUNT = String.raw`([\d,]+)`;
const SAID = new RegExp(
  `[Tt]he (?:(fresh training nearest to the mean) of all ${COUNT}|(best) of all ${COUNT} trainings|(only) training|(mean) of ${COUNT} fresh trainings)` +
    String.raw`(?:, with (intervals|sets of classes) of ([\d.]+) %)?`,
  'g',
);
const REASONS = { nearest: 'nearest-to-mean', best: 'smallest-loss', mean: 'ensemble' } as const;

export function readDelivered(place: string, text: string, { result: { winner } }: RunFacts, say: Disagreements): void {
  const delivered = winner?.delivered ?? null;
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
}

/** A model that is to be used is one that is told. */
export function readWhichModel(place: string, all: string, say: Disagreements): void {
  const isUsed = /in any ONNX runtime|with the code that wrote|what the model says of the rows/.test(all);
  say.unless(!isUsed || SAID.test(all), () => `${place}: nobody can read which training the model is: "${all}"`);
  SAID.lastIndex = 0;
}
