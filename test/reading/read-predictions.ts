/** @file Reads what is printed of predictions beside its record, and says where they cannot both be so. */
import type { PredictionRecord } from '../../src/report/index.js';
import { readGenerally } from './generic.js';
import { readNumber, shows } from './numbers.js';
import { flat } from './page.js';
import { Disagreements } from './say.js';

/** Empty where no two things that are said disagree. */
export function readPredictions(record: PredictionRecord, terminal: string): readonly string[] {
  const say = new Disagreements();
  const text = flat(terminal);
  readGenerally('predictions', text, say);
  const [first] = record.candidates;
  const [said, share = '', low = '', high = '', examples = ''] =
    /differ (?:on|by) ([\d.]+) % \[([\d.]+), ([\d.]+)\].*? of the ([\d,]+) \w+ examples/.exec(text) ?? [];
  const { value, low: least, high: most } = first?.disagreement ?? { value: Number.NaN, low: null, high: null };
  const isSo =
    shows(readNumber(share), 100 * value) &&
    shows(readNumber(low), 100 * (least ?? Number.NaN)) &&
    shows(readNumber(high), 100 * (most ?? Number.NaN));
  say.unless(said !== undefined && isSo, () => `"${said}", and it is ${value} [${least}, ${most}]`);
  say.unless(shows(readNumber(examples), record.examples), () => `"${said}", of ${record.examples} examples`);
  const count = /How far ([\d,]+) retrainings differ/.exec(text)?.[1] ?? '';
  say.unless(shows(readNumber(count), first?.retrainings ?? 0), () => `${count} of ${first?.retrainings} retrainings`);
  for (const { place, labels } of record.disputed) {
    const own = labels?.map(({ label, retrainings }) => `${label} (${retrainings})`).join(', ') ?? '';
    say.unless(text.includes(String(place + 1)) && text.includes(own), () => `example ${place + 1} is not "${own}"`);
  }
  return say.found;
}
