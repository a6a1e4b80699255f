/** @file Refuses a Node that is too old, as soon as the package is imported: later it would fail somewhere, without a word. */
import { runError } from '../core/index.js';
import { nodeRefusal } from './node-floor.js';

const refusal = nodeRefusal(process.versions.node);
if (refusal !== '')
  throw runError`node-too-old: ${refusal}
    Fix: Install a newer Node.js.`;
