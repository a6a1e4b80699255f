/** @file Reads page, terminal and study.json of one study side by side, and says where they cannot all be so. */
import { readGenerally } from './generic.js';
import { readNumber, shows } from './numbers.js';
import { flat, readPage } from './page.js';
import { Disagreements } from './say.js';

type JsonNumber = number | 'Infinity' | '-Infinity';

interface Criterion {
  readonly name: string;
  readonly value: JsonNumber;
}

interface Distribution {
  readonly losses: readonly JsonNumber[];
  readonly criteria: readonly Criterion[];
}

interface Level {
  readonly value: string;
  readonly candidate: string;
  readonly distribution: Distribution;
}

interface Factor {
  readonly name: string;
  readonly levels: readonly Level[];
  readonly overall: { readonly pValue: number } | null;
  readonly verdict: {
    readonly finding: string;
    readonly best: readonly string[];
    readonly separated: number;
    readonly spreadsApart: number;
  };
  readonly pairs: readonly {
    readonly first: string;
    readonly second: string;
    readonly difference: JsonNumber | null;
    readonly location: { readonly adjusted: number };
    readonly spread: { readonly adjusted: number } | null;
  }[];
}

interface MeasuredCandidate {
  readonly candidate: string;
  readonly arms: readonly { readonly name: string; readonly distribution: Distribution }[];
  readonly decomposition: { readonly components?: readonly { readonly source: string; readonly share: number }[] };
  readonly leading: { readonly finding: string; readonly source: string | null; readonly between?: readonly string[] };
}

interface CurveOfCandidate {
  readonly candidate: string;
  readonly sizes: readonly { readonly size: number }[];
  readonly stability:
    | { readonly reason: string }
    | { readonly size: number; readonly reached: boolean; readonly sizeLow: number; readonly sizeHigh: number };
}

/** The fields that are read here; those of `findings` by kind. */
interface StudyJson {
  readonly kind: string;
  readonly headline: string;
  readonly candidates: readonly { readonly id: string }[];
  readonly trials: Readonly<Record<'used' | 'completed' | 'diverged' | 'failed' | 'timedOut', number>>;
  readonly neverWorked: readonly object[];
  readonly findings: {
    readonly factors?: readonly Factor[];
    readonly candidates?: readonly object[];
    readonly verdict?: string;
    readonly passed?: number;
    readonly trials?: number;
    readonly share?: number;
    readonly interval?: { readonly low: number; readonly high: number };
    readonly evidence?: { readonly above: JsonNumber; readonly below: JsonNumber };
    readonly pValue?: number;
    readonly threshold?: number;
    readonly gain?: JsonNumber;
    readonly because?: string | null;
    readonly new?: { readonly value: JsonNumber };
    readonly old?: { readonly value: JsonNumber };
    readonly pairs?: number;
  };
}

export interface StudyTexts {
  /** `study.json`. */
  readonly json: string;
  readonly headline: string;
  readonly page: string;
  readonly terminal: string;
  readonly long: string;
}

/** Empty where no two things that are said disagree. */
export function readStudy({ json, headline, page, terminal, long }: StudyTexts): readonly string[] {
  const say = new Disagreements();
  const study = JSON.parse(json) as StudyJson;
  const read = readPage(page);
  for (const [place, texts] of [
    ['page', read.texts],
    ['terminal', [flat(terminal)]],
    ['terminal --long', [flat(long)]],
    ['headline', [headline]],
  ] as const) {
    for (const text of texts) readGenerally(place, text, say);
  }
  const { used, completed, diverged, failed, timedOut } = study.trials;
  say.unless(completed + diverged + failed + timedOut === used, () => `study.json: outcomes do not add up to ${used}`);
  say.unless(study.headline === headline, () => `study.json: "${study.headline}", and it is called "${headline}"`);
  say.unless(read.claim.startsWith(flat(headline)), () => `page: "${read.claim}", and the headline is "${headline}"`);
  for (const text of [terminal, long]) {
    const isThere = flat(text).includes(flat(headline)) || text.includes('…');
    say.unless(isThere, () => `terminal: does not say "${headline}": ${flat(text)}`);
    const cost = /Cost\s+([\d,]+) trainings?/.exec(text)?.[1];
    if (cost !== undefined)
      say.unless(shows(readNumber(cost), used), () => `terminal: ${cost} trainings, and ${used} are used`);
  }
  READERS[study.kind]?.(study, headline, say);
  return say.found;
}

