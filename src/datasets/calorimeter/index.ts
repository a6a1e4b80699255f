/** @file The calorimeter as a source of data. */
export { generateCalorimeter } from './calorimeter.js';
export { calorimeterSpecSchema } from './calorimeter-spec.js';
