/** @file Names of the field beside this trainer's own: each leads to what there is, or to a trainer of one's own. */
import { describe, expect, test } from 'vitest';
import { InputError, type JsonObject } from '../../core/index.js';
import { parseConfiguration } from './configuration.js';

const layers = [{ dense: { units: 2 } }];

function fixOf(configuration: JsonObject): string {
  try {
    parseConfiguration(configuration);
  } catch (error) {
    if (error instanceof InputError) return error.fix;
  }
  throw new Error(`allowed: ${JSON.stringify(configuration)}`);
}

describe('what other trainers have takes a trainer of one own', () => {
  test.each<JsonObject>([
    ...[
      'groupNorm',
      'cross_attention',
      'transformer_decoder',
      'lstm',
      'GRU',
      'BiLSTM',
      'Conv2DTranspose',
      'globalMaxPool',
      'droppath',
    ].flatMap((name) => [{ layers: [{ [name]: {} }] }, { layers: [{ add: { layers: [{ [name]: {} }] } }] }]),
    { layers: [{ conv: { filters: 2, dilation: 2 } }] },
    { layers: [{ add: { layers: [{ conv: { filters: 2, groups: 2 } }] } }] },
    { layers: [{ add: { layers: [{ flatten: {} }], projection: [{ upsample: 2 }] } }] },
    { layers, augment: { rotation: 10 } },
    { layers: ['lstm'] },
    { layers, optimizer: 'lion' },
    { layers, optimizer: { name: 'L-BFGS' } },
    { layers: [{ dense: { units: 2, activation: 'mish' } }] },
    { layers: [{ activation: 'softmax' }] },
    { layers, loss: 'focal' },
    { layers, schedule: { name: 'reduce_on_plateau' } },
    { layers, initialization: 'truncated_normal' },
  ])('%j', (configuration) => {
    expect(fixOf(configuration)).toMatch(
      /^`.*` is not supported by the built-in trainer\. .*bring your own trainer.*trainer-protocol\.md/,
    );
  });
});

describe('another name, or a slip, leads to the name here', () => {
  test.each<readonly [JsonObject, string]>([
    [{ layers: [{ convv: {} }] }, 'conv'],
    [{ layers: [{ Conv2D: {} }] }, 'conv'],
    [{ layers: [{ Conv1d: {} }] }, 'conv'],
    [{ layers: [{ Embedding: {} }] }, 'tokenEmbedding'],
    [{ layers: [{ multi_head_attention: {} }] }, 'attention'],
    [{ layers: [{ TransformerEncoder: {} }] }, 'attention'],
    [{ layers: [{ positional_encoding: {} }] }, 'positions'],
    [{ layers: [{ attention: { num_heads: 2 } }] }, 'heads'],
    [{ layers: [{ linear: {} }] }, 'dense'],
    [{ layers: [{ batch_normalization: {} }] }, 'batchNorm'],
    [{ layers: [{ tanh: {} }] }, 'activation'],
    [{ layers: [{ dense: { units: 2, activation: 'swish' } }] }, 'silu'],
    [{ layers: [{ dense: { unit: 2 } }] }, 'units'],
    [{ layers, optimizer: 'adm' }, 'adam'],
    [{ layers, optimizer: 'momentum' }, 'sgd'],
    [{ layers, optimizer: { name: 'adam', lr: 0.1 } }, 'learningRate'],
    [{ layers, loss: 'L1' }, 'mae'],
    [{ layers, loss: 'crossentropy' }, 'cross-entropy'],
    [{ layers, schedule: 'CosineAnnealingLR' }, 'cosine'],
    [{ layers, initialization: 'he_normal' }, 'he-normal'],
    [{ layers, batch_size: 3 }, 'batchSize'],
    [{ layers: [{ residual: {} }] }, 'add'],
    [{ layers: [{ AdaptiveAvgPool2d: {} }] }, 'globalAveragePool'],
    [{ layers: [{ layer_norm: {} }] }, 'layerNorm'],
    [{ layers: [{ add: { layers: [{ add: { layers: [{ RMSNorm: {} }] } }] } }] }, 'rmsNorm'],
    [{ layers, loss: { name: 'cross-entropy', label_smoothing: 0.1 } }, 'labelSmoothing'],
    [{ layers, augmentation: { shift: 1 } }, 'augment'],
    [{ layers, augment: { crop: 4 } }, 'shift'],
  ])('%j', (configuration, name) => {
    expect(fixOf(configuration)).toBe(`Did you mean \`${name}\`?`);
  });

  test('a name that leaves open which of two is meant leads to both', () => {
    const both = 'Did you mean `kaiming-uniform` or `kaiming-normal`?';
    expect(fixOf({ layers, initialization: 'he' })).toBe(both);
    expect(fixOf({ layers: [{ dense: { units: 2, initialization: 'kaiming' } }] })).toBe(both);
  });

  test('settings at the wrong place are led to the right one, layers without settings to theirs', () => {
    expect(fixOf({ layers, learning_rate: 0.1 })).toMatch(/under `optimizer`/);
    expect(fixOf({ layers, dropout: 0.1 })).toMatch(/under `layers`/);
    expect(fixOf({ layers, label_smoothing: 0.1 })).toMatch(/under `loss`/);
    expect(fixOf({ layers: ['flatten'] })).toContain('{ flatten: {} }');
    expect(fixOf({ layers: [{ qqqq: {} }] })).toMatch(/bring your own trainer/);
  });
});