const READERS: Readonly<Record<string, (study: StudyJson, headline: string, say: Disagreements) => void>> = {
  compare: ({ findings: { factors = [] } }, headline, say) => {
    for (const factor of factors) readFactor(factor, headline, say);
  },
  measure: ({ findings, neverWorked }, headline, say) => {
    const candidates = (findings.candidates ?? []) as readonly MeasuredCandidate[];
    for (const one of candidates) readMeasured(one, headline, candidates.length, say);
    if (candidates.length < 2 || neverWorked.length > 0) return;
    const counted = [...headline.matchAll(/(?:with [^,;]+?|told|at all) for (\d+)/g)].map(([, count]) => Number(count));
    if (counted.length === 0) return;
    const sum = counted.reduce((all, count) => all + count, 0);
    const judged = candidates.filter(({ leading }) => leading.finding !== 'single').length;
    say.unless(sum === judged, () => `headline: counts ${counted} are not all ${judged}: "${headline}"`);
  },
  curve: ({ findings }, headline, say) => {
    const candidates = (findings.candidates ?? []) as readonly CurveOfCandidate[];
    const reached = candidates.filter(({ stability }) => 'reached' in stability && stability.reached);
    const isCalled = /\bstable from/.test(headline);
    say.unless(
      isCalled === reached.length > 0,
      () => `headline: "${headline}", and ${reached.length} are stable from some size on`,
    );
    for (const { stability, sizes } of candidates) {
      if (!('size' in stability)) continue;
      const { size, sizeLow, sizeHigh } = stability;
      say.unless(sizeLow <= size && size <= sizeHigh, () => `study.json: ${size} is not in ${sizeLow} to ${sizeHigh}`);
      const largest = sizes.at(-1)?.size ?? 0;
      if (!stability.reached)
        say.unless(size === largest, () => `study.json: not stable at ${size}, and ${largest} is the largest`);
    }
    const [, first] = /stable from (?:some size on, first \S+ \(from )?([\d,]+) examples/.exec(headline) ?? [];
    if (first === undefined) return;
    const known = reached.map(({ stability }) => ('size' in stability ? stability.size : 0));
    say.unless(
      known.some((size) => shows(readNumber(first), size)),
      () => `headline: from ${first} examples, and it is ${known}`,
    );
  },
  assure: ({ findings, trials }, headline, say) => {
    const { verdict, passed = 0, trials: counted = 0, share = 0, interval, evidence } = findings;
    if (verdict === undefined || interval === undefined || evidence === undefined) return;
    say.unless(
      passed <= counted && counted <= trials.used,
      () => `study.json: ${passed} of ${counted} of ${trials.used}`,
    );
    const [above, below] = [Number(evidence.above) >= 20, Number(evidence.below) >= 20];
    const own = above ? 'holds' : below ? 'does not hold' : 'undecided';
    say.unless(own === verdict, () => `study.json: ${verdict}, and its evidence says ${own}`);
    say.unless(interval.low <= interval.high, () => `study.json: from ${interval.low} to ${interval.high}`);
    const told = /(\d[\d,]*) of (?:its )?(\d[\d,]*) trainings? (?:pass|passed|stay|stayed)/.exec(headline);
    if (told !== null)
      say.unless(
        told[1] === String(passed) && told[2] === String(counted),
        () => `headline: "${told[0]}", and ${passed} of ${counted} passed`,
      );
    if (verdict === 'holds')
      say.unless(interval.low >= share - 1e-9, () => `study.json: holds for ${share}, and ${interval.low} may pass`);
  },
  keep: ({ findings }, headline, say) => {
    const { verdict, because, pValue = 1, threshold = 0, gain, new: after, old: before } = findings;
    if (verdict === undefined) return;
    // One that may collapse more often is not kept, whatever its mean.
    say.unless(
      (verdict === 'keep') === pValue <= threshold || because === 'collapses' || threshold === 0,
      () => `study.json: ${verdict} with p ${pValue} at ${threshold}`,
    );
    say.unless(/Keep, /.test(headline) === (verdict === 'keep'), () => `headline: "${headline}", and it is ${verdict}`);
    const [value, was] = [Number(after?.value), Number(before?.value)];
    if (Number.isFinite(value) && Number.isFinite(was)) {
      const isSo =
        Math.abs(Math.abs(value - was) - Math.abs(Number(gain))) <= 1e-9 * Math.max(Math.abs(value), Math.abs(was));
      say.unless(isSo, () => `study.json: ${was} less ${value} is not ${gain}`);
    }
  },
};

const SIGNIFICANT = 0.05;

function readFactor({ name, levels, overall, verdict, pairs }: Factor, headline: string, say: Disagreements): void {
  const isApart = (p: number | undefined): boolean => p !== undefined && p < SIGNIFICANT;
  const separated = pairs.filter(({ location }) => isApart(location.adjusted)).length;
  say.unless(
    separated === verdict.separated,
    () => `study.json: ${verdict.separated} pairs apart, and ${separated} are`,
  );
  const differs = isApart(overall?.pValue) || separated > 0;
  say.unless(
    differs === (verdict.finding === 'differ'),
    () => `study.json: ${name} ${verdict.finding}, p ${overall?.pValue}, ${separated} pairs`,
  );
  const isSaid = /\bdiffer\b/.test(headline) && !/cannot show whether|no difference between/i.test(headline);
  say.unless(isSaid === differs || levels.length < 2, () => `headline: "${headline}", and ${name}: ${verdict.finding}`);
  const medians = new Map(levels.map(({ value, distribution }) => [value, medianOf(distribution)]));
  const least = Math.min(...medians.values());
  for (const best of verdict.best)
    say.unless(medians.get(best) === least, () => `study.json: ${best} has no best median: ${[...medians]}`);
  const told = /best median: (.+?)(?: together)? \(([^)]+)\)/.exec(headline);
  if (told !== null) {
    const [said, who = '', value = ''] = told;
    const isBest = verdict.best.some((best) => who.includes(best)) && shows(readNumber(value), least);
    say.unless(isBest, () => `headline: "${said}", and the least is ${least} of ${verdict.best}`);
  }
  // A pair is compared on the replicates that both have.
  const isWhole = new Set(levels.map(({ distribution }) => distribution.losses.length)).size === 1;
  for (const { first, second, difference } of isWhole ? pairs : []) {
    const own = (medians.get(first) ?? Number.NaN) - (medians.get(second) ?? Number.NaN);
    if (difference === null || !Number.isFinite(own)) continue;
    const isSo = Math.abs(own - Number(difference)) <= 1e-9 * (Math.abs(own) + Math.abs(least));
    say.unless(isSo, () => `study.json: ${first} less ${second} is ${own}, not ${difference}`);
  }
}

