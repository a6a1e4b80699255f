/** @file What every metric must be, by what it computes: each fault is a sentence that names it. */
import { type Random, randomFrom } from '../../src/core/index.js';
import { classify } from '../../src/core/metrics/classified.js';
import type { Judged, Metric } from '../../src/core/metrics/metric.js';
import { type Claim, faultsOf } from './list-suite.js';

/** A metric, and examples of its task. */
interface Measured {
  readonly metric: Metric<never>;
  readonly samples: readonly Sample[];
  of(given: Judged): number | undefined;
}

interface Sample {
  /** Outputs that are a little wrong. */
  readonly given: Judged;
  /** From perfect to bad: more wrong from one to the next. */
  readonly worse: readonly Judged[];
  /** As wrong as can be, where there is such a thing. */
  readonly worst?: Judged;
}

const COUNT = 60;

function sampleOfNumbers(width: number, random: Random): Sample {
  const targets = Float32Array.from({ length: COUNT * width }, () => 1 + 4 * random.uniform());
  const errors = targets.map(() => 0.4 + random.normal());
  const by = (factor: number): Judged => {
    const outputs = targets.map((target, place) => target + factor * (errors[place] as number));
    return { count: COUNT, width, targetWidth: width, targets, outputs };
  };
  return { given: by(0.3), worse: [0, 0.2, 1, 5].map(by) };
}

/** Of two classes one logit, or two; the second class is the rarer one. */
function sampleOfClasses(width: number, random: Random): Sample {
  const classes = Math.max(2, width);
  const targets = Float32Array.from({ length: COUNT }, (_, place) => (place % 3 === 0 ? (place / 3) % classes : 0));
  const by = (logits: (label: number, example: number) => readonly number[]): Judged => ({
    ...{ count: COUNT, width, targetWidth: 1, targets },
    outputs: Float32Array.from(
      [...targets].flatMap((label, example) => {
        const all = logits(label, example);
        return width === 1 ? [(all[1] as number) - (all[0] as number)] : all;
      }),
    ),
  });
  const speaking = (chosen: number, strength: number) =>
    Array.from({ length: classes }, (_, place) => (place === chosen ? strength : 0));
  const noise = Array.from({ length: COUNT }, () => Array.from({ length: classes }, () => 1.5 * random.normal()));
  const missing = (ofTen: number) =>
    by((label, example) => speaking((example + 7) % 10 < ofTen ? (label + 1) % classes : label, 40));
  return {
    given: by((label, example) => speaking(label, 1).map((one, place) => one + (noise[example]?.[place] as number))),
    worse: [by((label) => speaking(label, 40)), missing(1), missing(5)],
    worst: by((label) => speaking((label + 1) % classes, 40)),
  };
}

/** Those of the examples at these places. */
function picked(given: Judged, places: readonly number[], weights?: readonly number[]): Judged {
  const rows = (values: ArrayLike<number>, width: number) =>
    Float32Array.from(
      places.flatMap((place) => Array.from({ length: width }, (_, at) => values[place * width + at] as number)),
    );
  return {
    ...{ count: places.length, width: given.width, targetWidth: given.targetWidth },
    outputs: rows(given.outputs, given.width),
    targets: rows(given.targets, given.targetWidth),
    ...(weights && { weights: Float32Array.from(weights) }),
  };
}

const ALL = Array.from({ length: COUNT }, (_, place) => place);

const near = (value: number | undefined, other: number | undefined): boolean =>
  value === other ||
  (value !== undefined && other !== undefined && Math.abs(value - other) <= 1e-9 * Math.max(1, Math.abs(other)));

/** Below 0 if the first is better. */
const compared = ({ better }: Metric<never>, value: number, other: number): number =>
  better === 'high' ? other - value : better === 'low' ? value - other : Math.abs(value) - Math.abs(other);

/** In every sample where it has a value; it must have one in one. */
const wherever = ({ samples, of }: Measured, holds: (sample: Sample, value: number) => boolean): boolean =>
  samples.every((sample) => {
    const value = of(sample.given);
    return value === undefined || holds(sample, value);
  });

