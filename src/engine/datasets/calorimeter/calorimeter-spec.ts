/** @file The settings of the calorimeter in an experiment: a preset, the targets, and settings that override the preset. */
import { z } from 'zod';
import { generatedSizesSchema } from '../generated.js';

const SPECTRA = ['A', 'B'] as const;

export type SpectrumName = (typeof SPECTRA)[number];

/** The detector as a preset has it, or as the experiment overrides it. */
export interface Detector {
  /** Side of a cell in Moliere radii. */
  readonly cellSize: number;
  /** a of sigma(E) / E = a / sqrt(E) + constant, in sqrt(GeV): a shower of E GeV is counted by E / a^2 particles. */
  readonly samplingTerm: number;
  /** Relative spread of the whole cluster, the same at all energies. */
  readonly constantTerm: number;
  /** Standard deviation of the electronic noise of a cell, GeV. */
  readonly noise: number;
  /** Mean number of background particles in the map. */
  readonly background: number;
  /** Mean energy of a background particle, GeV. */
  readonly backgroundEnergy: number;
  /** Whether photons arrive at angles to the normal. */
  readonly angles: boolean;
  /** Depth of the plane that positions refer to, in radiation lengths from the front. */
  readonly plane: number;
  /** Side of the square around the middle of the map in which photons cross that plane, in cells. */
  readonly impact: number;
}

const SHARED = {
  samplingTerm: 0.07,
  constantTerm: 0.01,
  noise: 0.003,
  background: 4,
  backgroundEnergy: 0.03,
  plane: 10,
  impact: 1,
};

/**
 * Cell sizes are chosen for the largest deposits: about 14 GeV in A and 50 GeV in B, from photons of at most 100 GeV.
 */
const PRESETS: Readonly<Record<SpectrumName, Detector>> = {
  A: { ...SHARED, cellSize: 0.12, angles: false },
  B: { ...SHARED, cellSize: 0.35, angles: true },
};

const TARGETS = ['energy', 'x', 'y'] as const;

type TargetName = (typeof TARGETS)[number];

const target = z.union([
  z.literal('position').transform((): TargetName[] => ['x', 'y']),
  z.enum(TARGETS).transform((name): TargetName[] => [name]),
  z.array(z.enum(TARGETS)).min(1),
]);

const nonNegative = (most: number) => z.number().min(0).max(most).optional();

export const calorimeterSpecSchema = z
  .strictObject({
    source: z.literal('calorimeter'),
    spectrum: z
      .enum(SPECTRA)
      .default('B')
      .describe(
        'Preset of energies, angles and detector. A: uniform from 1 to 100 GeV, no angle, fine cells. B: falling with a peak at 9 GeV, angles, coarse cells.',
      ),
    target: target
      .default(['energy'])
      .describe('The target: `energy` (GeV), `x`, `y` (cells from the middle), `position` (x and y), or a list.'),
    cellSize: z.number().min(0.01).max(10).optional().describe('Side of a cell in Moliere radii (A 0.12, B 0.35).'),
    samplingTerm: z
      .number()
      .min(0.005)
      .max(2)
      .optional()
      .describe('a of the sampling fluctuation a / sqrt(E), in sqrt(GeV) (0.07).'),
    constantTerm: nonNegative(1).describe('Relative spread of the response, the same at all energies (0.01).'),
    noise: nonNegative(10).describe('Standard deviation of the noise of a cell, in GeV (0.003).'),
    background: nonNegative(1000).describe('Mean number of background particles in the map (4).'),
    backgroundEnergy: nonNegative(10).describe('Their mean energy, in GeV (0.03).'),
    angles: z.boolean().optional().describe('Whether photons arrive at angles to the normal (A false, B true).'),
    plane: nonNegative(40).describe(
      'Depth of the plane that positions refer to, in radiation lengths (10, the mean depth of showers).',
    ),
    impact: nonNegative(15).describe(
      'Side of the square around the middle in which photons cross that plane, in cells (1: the central cell).',
    ),
    normalise: z
      .boolean()
      .default(false)
      .describe(
        'Deposits as shares of their sum, so that showers of all energies look alike; the sum, in GeV, becomes the feature `total`.',
      ),
    barycentre: z
      .number()
      .min(0.001)
      .max(1000)
      .optional()
      .describe(
        'Gives the barycentre of the deposits as features `bx` and `by`, in so many units a cell (10: in tenths of a cell).',
      ),
    split: generatedSizesSchema({ pool: 40_000, selection: 5000, final: 5000 }),
  })
  .describe(
    'Simulated photon clusters in an electromagnetic calorimeter, 15 x 15 cells in GeV. A stand-in after a published parametrisation, not a detailed simulation. Needs no files.',
  );

export type CalorimeterSpec = z.output<typeof calorimeterSpecSchema>;

/** The preset with the experiment's overrides. */
export function detectorOf(spec: CalorimeterSpec): Detector {
  const preset = PRESETS[spec.spectrum];
  const names = Object.keys(preset) as (keyof Detector)[];
  return Object.fromEntries(names.map((name) => [name, spec[name] ?? preset[name]])) as Partial<Detector> as Detector;
}
