/** @file What this machine has for trials: cores, memory, devices, time. */
export * from './gpus.js';
export { findLimits, type MachineLimits } from './machine-limits.js';
