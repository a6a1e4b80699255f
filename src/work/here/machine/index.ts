/** @file What this machine has for trials: cores, memory, devices, time. */
export { type DeviceShares, NO_DEVICES, shareDevices } from './device-shares.js';
export { type FoundGpus, findGpus, type Variables } from './gpus.js';
export { findLimits, type MachineLimits } from './machine-limits.js';
