/** @file Every kind of layer a configuration can name. */
import { activation } from './activation.js';
import { batchNorm } from './batch-normalisation.js';
import { conv } from './conv.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { flatten } from './flatten.js';
import type { LayerKind } from './layer.js';
import { averagePool, maxPool } from './pooling.js';

export const LAYER_KINDS: readonly LayerKind[] = [
  conv,
  maxPool,
  averagePool,
  batchNorm,
  dropout,
  activation,
  flatten,
  dense,
];
