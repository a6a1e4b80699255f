/** @file Convolution over a map or a sequence (cross-correlation, as the field has it), with an activation after it. */
import { activationNamed } from '../activations.js';
import { settings, wholeField } from '../fields.js';
import { add } from '../graph/operations/arithmetic.js';
import { gatherRows } from '../graph/operations/indexing.js';
import { reshape } from '../graph/operations/shape.js';
import { activatedMap, computedMap, type FeatureMap } from './features.js';
import { exportFilters, FILTER_SETTINGS, inferFilters } from './filters.js';
import { byRole, weightSpecs } from './fit.js';
import { layerKind } from './layer.js';
import { convolveTiles, planTiles, tilePlaces } from './tiles.js';
import { moveWindow } from './window.js';

const schema = settings({
  filters: wholeField(1).describe('Channels that come out.'),
  ...FILTER_SETTINGS,
}).describe('Convolution over a map [height, width, channels], or over a sequence [length, channels].');

export const conv = layerKind({
  kind: 'conv',
  schema,
  build: ({ filters, kernel, stride, padding, bias, activation: activationName }, name, inputShape) => {
    const moving = moveWindow(inputShape, 'kernel', { size: kernel, stride, padding });
    const { windows, channels, exported } = moving;
    const outputShape = moving.outputShape(filters);
    const activation = activationNamed(activationName);
    const { size, taps } = windows;
    const weightShape = [size * channels, filters] as const;
    const fans = { fanIn: size * channels, fanOut: size * filters };
    const own = { channels, bias, activation, outputShape, exported };
    return {
      outputShape,
      parameters: weightSpecs(name, weightShape, fans, own),
      train: (features, values) => {
        const [weight, offset, slopes] = byRole(values, bias);
        const map = features as FeatureMap;
        const tiling = planTiles(windows.extent, moving.size, moving.strides, channels, filters);
        const convolved = computedMap(windows.extent, filters, map.batch, (positions) => {
          if (tiling !== undefined && !map.isInput) {
            const whole = convolveTiles(map, tiling, windows, weight);
            const chosen = gatherRows(whole, tilePlaces(tiling, windows.extent, positions));
            return offset === undefined ? chosen : add(chosen, offset);
          }
          const chosen = new Int32Array(positions.length * size);
          positions.forEach((position, row) => {
            chosen.set(taps.subarray(position * size, (position + 1) * size), row * size);
          });
          const rows = map.convolve(chosen, size, weight, offset);
          return reshape(rows, [positions.length, map.batch, filters]);
        });
        return activatedMap(convolved, activation.nondecreasing, (x) => activation.train(x, slopes));
      },
      exportParameters: (values) => exportFilters(values, own),
      infer: (onnx, input, { tensors }) => inferFilters(onnx, input, tensors, own),
    };
  },
});
