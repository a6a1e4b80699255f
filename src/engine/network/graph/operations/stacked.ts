/** @file What stacked forms of operations have in common: operands that meet, and elements that are rounded as they are alone. */
import type { StackedInput, Tensor } from '../tensor.js';
import { reshape } from './shape.js';

/** Operands of `rank` axes at most, so that those of one member meet as they do alone. */
export function alignStacked(inputs: readonly StackedInput[], rank: number): Tensor[] {
  return inputs.map(({ tensor, isStacked }) => {
    if (!isStacked) return tensor;
    const [count, ...shape] = tensor.shape as [number, ...number[]];
    return reshape(tensor, [count, ...Array<number>(rank - shape.length).fill(1), ...shape]);
  });
}

/**
 * Functions that are approximated several elements at a time round the last few of a tensor in another way: tensors of this many
 * elements, or a multiple, have no last few.
 */
const WHOLE_RUN = 16;

/** Whether every member's elements stand in runs as they do alone. */
export function hasWholeRuns(elements: number): boolean {
  return elements % WHOLE_RUN === 0;
}
