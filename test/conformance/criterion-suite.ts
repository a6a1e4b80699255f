/**
 * @file What every criterion must be, by its function alone: each is a sentence that says what is wrong, by the criterion's name. The
 * suite goes over all that are listed, and over false ones, of which each must be seen.
 */
import { randomFrom } from '../../src/core/index.js';
import { type KnownCriterion, mean, normalQuantile, parseCriterion, standardDeviation } from '../../src/stats/index.js';
import { REFERENCE_SHAPES } from '../../src/stats/intervals/calibrated-pair.js';
import { createError } from '../../src/stats/intervals/standard-error.js';
import { quantile } from '../../src/stats/quantile.js';
import { type Claim, faultsOf } from './list-suite.js';

/** Of a law in so many quantiles, type 7 lies on one of them where its probability has up to three digits. */
const POINTS = 4001;
const lossesOf = (quantileOf: (probability: number) => number): Float64Array =>
  Float64Array.from({ length: POINTS }, (_, index) => quantileOf((index + 0.5) / POINTS));
const NORMAL = lossesOf(normalQuantile);

const near = (value: number, other: number, by: number): boolean =>
  value === other || Math.abs(value - other) <= by * Math.max(1, Math.abs(other));

const isExtreme = ({ statistic: { probability } }: KnownCriterion): boolean => probability === 0 || probability === 1;

/** Of few losses and of many, of both signs. */
function samples({ name, minimumTrials }: KnownCriterion): readonly Float64Array[] {
  const random = randomFrom('conformance', name);
  return [minimumTrials, minimumTrials + 1, 7, 12, 23, 60, 101].map((length) =>
    Float64Array.from({ length }, () => 2 + Math.exp(random.normal()) - 3 * random.uniform()),
  );
}

const always = (criterion: KnownCriterion, holds: (losses: Float64Array) => boolean): boolean =>
  samples(criterion).every(holds);

/** What a name says that is made of names of criteria, `+` and `-`; undefined for one that says nothing. */
function readName(name: string, scores: Float64Array): number | undefined {
  const terms = name.split(/(?=[+-])/).map((term) => {
    const [, sign, of = ''] = /^([+-]?)(.+)$/.exec(term) ?? [];
    const quartile = /^q([13])$/.exec(of)?.[1];
    const read = () =>
      quartile === undefined ? parseCriterion(of).evaluate(scores) : quantile(scores, Number(quartile) / 4);
    try {
      return (sign === '-' ? -1 : 1) * read();
    } catch {
      return Number.NaN;
    }
  });
  const total = terms.reduce((so, term) => so + term, 0);
  return Number.isNaN(total) ? undefined : total;
}

