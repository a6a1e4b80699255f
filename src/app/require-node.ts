/** @file Refuses a Node that is too old, as soon as the package is imported: later it would fail somewhere, without a word. */
import { RunError } from '../core/index.js';
import { nodeRefusal } from './node-floor.js';

const refusal = nodeRefusal(process.versions.node);
if (refusal !== '') throw new RunError({ code: 'node-too-old', what: refusal, fix: 'Install a newer Node.js.' });