function medianOf({ criteria }: Distribution): number {
  return Number(criteria.find(({ name }) => name === 'median')?.value ?? Number.NaN);
}

function readMeasured(
  { candidate, arms, decomposition, leading }: MeasuredCandidate,
  headline: string,
  all: number,
  say: Disagreements,
): void {
  if (leading.finding !== 'leads') {
    say.unless(
      leading.source === null,
      () => `study.json: ${candidate} is ${leading.finding} and led by ${leading.source}`,
    );
    if (all === 1)
      say.unless(!/varies most with/.test(headline), () => `headline: "${headline}", and it is ${leading.finding}`);
    return;
  }
  const shares = decomposition.components ?? [];
  const own = shares.find(({ source }) => source === leading.source);
  const most = Math.max(...shares.map(({ share }) => share));
  if (own !== undefined)
    say.unless(
      own.share === most,
      () => `study.json: ${leading.source} leads with ${own.share}, and another has ${most}`,
    );
  const spreads = arms
    .filter(({ name }) => !name.includes('+'))
    .map(({ name, distribution }) => {
      return { name, std: Number(distribution.criteria.find((one) => one.name === 'std')?.value ?? 0) };
    });
  const widest = spreads.reduce((left, right) => (right.std > left.std ? right : left), { name: '', std: -1 });
  say.unless(
    widest.name === leading.source,
    () => `study.json: ${leading.source} leads, and ${widest.name} spreads most`,
  );
}
