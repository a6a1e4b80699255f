/** @file Metrics of the classes that examples are given: accuracy, precision, recall, F1; over the classes plain or weighted. */
import { oncePerObject } from '../ground/collections.js';
import type { Classified } from './classified.js';
import type { Metric } from './metric.js';

/** Weights of the examples of each class that are truly of it, are given it, and both; and whether there is any. */
interface ClassCount {
  truly: number;
  given: number;
  both: number;
  isTrue: boolean;
  isThere: boolean;
}

const precision = ({ both, given }: ClassCount) => share(both, given);
const recall = ({ both, truly }: ClassCount) => share(both, truly);
const f1 = ({ both, given, truly }: ClassCount) => share(2 * both, given + truly);

/** Of the second of two classes. */
const ofSecond = (of: (count: ClassCount) => number) => (classified: Classified) => {
  const counts = countClasses(classified);
  return counts.length === 2 ? of(counts[1] as ClassCount) : undefined;
};

/** Plain mean over classes. */
const macro =
  (of: (count: ClassCount) => number, isMeant: (count: ClassCount) => boolean = ({ isThere }) => isThere) =>
  (classified: Classified) => {
    const meant = countClasses(classified).filter(isMeant);
    return meant.reduce((sum, count) => sum + of(count), 0) / meant.length;
  };

const share01 = { better: 'high', range: [0, 1] } as const;

/** What would divide by 0 is 0, as scikit-learn has it. */
export const CONFUSION_METRICS: readonly Metric<Classified>[] = [
  {
    ...share01,
    name: 'accuracy',
    meaning: 'share of examples whose chosen class is right',
    of: (classified) => countClasses(classified).reduce((sum, { both }) => sum + both, 0) / classified.totalWeight,
  },
  {
    ...share01,
    name: 'balancedAccuracy',
    meaning: 'mean recall of the classes that occur',
    of: macro(recall, ({ isTrue }) => isTrue),
  },
  {
    ...share01,
    name: 'precision',
    meaning: 'of the second of two classes: of those given it, how many are of it',
    of: ofSecond(precision),
  },
  {
    ...share01,
    name: 'recall',
    meaning: 'of the second of two classes: of those of it, how many are given it',
    of: ofSecond(recall),
  },
  { ...share01, name: 'f1', meaning: 'harmonic mean of these two', of: ofSecond(f1) },
  {
    ...share01,
    name: 'precisionMacro',
    meaning: 'plain mean over the classes that occur, true or predicted; 0 where it would divide by 0',
    of: macro(precision),
  },
  { ...share01, name: 'recallMacro', meaning: 'likewise', of: macro(recall) },
  { ...share01, name: 'f1Macro', meaning: 'likewise', of: macro(f1) },
  {
    ...share01,
    name: 'f1Weighted',
    meaning: 'mean over the classes, weighted by how often each truly occurs',
    of: (classified) => {
      const there = countClasses(classified).filter(({ isThere }) => isThere);
      return there.reduce((sum, count) => sum + f1(count) * count.truly, 0) / classified.totalWeight;
    },
  },
];

/** Counted once for all metrics. */
const countClasses = oncePerObject(({ count, classes, labels, chosen, weights }: Classified) => {
  const counts = Array.from({ length: classes }, (): ClassCount => {
    return { truly: 0, given: 0, both: 0, isTrue: false, isThere: false };
  });
  for (let example = 0; example < count; example++) {
    const weight = weights[example] as number;
    const truly = counts[labels[example] as number] as ClassCount;
    const given = counts[chosen[example] as number] as ClassCount;
    truly.truly += weight;
    given.given += weight;
    truly.isTrue = true;
    truly.isThere = true;
    given.isThere = true;
    if (truly === given) truly.both += weight;
  }
  return counts;
}, Number.POSITIVE_INFINITY);

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
