/** @file Every optimizer a configuration can name. */
import { adadelta } from './adadelta.js';
import { adagrad } from './adagrad.js';
import { adam, adamw } from './adam.js';
import { nadam } from './nadam.js';
import type { OptimizerKind } from './optimizer.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';

export type { Optimizer, OptimizerKind } from './optimizer.js';

export const OPTIMIZER_KINDS: readonly OptimizerKind[] = [adamw, adam, nadam, rmsprop, sgd, adadelta, adagrad];
