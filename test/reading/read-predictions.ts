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
  // Where each has its own, a column says it.
  const isOneCount = record.candidates.every(({ retrainings }) => retrainings === first?.retrainings);
  const isCount = isOneCount ? shows(readNumber(count), first?.retrainings ?? 0) : count === '';
  say.unless(isCount, () => `${count} of ${first?.retrainings} retrainings`);
  const left = record.candidates.flatMap(({ collapses }) => collapses ?? []);
  const counts = [
    ...(/! ([^!]*?) collapsed and (?:is|are) left out/.exec(text)?.[1] ?? '').matchAll(/([\d,]+) of ([\d,]+)/g),
  ];
  // As many as are named.
  for (const [place, { collapsed, trials }] of left.slice(0, Math.max(1, counts.length)).entries()) {
    const [own = 'nothing', collapsedSaid = '', trialsSaid = ''] = counts[place] ?? [];
    const isSaid = shows(readNumber(collapsedSaid), collapsed) && shows(readNumber(trialsSaid), trials);
    say.unless(isSaid, () => `"${own}" collapsed, and ${collapsed} of ${trials} did`);
  }
  say.unless(counts.length <= left.length, () => `${counts.length} candidates with collapses, of ${left.length}`);
  for (const { place, labels } of record.disputed) {
    const own = labels?.map(({ label, retrainings }) => `${label} (${retrainings})`).join(', ') ?? '';
    say.unless(text.includes(String(place + 1)) && text.includes(own), () => `example ${place + 1} is not "${own}"`);
  }
  return say.found;
}
