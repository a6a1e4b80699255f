/** @file Draws the energies and angles of photons for the two presets, and holds the presets' detector settings. */
import type { Random } from '../../core/index.js';

export const SPECTRA = ['A', 'B'] as const;

export type SpectrumName = (typeof SPECTRA)[number];

/** Energies in GeV that both spectra keep within. */
const LOWEST = 1;
const HIGHEST = 100;

/** A: uniform from 1 to 100 GeV. B: log-normal with its mode at 9 GeV and spread 0.8 in ln E, cut at 1 and 100 GeV. */
export function drawEnergy(spectrum: SpectrumName, random: Random): number {
  if (spectrum === 'A') return LOWEST + (HIGHEST - LOWEST) * random.uniform();
  const spread = 0.8;
  const middle = Math.log(9) + spread * spread;
  for (;;) {
    const energy = Math.exp(middle + spread * random.normal());
    if (energy >= LOWEST && energy <= HIGHEST) return energy;
  }
}

const FLAT = 0.045;
const LARGEST = 0.31;
const FALL = 0.07;

/**
 * An angle to the normal in radians, along one axis: density flat within 0.045, beyond it falling exponentially (by e in
 * 0.07) and cut at 0.31.
 */
export function drawAngle(random: Random): number {
  const tail = FALL * (1 - Math.exp(-(LARGEST - FLAT) / FALL));
  const place = (FLAT + tail) * (2 * random.uniform() - 1);
  const size = Math.abs(place);
  if (size <= FLAT) return place;
  return Math.sign(place) * (FLAT - FALL * Math.log(1 - (size - FLAT) / FALL));
}
