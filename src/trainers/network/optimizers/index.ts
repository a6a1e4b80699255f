/** @file Every optimizer a configuration can name. */
import { adamw } from './adamw.js';
import type { OptimizerKind } from './optimizer.js';
import { sgd } from './sgd.js';

export type { Optimizer } from './optimizer.js';

export const OPTIMIZER_KINDS: readonly OptimizerKind[] = [adamw, sgd];
