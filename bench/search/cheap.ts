/**
 * @file What cheap trainings cost a search, and save it, by how far they tell full ones and how much settings tell: the same worlds are
 * searched with them and without.
 */
import { permutation, randomFrom } from '../../src/core/index.js';
import { estimateMean, estimateShare, mean, placesOf } from '../../src/stats/index.js';
import { meanRatio, withEnds } from '../estimates.js';
import type { SearchField } from './field.js';
import { searchMode } from './searching.js';

/** Of the cheap losses of all candidates with their true values; undefined: no cheap trainings. */
const CORRELATIONS: readonly (number | undefined)[] = [undefined, 0.9, 0.3, 0];
/** Share of the variance of true values that settings tell. */
const TOLD = [0.9, 0.3] as const;
/** Settings of four levels each, whose parts add up. */
const [SETTINGS, LEVELS] = [4, 4];
const CANDIDATES = LEVELS ** SETTINGS;
const REPLICATES = 20;
/** Standard deviations of true values, and of one training; the tolerance is half of the latter. */
const [SPREAD, NOISE] = [1.5, 0.5];
const SHARE = 0.1;
const AUDIT = 60;
const LEVEL = 0.95;

export interface CheapSearch {
  readonly world: number;
  readonly told: number;
  /** null: without cheap trainings. */
  readonly correlation: number | null;
  /** In full ones. */
  readonly cost: number;
  readonly used: boolean;
  /** In tolerances: of the pick, and of the best of the set. */
  readonly regret: number;
  readonly setRegret: number;
}

const WITHOUT = searchMode('full', { prior: 'full', audit: AUDIT });
const WITH = searchMode('full, cheap', {
  ...{ prior: 'full', audit: AUDIT },
  cheap: [{ name: '5 of 50 epochs', fidelity: { sampleSize: 0, epochs: 5 }, share: SHARE }],
});

/** The next world, searched in every way. */
export function searchCheaply(world: number): readonly CheapSearch[] {
  return TOLD.flatMap((told) =>
    CORRELATIONS.map((correlation = Number.NaN) => {
      const isOff = Number.isNaN(correlation);
      const field = drawWorld(world, told, isOff ? 0 : correlation);
      const found = (isOff ? WITHOUT : WITH).race(field, 'mean', world, () => false);
      const best = field.truth.reduce((least, value) => Math.min(least, value));
      const behind = (i: number): number => ((field.truth[i] as number) - best) / field.tolerance;
      return {
        ...{ world, told, correlation: isOff ? null : correlation },
        cost: found.trainings + SHARE * (found.cheap?.trainings ?? 0),
        used: found.cheap?.used ?? false,
        regret: behind(found.pick),
        setRegret: Math.min(...found.set.map(behind)),
      };
    }),
  );
}

function drawWorld(world: number, told: number, correlation: number): SearchField {
  const random = randomFrom('bench/search/cheap', world);
  const parts = Array.from({ length: SETTINGS }, () => {
    const drawn = permutation(LEVELS, random);
    return Array.from(drawn, (rank) => rank + 0.3 * random.normal());
  });
  const levelOf = (i: number, setting: number): number => Math.floor(i / LEVELS ** setting) % LEVELS;
  const smooth = standardised(
    Float64Array.from({ length: CANDIDATES }, (_, i) =>
      parts.reduce((sum, part, setting) => sum + (part[levelOf(i, setting)] as number), 0),
    ),
  );
  const standard = standardised(smooth.map((value) => Math.sqrt(told) * value + Math.sqrt(1 - told) * random.normal()));
  const other = standard.map(() => random.normal());
  const truth = standard.map((value) => SPREAD * value);
  return {
    places: placesOf(
      parts.map((_, setting) => ({
        name: `setting ${setting}`,
        values: Array.from({ length: CANDIDATES }, (_, i) => levelOf(i, setting)),
      })),
    ),
    ...{ candidates: CANDIDATES, replicates: REPLICATES, recorded: false, truth, tolerance: NOISE / 2 },
    lossOf: (candidate, replicate) =>
      (truth[candidate] as number) + NOISE * randomFrom('bench/search/cheap', world, candidate, replicate).normal(),
    cheapLossOf: (candidate) =>
      correlation * (standard[candidate] as number) + Math.sqrt(1 - correlation ** 2) * (other[candidate] as number),
  };
}

function standardised(values: Float64Array): Float64Array {
  const center = mean(values);
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / values.length);
  return values.map((value) => (value - center) / spread);
}

export function cheapLines(searches: readonly CheapSearch[]): string[] {
  const rows = TOLD.flatMap((told) =>
    CORRELATIONS.flatMap((correlation = Number.NaN) => {
      const of = (wanted: number | null) =>
        searches.filter((one) => one.told === told && one.correlation === wanted).sort((a, b) => a.world - b.world);
      const isOff = Number.isNaN(correlation);
      const [cell, without] = [of(isOff ? null : correlation), of(null)];
      if (cell.length < 2) return [];
      const count = (isSo: (one: CheapSearch) => boolean) =>
        withEnds(estimateShare(cell.filter(isSo).length, cell.length, LEVEL), 2);
      const ratios = cell.map(({ cost }, row) => Math.log(cost / (without[row]?.cost ?? Number.NaN)));
      const ratio = isOff ? '-' : withEnds(meanRatio(ratios), 2);
      const columns = [
        ...[told, isOff ? 'none' : correlation, cell.length],
        withEnds(
          estimateMean(
            Float64Array.from(cell, ({ cost }) => cost),
            LEVEL,
          ),
          0,
        ),
        ...[ratio, count(({ setRegret }) => setRegret > 1), count(({ regret }) => regret > 1)],
        isOff ? '-' : `${cell.filter(({ used }) => !used).length}`,
      ];
      return [`| ${columns.join(' | ')} |`];
    }),
  );
  return [
    '| settings tell | correlation | worlds | trainings, in full ones | by those without | nobody of the set within it | pick not within it | given up |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ];
}
