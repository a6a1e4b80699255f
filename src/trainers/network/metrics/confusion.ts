/** @file Metrics of the classes that examples are given: accuracy, precision, recall, F1; over the classes plain or weighted. */
import type { Classified } from './classified.js';

/** Weights of the examples of each class that are truly of it, are given it, and both; and whether there is any. */
interface ClassCount {
  truly: number;
  given: number;
  both: number;
  isTrue: boolean;
  isThere: boolean;
}

/**
 * `precision`, `recall` and `f1` of the second of two classes; `...Macro` are plain means over the classes that occur,
 * `f1Weighted` is weighted by how often each does, and `balancedAccuracy` is the mean recall of classes that truly occur. What would divide
 * by 0 is 0, as scikit-learn has it.
 */
export function confusionMetrics(classified: Classified): Readonly<Record<string, number>> {
  const counts = countClasses(classified);
  const there = counts.filter(({ isThere }) => isThere);
  const precision = ({ both, given }: ClassCount) => share(both, given);
  const recall = ({ both, truly }: ClassCount) => share(both, truly);
  const f1 = ({ both, given, truly }: ClassCount) => share(2 * both, given + truly);
  const macro = (of: (count: ClassCount) => number, over: readonly ClassCount[] = there) => {
    return over.reduce((sum, count) => sum + of(count), 0) / over.length;
  };
  const { totalWeight } = classified;
  const second = counts.length === 2 ? counts[1] : undefined;
  return {
    accuracy: counts.reduce((sum, { both }) => sum + both, 0) / totalWeight,
    balancedAccuracy: macro(
      recall,
      counts.filter(({ isTrue }) => isTrue),
    ),
    ...(second === undefined ? {} : { precision: precision(second), recall: recall(second), f1: f1(second) }),
    precisionMacro: macro(precision),
    recallMacro: macro(recall),
    f1Macro: macro(f1),
    f1Weighted: there.reduce((sum, count) => sum + f1(count) * count.truly, 0) / totalWeight,
  };
}

function countClasses({ count, classes, labels, chosen, weights }: Classified): readonly ClassCount[] {
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
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
