/** @file Every kind of layer a configuration can name. */
import { conv } from './conv.js';
import { dense } from './dense.js';
import { flatten } from './flatten.js';
import type { LayerKind } from './layer.js';
import { maxPool } from './max-pool.js';

export const LAYER_KINDS: readonly LayerKind[] = [conv, maxPool, flatten, dense];
