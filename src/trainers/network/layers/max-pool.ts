/** @file Max pooling. Where cells of a window are equal the gradient goes to the first, row by row. */
import { extent, settings, shorthand } from '../fields.js';
import { maximum } from '../graph/operations/comparison.js';
import { gatherRows } from '../graph/operations/indexing.js';
import type { Tensor } from '../graph/tensor.js';
import { activatedMap, allPositions, computedMap, type FeatureMap } from './features.js';
import { expectMap, refuseEmpty } from './fit.js';
import { parseExtent, placeWindows } from './geometry.js';
import type { LayerKind } from './layer.js';

const schema = shorthand(
  'size',
  settings({ size: extent, stride: extent.optional() }).transform(({ size, stride = size }) => ({ size, stride })),
);

export const maxPool: LayerKind = {
  kind: 'maxPool',
  schema,
  build: (json, name, inputShape) => {
    const { size, stride } = schema.parse(json);
    const [height, width, channels] = expectMap(inputShape);
    const window = parseExtent(size);
    const strides = parseExtent(stride);
    const windows = placeWindows([height, width], window, strides, 'valid');
    refuseEmpty(windows.extent, `a window of ${window.join('x')}`, inputShape);
    return {
      name,
      kind: 'maxPool',
      outputShape: [...windows.extent, channels],
      parameters: [],
      train: (features) => {
        const map = features as FeatureMap;
        const pool = (source: FeatureMap): FeatureMap =>
          computedMap(windows.extent, channels, map.batch, (positions) => {
            const cells = Array.from({ length: windows.size }, (_, cell) =>
              positions.map((position) => windows.taps[position * windows.size + cell] as number),
            );
            // Windows that share no position ask for each cell's positions on their own; else all are computed once.
            const overlap = new Set(windows.taps).size < windows.taps.length;
            const all = overlap ? source.at(allPositions(source.extent)) : undefined;
            return maximumOf(cells.map((cell) => (all ? gatherRows(all, cell) : source.at(cell))));
          });
        const { activated } = map;
        return activated ? activatedMap(pool(activated.before), true, activated.apply) : pool(map);
      },
      exportParameters: () => [],
      infer: (onnx, input) => onnx.node('MaxPool', [input], { kernel_shape: window, strides }),
    };
  },
};

/** Pairs neighbours, then pairs of them, ...: of equal cells the first wins, as in a scan from the first to the last. */
function maximumOf(cells: readonly Tensor[]): Tensor {
  if (cells.length === 1) return cells[0] as Tensor;
  const half = 2 ** Math.floor(Math.log2(cells.length - 1));
  return maximum(maximumOf(cells.slice(0, half)), maximumOf(cells.slice(half)));
}
