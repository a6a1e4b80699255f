/** @file Every layer and loss that is listed is what it must be, and false ones are seen by their names. */
import { expect, it } from 'vitest';
import { LAYER_KINDS } from '../../src/engine/network/layers/index.js';
import type { LayerKind } from '../../src/engine/network/layers/layer.js';
import { LOSS_KINDS, type LossKind } from '../../src/engine/network/losses/index.js';
import type { OnnxGraph } from '../../src/engine/network/onnx/onnx-graph.js';
import { listFaults } from './list-suite.js';
import { layerFaults, lossFaults } from './network-suite.js';

it.each(LAYER_KINDS)(
  'the layer $kind does in the exported model what it did in training, by the right gradient',
  async (kind) => expect(await layerFaults(kind)).toEqual([]),
);

it.each(LOSS_KINDS)('the loss $name has the gradient, the measure and the best constant that it says', async (kind) =>
  expect(await lossFaults(kind)).toEqual([]),
);

it('no two have a name alike', () => {
  const layers = LAYER_KINDS.map(({ kind }) => kind);
  const losses = LOSS_KINDS.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  expect([...listFaults('layer', layers), ...listFaults('loss', losses)]).toEqual([]);
});

/** What `ask` says while the kind builds something else than it should. */
async function whileFalse<Kind extends { build(...given: never[]): object }>(
  kind: Kind,
  change: (built: ReturnType<Kind['build']>) => object,
  ask: (kind: Kind) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const { build } = kind;
  const wrong = (...given: never[]) => {
    const built = build(...given) as ReturnType<Kind['build']>;
    return { ...built, ...change(built) };
  };
  Object.assign(kind, { build: wrong });
  try {
    return await ask(kind);
  } finally {
    Object.assign(kind, { build });
  }
}

const layerOf = (name: string) => LAYER_KINDS.find(({ kind }) => kind === name) as LayerKind;
const lossOf = (kindName: string) => LOSS_KINDS.find(({ name }) => name === kindName) as LossKind;

it('a layer is seen that drops its factor in the exported model, has another shape, or fits nowhere', async () => {
  const identity = () => ({ infer: (onnx: OnnxGraph, input: string) => onnx.node('Identity', [input]) });
  expect(await whileFalse(layerOf('rmsNorm'), identity, layerFaults)).toContainEqual(
    expect.stringMatching(/^the layer rmsNorm on a vector: the exported model has the loss/),
  );
  const stretched = ({ outputShape }: { outputShape: readonly number[] }) => ({ outputShape: [...outputShape, 2] });
  expect(await whileFalse(layerOf('flatten'), stretched, layerFaults)).not.toEqual([]);
  expect(await layerFaults(layerOf('dense'), { unknown: 1 })).toEqual([
    expect.stringMatching(/^the layer dense fits nowhere/),
  ]);
});

it('a loss is seen whose measure or best constant is another', async () => {
  const faults = (change: object) => whileFalse(lossOf('mse'), () => change, lossFaults);
  expect(await faults({})).toEqual([]);
  expect(await faults({ unitOf: () => 1 })).toEqual([expect.stringMatching(/^the loss mse: the exported model/)]);
  expect(await faults({ bestConstant: 0.5 })).toEqual([
    expect.stringMatching(/^the loss mse: the constant .* is better/),
  ]);
});
