/** @file What the studies share beside their plans: the port of a kind, and what a question is told. */
export * from './study-kind.js';
export * from './told-options.js';
