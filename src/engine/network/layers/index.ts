/** @file Every kind of layer a configuration can name. */
import { activation } from './activation.js';
import { addOver } from './add.js';
import { attention } from './attention.js';
import { batchNorm } from './batch-normalisation.js';
import { conv } from './conv.js';
import { dense } from './dense.js';
import { depthwiseConv } from './depthwise-conv.js';
import { dropout } from './dropout.js';
import { flatten } from './flatten.js';
import { globalAveragePool } from './global-pooling.js';
import type { LayerKind } from './layer.js';
import { averagePool, maxPool } from './pooling.js';
import { positions } from './positions.js';
import { sequence } from './sequence.js';
import { sequencePool } from './sequence-pool.js';
import { tokenEmbedding } from './token-embedding.js';
import { layerNorm, rmsNorm } from './vector-norms.js';

export const LAYER_KINDS: readonly LayerKind[] = [
  conv,
  maxPool,
  averagePool,
  globalAveragePool,
  batchNorm,
  layerNorm,
  rmsNorm,
  dropout,
  activation,
  flatten,
  addOver(() => LAYER_KINDS),
  dense,
  depthwiseConv,
  sequence,
  tokenEmbedding,
  positions,
  attention,
  sequencePool,
];
