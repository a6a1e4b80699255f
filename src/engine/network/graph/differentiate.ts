/** @file Reverse-mode differentiation: the gradients of a scalar, as further tensors of the same graph. */

import { groupBy } from '../../../core/index.js';
import { fill } from './operations/constant.js';
import { sumAxes } from './operations/shape.js';
import { sortTopologically, type Tensor } from './tensor.js';

/** The gradient of `loss` (a scalar) with respect to each of `variables`, of their shapes; zero where none flows. */
export function differentiate(loss: Tensor, variables: readonly Tensor[]): Tensor[] {
  const order = sortTopologically([loss]);
  const relevant = new Set(variables);
  for (const tensor of order) if (tensor.inputs.some((input) => relevant.has(input))) relevant.add(tensor);

  const contributions = new Map<Tensor, Tensor[]>([[loss, [fill(loss.graph, 1, loss.shape)]]]);
  for (const tensor of order.toReversed()) {
    const upstream = contributions.get(tensor);
    if (upstream === undefined || variables.includes(tensor)) continue;
    const gradients = tensor.operation.differentiate?.(tensor, addUp(upstream)) ?? [];
    for (const [position, gradient] of gradients.entries()) {
      const input = tensor.inputs[position];
      if (gradient === undefined || input === undefined || !relevant.has(input)) continue;
      contributions.set(input, [...(contributions.get(input) ?? []), gradient]);
    }
  }
  return variables.map((variable) => {
    const gradient = contributions.get(variable);
    return gradient === undefined ? fill(variable.graph, 0, variable.shape) : addUp(gradient);
  });
}

/** The sum of gradients of one tensor; those made by one operation are first added up in its own way. */
function addUp(terms: readonly Tensor[]): Tensor {
  const groups = groupBy(terms, ({ operation, id }) => operation.addUp?.key ?? `term ${id}`);
  return sumAxes(
    [...groups.values()].map((group) => {
      const [first] = group as [Tensor];
      return group.length > 1 && first.operation.addUp ? first.operation.addUp.sum(group) : sumAxes(group);
    }),
  );
}