const CLAIMS: readonly Claim<Measured>[] = [
  {
    says: 'it has no value for any examples, or one that is no number',
    holds: ({ samples, of }) => {
      const values = samples.flatMap(({ given }) => of(given) ?? []);
      return values.length > 0 && values.every(Number.isFinite);
    },
  },
  {
    says: 'it depends on the order of examples, or changes them',
    holds: (measured) =>
      wherever(measured, ({ given }, value) => {
        const before = Array.from(given.outputs).join();
        return near(measured.of(picked(given, ALL.toReversed())), value) && Array.from(given.outputs).join() === before;
      }),
  },
  {
    says: 'weights that are all alike change it',
    holds: (measured) =>
      wherever(measured, ({ given }, value) => {
        const weighted = (weight: number) =>
          picked(
            given,
            ALL,
            ALL.map(() => weight),
          );
        return [1, 4].every((weight) => near(measured.of(weighted(weight)), value));
      }),
  },
  {
    says: 'an example of weight 3 is not three examples, or one of weight 0 is one',
    holds: (measured) =>
      wherever(measured, ({ given }) => {
        const weights = ALL.map((place) => [1, 3, 0, 1, 1][place % 5] as number);
        const repeated = ALL.flatMap((place) => Array<number>(weights[place] as number).fill(place));
        return near(measured.of(picked(given, ALL, weights)), measured.of(picked(given, repeated)));
      }),
  },
  {
    says: 'it lies beyond its range',
    holds: (measured) => {
      const { range = [-Infinity, Infinity] } = measured.metric;
      return measured.samples.every(({ given, worse, worst }) =>
        [given, ...worse, ...(worst === undefined ? [] : [worst])].every((one) => {
          const value = measured.of(one);
          return value === undefined || (value >= range[0] - 1e-12 && value <= range[1] + 1e-12);
        }),
      );
    },
  },
  {
    says: 'of perfect outputs it is not the best that its range has',
    holds: (measured) => {
      const { better, range } = measured.metric;
      const best = better === 'zero' ? 0 : range?.[better === 'high' ? 1 : 0];
      return wherever(
        measured,
        ({ worse: [perfect] }) => best === undefined || near(measured.of(perfect as Judged), best),
      );
    },
  },
  {
    says: 'outputs that are more wrong do not make it worse',
    holds: (measured) =>
      wherever(measured, ({ worse }) => {
        const values = worse.map((one) => measured.of(one) as number);
        return values.every(
          (value, place) => place === 0 || compared(measured.metric, values[place - 1] as number, value) < 0,
        );
      }),
  },
  {
    says: 'its range is wider than what it can be',
    holds: ({ metric: { range, better }, samples, of }) => {
      const [low, high] = range ?? [-Infinity, Infinity];
      if (!Number.isFinite(high - low)) return true;
      const worst = samples.flatMap((sample) => (sample.worst && of(sample.worst)) ?? []);
      return better === 'high'
        ? Math.min(...worst) <= low + (high - low) / 4
        : Math.max(...worst) >= high - (high - low) / 4;
    },
  },
  {
    says: 'its name is no word in one piece, or its meaning begins with a capital or ends with a full stop',
    holds: ({ metric: { name, meaning } }) => /^[a-z][A-Za-z0-9]*$/.test(name) && /^[a-zà-ÿ].*[^.\s]$/s.test(meaning),
  },
];

const random = randomFrom('conformance', 'metrics');
const NUMBERS = [1, 2].map((width) => sampleOfNumbers(width, random));
const CLASSES = [1, 2, 3].map((width) => sampleOfClasses(width, random));

/** What is wrong with a metric of numbers. */
export function numberMetricFaults(metric: Metric<Judged>): readonly string[] {
  return faultsOf(`the metric ${metric.name}`, CLAIMS, { metric, samples: NUMBERS, of: metric.of });
}

/** What is wrong with a metric of classes. */
export function classMetricFaults(metric: Metric<ReturnType<typeof classify>>): readonly string[] {
  const measured = { metric, samples: CLASSES, of: (given: Judged) => metric.of(classify(given)) };
  return faultsOf(`the metric ${metric.name}`, CLAIMS, measured);
}
