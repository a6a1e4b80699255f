/** @file What retrainings do on slices of the examples: their loss, how much it varies between them, and how far all are off the same way. */
import { takeColumn } from '../../core/index.js';
import { rootOf, type SliceFigure, sliceFigures } from '../../stats/index.js';
import type { SliceFigures, SliceMembers, Slicing } from './prediction-record.js';
import { exampleLosses, type Retrainings } from './retrainings.js';

/** Fewer examples say nothing of a slice. */
const FEWEST = 2;

/** One for each target. Candidates with truth. */
export function sliceAll(
  members: SliceMembers,
  candidates: readonly Retrainings[],
  targets: readonly string[],
  level: number,
): readonly Slicing[] {
  const { column, names, sliceOf } = members;
  const counts = names.map((_, slice) => sliceOf.reduce((count, own) => count + (own === slice ? 1 : 0), 0));
  const [{ kind, width }] = candidates as readonly [Retrainings];
  const several = kind === 'values' && width > 1;
  return Array.from({ length: kind === 'values' ? width : 1 }, (_, output) => ({
    column,
    target: several ? (targets[output] ?? `output ${output + 1}`) : null,
    slices: names.map((name, slice) => ({ name, examples: counts[slice] as number })),
    outside: sliceOf.reduce((count, own) => count + (own < 0 ? 1 : 0), 0),
    candidates: candidates.map((candidate) => figuresOf(candidate, output, members, level)),
  }));
}

function figuresOf(
  own: Retrainings,
  output: number,
  { sliceOf, names }: SliceMembers,
  level: number,
): readonly (SliceFigures | null)[] {
  const figures = (values: readonly Float64Array[]): readonly SliceFigure[] =>
    sliceFigures(values, sliceOf, names.length, level);
  const { losses, signed } = ofExamples(own, output);
  const loss = figures(losses).map((figure) => (own.kind === 'values' ? rootOf(figure) : figure));
  const systematic = signed && figures(signed);
  return loss.map(({ examples, mean, spread }, slice) => {
    if (examples < FEWEST) return null;
    const off = systematic?.[slice];
    const varying = own.kind === 'values' ? (off?.spread ?? null) : spread;
    return { loss: mean, spread: varying, systematic: off === undefined ? null : off.mean };
  });
}

/** By training and example, for one target: squared errors, or wrong labels; and errors with their sign, where there are some. */
function ofExamples(
  own: Retrainings,
  output: number,
): { losses: readonly Float64Array[]; signed: readonly Float64Array[] | null } {
  const { kind, outputs, width, truth = [], labels } = own;
  if (kind === 'values') {
    const target = takeColumn(truth, width, output);
    const signed = outputs.map((values) =>
      takeColumn(values, width, output).map((value, place) => value - (target[place] as number)),
    );
    return { losses: signed.map((errors) => errors.map((error) => error * error)), signed };
  }
  const losses = exampleLosses(own) ?? [];
  if (kind === 'labels') return { losses, signed: null };
  // Confidence less whether it was right.
  const signed = outputs.map((values, training) =>
    Float64Array.from(losses[training] as Float64Array, (wrong, place) => {
      return (values[place * width + (labels[training]?.[place] as number)] as number) - (1 - wrong);
    }),
  );
  return { losses, signed };
}
