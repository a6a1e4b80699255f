/** @file Every optimizer a configuration can name. */
import type { Kind } from '../kinds.js';
import { adadelta } from './adadelta.js';
import { adagrad } from './adagrad.js';
import { adam, adamw } from './adam.js';
import { nadam } from './nadam.js';
import type { Optimizer } from './optimizer.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';

export type { Optimizer, OptimizerGraph } from './optimizer.js';

export const OPTIMIZER_KINDS: readonly Kind<Optimizer>[] = [adamw, adam, nadam, rmsprop, sgd, adadelta, adagrad];