const CLAIMS: readonly Claim<KnownCriterion>[] = [
  {
    says: 'its value depends on the order of the losses, or it changes them',
    holds: (criterion) =>
      always(criterion, (losses) => {
        const turned = losses.toReversed();
        const value = criterion.evaluate(turned);
        return (
          near(value, criterion.evaluate(losses), 1e-12) && turned.every((loss, at) => loss === losses.at(-1 - at))
        );
      }),
  },
  {
    says: 'it has no value, or no number, for some losses',
    holds: (criterion) =>
      always(criterion, (losses) =>
        [losses, losses.map((loss) => -Math.abs(loss)), losses.with(0, Infinity), losses.map(() => Infinity)].every(
          (given) => criterion.evaluate(given) > -Infinity,
        ),
      ),
  },
  {
    says: 'it has a value for fewer losses than it needs',
    holds: ({ minimumTrials, evaluate }) => {
      try {
        return Number.isNaN(evaluate(new Float64Array(minimumTrials - 1)));
      } catch (error) {
        return error instanceof RangeError;
      }
    },
  },
  {
    says: 'a worse loss makes it better',
    holds: (criterion) =>
      // Ranges shrink where the lower quartile rises.
      !criterion.statistic.isBounded ||
      always(criterion, (losses) =>
        losses.every(
          (loss, at) => criterion.evaluate(losses.with(at, loss + 0.7)) >= criterion.evaluate(losses) - 1e-12,
        ),
      ),
  },
  {
    says: 'it does not move and stretch with the losses as its form and kind say',
    holds: (criterion) => {
      const { statistic, kind, evaluate } = criterion;
      if ((statistic.race.as === 'spread') !== (kind === 'spread')) return false;
      const moved = (by: number) =>
        always(criterion, (losses) =>
          near(evaluate(losses.map((loss) => 3 * loss + 5)), 3 * evaluate(losses) + by, 1e-10),
        );
      if (statistic.race.as === 'none') return isExtreme(criterion) || !(moved(0) || moved(5));
      return moved(kind === 'spread' ? 0 : 5);
    },
  },
  {
    says: 'its kind is not what it is of mirrored losses: a location is the middle of them, or a quantile',
    holds: (criterion) => {
      const { kind, statistic, evaluate } = criterion;
      if (kind === 'spread')
        return always(criterion, (losses) => near(evaluate(losses), evaluate(losses.map((loss) => -loss)), 1e-10));
      const isMiddle = always(criterion, (losses) =>
        near(evaluate(losses), -evaluate(losses.map((loss) => -loss)), 1e-10),
      );
      const isLocation = isMiddle || (statistic.probability !== undefined && !isExtreme(criterion));
      return (kind === 'location') === isLocation;
    },
  },
  {
    says: 'it is no mean, or is one and does not say so',
    holds: (criterion) => {
      const { statistic, evaluate } = criterion;
      const isMean = always(criterion, (losses) => near(evaluate(losses), mean(losses), 1e-10));
      const saysSo = statistic.race.as === 'location' && statistic.race.isMean === true;
      return isMean === saysSo && isMean === (statistic.error === 'student');
    },
  },
  {
    says: 'it is no standard deviation, or is one and does not say so',
    holds: (criterion) => {
      const { race } = criterion.statistic;
      const isDeviation = always(
        criterion,
        (losses) => losses.length > 1 && near(criterion.evaluate(losses), standardDeviation(losses), 1e-10),
      );
      return isDeviation === (race.as === 'spread' && race.isDeviation === true);
    },
  },
  {
    says: 'it is not the quantile at its probability',
    holds: (criterion) => {
      const { probability } = criterion.statistic;
      return (
        probability === undefined ||
        always(criterion, (losses) => near(criterion.evaluate(losses), quantile(losses, probability), 1e-12))
      );
    },
  },
  {
    says: 'what keeps the order of losses does not do to it what it does to them, or it does and the criterion does not say so',
    holds: ({ statistic: { race }, evaluate }) => {
      if (race.as !== 'location') return true;
      return near(evaluate(NORMAL.map(Math.exp)), Math.exp(evaluate(NORMAL)), 1e-9) === (race.keepsOnScales === true);
    },
  },
  {
    says: 'it lies beyond the losses, or between them and does not say so',
    holds: ({ statistic, evaluate }) => {
      const value = evaluate([100, 100, 100, 101, 101, 101]);
      return (value >= 100 && value <= 101) === statistic.isBounded;
    },
  },
  {
    says: 'it does not bear as many bad losses as it says, or bears more',
    holds: ({ statistic: { bears }, evaluate }) => {
      const withBad = (count: number) => Math.abs(evaluate(Float64Array.from(NORMAL).fill(1e9, NORMAL.length - count)));
      const borne = Math.floor(bears * NORMAL.length);
      return withBad(Math.max(0, borne - 1)) < 1e3 && (bears > 0.99 || withBad(borne + 0.01 * NORMAL.length) > 1e6);
    },
  },
  {
    says: 'a diverged training does not mean to it what it says',
    holds: ({ divergence, evaluate }) =>
      (Number.isFinite(evaluate(NORMAL.with(7, Infinity))) ? 'share' : 'infinite') === divergence,
  },
  {
    says: 'it is not the sum of the ordered losses by its weights, nor what it measures itself',
    holds: (criterion) => {
      const { weights, pivot } = criterion.statistic;
      return always(criterion, (losses) => {
        const [ordered, value] = [losses.toSorted(), criterion.evaluate(losses)];
        if (pivot.measure !== undefined && losses.length > 2 && !near(pivot.measure(ordered).estimate, value, 1e-12))
          return false;
        if (weights === undefined) return pivot.measure !== undefined;
        const by = weights(losses.length);
        return near(
          ordered.reduce((so, loss, rank) => so + loss * (by[rank] as number), 0),
          value,
          1e-12,
        );
      });
    },
  },
  {
    says: 'it is of a law not what it is of very many losses of that law',
    holds: (criterion) => {
      const { statistic, evaluate } = criterion;
      // A few thousand losses say little of the far tail of Student's t and of lognormal ones.
      return REFERENCE_SHAPES.slice(0, 2).every((law) => {
        if (!isExtreme(criterion)) return near(statistic.ofLaw(law), evaluate(lossesOf(law.quantile)), 5e-3);
        try {
          return Number.isNaN(statistic.ofLaw(law));
        } catch (error) {
          return error instanceof RangeError;
        }
      });
    },
  },
  {
    says: 'it is of the normal law not what it says',
    holds: ({ statistic: { race }, evaluate }) =>
      race.as !== 'location' || race.normal === undefined || near(evaluate(NORMAL), race.normal, 5e-3),
  },
  {
    says: 'its standard error is not that of its values of resampled losses',
    holds: (criterion) => {
      const { weights, id } = criterion.statistic;
      if (weights === undefined || isExtreme(criterion)) return true;
      const n = 12;
      const random = randomFrom('conformance', 'bootstrap', criterion.name);
      const losses = Float64Array.from({ length: n }, () => random.normal()).sort();
      const values = Array.from({ length: 4000 }, () =>
        criterion.evaluate(losses.map(() => losses[random.below(n)] as number)),
      );
      const told = createError({ id, weights }, n)(losses) * Math.sqrt((n - 1) / n);
      return near(told / standardDeviation(values), 1, 0.05);
    },
  },
  {
    says: 'where some trainings diverge it is not what it says, or does not change by their share as it says',
    holds: ({ statistic: { race }, divergence, evaluate }) => {
      if (race.as !== 'location') return true;
      if (race.diverging === undefined) return divergence === 'infinite';
      const { bears, among } = race.diverging;
      const at = (diverged: number) => {
        const infinite = Math.round((POINTS * diverged) / (1 - diverged));
        return evaluate([...NORMAL, ...new Array<number>(infinite).fill(Infinity)]);
      };
      const step = 0.06 * bears;
      return (
        at(bears - 0.01 * bears) < Infinity &&
        at(bears + 0.01 * (1 - bears)) === Infinity &&
        [0.2, 0.5, 0.7].every((part) => {
          const share = part * bears;
          const { value, slope } = among(normalQuantile, share);
          const steps = (at(share + step) - at(share - step)) / (2 * step);
          return near(value, at(share), 5e-3) && near(slope / steps, 1, 0.03);
        })
      );
    },
  },
  {
    says: 'its name of scores is none, or says another value of them',
    holds: (criterion) => {
      const { name, scoreName, kind, evaluate } = criterion;
      return (
        (scoreName === name && kind !== 'location') ||
        always(criterion, (losses) => {
          if (losses.length < 2) return true;
          const value = kind === 'spread' ? evaluate(losses) : -evaluate(losses);
          const scores = losses.map((loss) => -loss);
          const read = scoreName === name ? evaluate(scores) : readName(scoreName, scores);
          return read !== undefined && near(read, value, 1e-9);
        })
      );
    },
  },
  {
    says: 'its words are empty, end with a full stop, or do not say what is raced',
    holds: ({ words, name, scoreName }) =>
      [false, true].every((isScore) => {
        const told = {
          word: 'brier',
          isScore,
          name: isScore ? scoreName : name,
          share: (value: number) => `${100 * value} %`,
        };
        const { figure, meaning } = words(told);
        return /\bbrier\b/.test(figure) && /^[A-Z\d].*[^.]$/.test(meaning) && !/undefined|NaN/.test(figure + meaning);
      }),
  },
];

/** What is wrong with a criterion, in sentences; none of one that is right. */
export function criterionFaults(criterion: KnownCriterion): readonly string[] {
  return faultsOf(criterion.name, CLAIMS, criterion);
}
