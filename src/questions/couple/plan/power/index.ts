/** @file What a design is likely to tell. */
export { type CouplePower, designPower, powerDesign, powerText } from './design-power.js';
