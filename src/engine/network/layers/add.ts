/**
 * @file A residual block (He et al. 2016, arXiv 1512.03385): what a list of layers makes of the input is added to the input, or to a
 * projection of it where shapes differ; an activation follows the sum.
 */
import { z } from 'zod';
import { activationField, activationNamed, slopeSpecs } from '../activations.js';
import { oneOf, settings } from '../fields.js';
import { add } from '../graph/operations/arithmetic.js';
import type { Tensor } from '../graph/tensor.js';
import { exportTensors, partsTogether, shareTraining, tensorsByLayer } from './chain.js';
import { conv } from './conv.js';
import { dense } from './dense.js';
import { buildEntries, builtEntry, entriesSchema, type LayerEntry } from './entries.js';
import { activatedMap, computedMap, type Features, flattenFeatures } from './features.js';
import { perChannel, shapeText } from './fit.js';
import { type Layer, type LayerKind, LayerMisfit } from './layer.js';

const PROJECTIONS = {
  auto: 'none where shapes agree; else a convolution of 1x1 with stride, of vectors a dense layer, without bias',
  none: 'the input as it is, whose shape the layers must keep',
};

/** Of layers of these kinds, itself among them. */
export function addOver(kinds: () => readonly LayerKind[]): LayerKind {
  const schema = settings({
    layers: entriesSchema(kinds)
      .min(1, { error: 'a list of one layer or more' })
      .describe('What is added to the input: layers in their order, each `{ kind: settings }`, blocks among them.'),
    projection: z
      .union([oneOf(PROJECTIONS), entriesSchema(kinds).min(1, { error: 'a list of one layer or more' })], {
        error: 'auto, none, or a list of layers',
      })
      .default('auto')
      .describe(
        'What becomes of the input before the sum: `auto` for none where shapes agree, else a 1x1 convolution with stride (of vectors a dense layer) without bias; `none`; or a list of layers.',
      ),
    activation: activationField.default('none').describe('Function after the sum.'),
  }).describe('A residual block: its input, or a projection of it, plus what its layers make of it.');

  return {
    kind: 'add',
    schema,
    graphSettings: (own) => {
      const { layers, projection, ...others } = own as z.output<typeof schema>;
      const built = (entries: readonly LayerEntry[]) => entries.map((entry) => builtEntry(kinds(), entry));
      return {
        ...others,
        layers: built(layers),
        projection: typeof projection === 'string' ? projection : built(projection),
      };
    },
    build: (own, name, inputShape) => {
      const { layers, projection, activation } = schema.parse(own);
      const body = buildEntries(kinds(), layers, `${name}.layers`, inputShape);
      const outputShape = body.at(-1)?.outputShape ?? inputShape;
      const shortcut =
        typeof projection === 'string'
          ? standardProjection(projection, `${name}.projection`, inputShape, outputShape)
          : buildEntries(kinds(), projection, `${name}.projection`, inputShape);
      const projected = shortcut.at(-1)?.outputShape ?? inputShape;
      if (String(projected) !== String(outputShape)) throw new LayerMisfit(misfit(inputShape, outputShape, projected));
      return { name, kind: 'add', ...joinBranches(body, shortcut, name, outputShape, activation) };
    },
  };
}

function misfit(input: readonly number[], output: readonly number[], projected: readonly number[]): string {
  const whole = `its layers make ${shapeText(output)} of an input of ${shapeText(input)}`;
  return String(projected) === String(input)
    ? `${whole}, to which that cannot be added; set \`projection\` to layers that make one of the other`
    : `${whole}, its projection makes ${shapeText(projected)}, and these cannot be added`;
}

/** Of the layers of `auto` or `none`: none, or the one that has the shape of the output; none as well where there is no such layer. */
function standardProjection(
  projection: keyof typeof PROJECTIONS,
  name: string,
  inputShape: readonly number[],
  outputShape: readonly number[],
): Layer[] {
  if (projection === 'none' || String(inputShape) === String(outputShape)) return [];
  const linear = { bias: false, activation: 'none' };
  const channels = outputShape.at(-1) as number;
  if (outputShape.length === 1) return [dense.build({ units: channels, ...linear }, `${name}.dense`, inputShape)];
  if (inputShape.length !== outputShape.length) return [];
  const strides = inputShape.slice(0, -1).map((size, axis) => Math.ceil(size / (outputShape[axis] as number)));
  const layer = conv.build(
    { filters: channels, kernel: 1, stride: strides.length === 1 ? strides[0] : strides.join('x'), ...linear },
    `${name}.conv`,
    inputShape,
  );
  return String(layer.outputShape) === String(outputShape) ? [layer] : [];
}

/** The block of two branches that begin at one input. */
function joinBranches(
  body: readonly Layer[],
  shortcut: readonly Layer[],
  name: string,
  outputShape: readonly number[],
  activationName: Parameters<typeof activationNamed>[0],
): Omit<Layer, 'name' | 'kind'> {
  const activation = activationNamed(activationName);
  const inner = [...body, ...shortcut];
  const whole = partsTogether(inner);
  const slopes = slopeSpecs(activation, name, outputShape.at(-1) as number);
  const [first, last] = [whole.parameters.length, whole.parameters.length + slopes.length];
  return {
    ...whole,
    inner,
    outputShape,
    parameters: [...whole.parameters, ...slopes],
    train: (features, parameters, scope) => {
      const { train, finish } = shareTraining(parameters, scope);
      const through = (layers: readonly Layer[]) => layers.reduce((values, layer) => train(layer, values), features);
      const [left, right] = [through(body), through(shortcut)];
      finish();
      const sum = sumOf(left, right);
      const activate = (x: Tensor) => activation.train(x, parameters[first]);
      if (sum.kind === 'vector') return { kind: 'vector', values: activate(sum.values) };
      return activatedMap(sum, activation.nondecreasing, activate);
    },
    exportParameters: (values) => {
      const each = tensorsByLayer(inner, values, slopes.length).map((own, place) => {
        const layer = inner[place] as Layer;
        return { exported: exportTensors(layer, own), parameters: layer.parameters.length };
      });
      const own = values.slice(first, last).map((slope) => ({ shape: perChannel(outputShape), values: slope }));
      return [
        ...each.flatMap(({ exported, parameters }) => exported.slice(0, parameters)),
        ...own,
        ...each.flatMap(({ exported, parameters }) => exported.slice(parameters)),
      ];
    },
    infer: (onnx, input, scope) => {
      const tensors = tensorsByLayer(inner, scope.tensors, slopes.length);
      const through = (layers: readonly Layer[]) =>
        layers.reduce(
          (value, layer) => layer.infer(onnx, value, { ...scope, tensors: tensors[inner.indexOf(layer)] as string[] }),
          input,
        );
      return activation.infer(onnx, onnx.node('Add', [through(body), through(shortcut)]), scope.tensors[first]);
    },
  };
}

/** Of features of one shape. */
function sumOf(left: Features, right: Features): Features {
  if (left.kind === 'vector' || right.kind === 'vector') {
    return { kind: 'vector', values: add(flattenFeatures(left), flattenFeatures(right)) };
  }
  const { extent, channels, batch } = left;
  return computedMap(extent, channels, batch, (positions) => add(left.at(positions), right.at(positions)));
}
