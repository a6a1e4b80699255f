/**
 * @file How a training graph holds parameters. Each operator costs about half a microsecond however little it does, and each copy
 * of a value a tenth of a nanosecond or more: so tensors of few values are joined in one flat vector, which an optimizer updates
 * with the fewest operators, and a tensor of many values is a vector of its own, which no step copies. What does not fit the
 * processor's cache is updated in chunks that do. docs/measurements.md has the times that the sizes are chosen by.
 */
import { concatenate, reshape, slice } from './graph/operations/shape.js';
import { type Shape, sizeOf, type Tensor } from './graph/tensor.js';

/** Parameters that are one state of a training graph, and one vector to the optimizer. */
export interface ParameterGroup {
  /** The places of its tensors among the network's parameters. */
  readonly members: readonly number[];
  /** [values] where tensors are joined; of one alone a row, [1, values], or [chunks, 1, values of a chunk]. */
  readonly shape: Shape;
}

/** Sizes in values, which decide how parameters are held. */
interface GroupSizes {
  /** A tensor of as many is held by itself. */
  readonly alone: number;
  /** A tensor of as many is updated in chunks ... */
  readonly chunked: number;
  /** ... of at most so many, and at least a quarter of that. */
  readonly chunk: number;
}

const SIZES: GroupSizes = { alone: 32_768, chunked: 524_288, chunk: 262_144 };

type Shaped = readonly { readonly shape: Shape }[];

/** First the joined tensors, if there are any, then each of the others, both in the order of `parameters`. */
export function groupParameters(parameters: Shaped, sizes = SIZES): readonly ParameterGroup[] {
  const sizeAt = (place: number): number => sizeOf((parameters[place] as Shaped[number]).shape);
  const places = [...parameters.keys()];
  const joined = places.filter((place) => sizeAt(place) < sizes.alone);
  const alone = places.filter((place) => sizeAt(place) >= sizes.alone);
  const total = joined.reduce((sum, place) => sum + sizeAt(place), 0);
  return [
    ...(total > 0 ? [{ members: joined, shape: [total] }] : []),
    ...alone.map((place) => ({ members: [place], shape: chunksOf(sizeAt(place), sizes) })),
  ];
}

/** Equal chunks, as large as may be; one row where there are none of a fitting size. */
function chunksOf(size: number, { chunked, chunk }: GroupSizes): Shape {
  if (size < chunked) return [1, size];
  for (let count = Math.ceil(size / chunk); count * chunk <= 4 * size; count++) {
    if (size % count === 0) return [count, 1, size / count];
  }
  return [1, size];
}

/** The parameters, each of its own shape, from the groups' values. */
export function separateGroups(
  groups: readonly ParameterGroup[],
  parameters: Shaped,
  values: readonly Tensor[],
): readonly Tensor[] {
  const tensors = Array<Tensor>(parameters.length);
  for (const [index, { members }] of groups.entries()) {
    const group = values[index] as Tensor;
    let end = 0;
    for (const place of members) {
      const { shape } = parameters[place] as Shaped[number];
      const start = end;
      end += sizeOf(shape);
      tensors[place] = reshape(members.length === 1 ? group : slice(group, 0, start, end), shape);
    }
  }
  return tensors;
}

/** What {@link separateGroups} takes apart. */
export function joinGroups(groups: readonly ParameterGroup[], tensors: readonly Tensor[]): readonly Tensor[] {
  return groups.map(({ members, shape }) => {
    const flat = members.map((place) => {
      const tensor = tensors[place] as Tensor;
      return reshape(tensor, [sizeOf(tensor.shape)]);
    });
    return reshape(concatenate(flat, 0), shape);
  });
}

/** The groups' values from those of all parameters in a row. */
export function splitValues(
  groups: readonly ParameterGroup[],
  parameters: Shaped,
  values: Float32Array,
): readonly Float32Array[] {
  const parts = partsOf(parameters, values);
  return groups.map(({ members, shape }) => {
    const group = new Float32Array(sizeOf(shape));
    let next = 0;
    for (const place of members) {
      const part = parts[place] as Float32Array;
      group.set(part, next);
      next += part.length;
    }
    return group;
  });
}

/** What {@link splitValues} takes apart. */
export function joinValues(
  groups: readonly ParameterGroup[],
  parameters: Shaped,
  values: readonly Float32Array[],
): Float32Array {
  const joined = new Float32Array(values.reduce((total, { length }) => total + length, 0));
  const parts = partsOf(parameters, joined);
  for (const [index, { members }] of groups.entries()) {
    let next = 0;
    for (const place of members) {
      const part = parts[place] as Float32Array;
      part.set((values[index] as Float32Array).subarray(next, next + part.length));
      next += part.length;
    }
  }
  return joined;
}

/** Each parameter's part of the values of all in a row. */
function partsOf(parameters: Shaped, values: Float32Array): readonly Float32Array[] {
  let end = 0;
  return parameters.map(({ shape }) => {
    const start = end;
    end += sizeOf(shape);
    return values.subarray(start, end);
  });
}
