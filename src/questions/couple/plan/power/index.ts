/** @file What a design is likely to tell. */
export { type CouplePower, designPower, powerText } from './design-power.js';
