/**
 * @file Photon clusters in an electromagnetic calorimeter, simulated event by event: a stand-in for a detailed simulation.
 * Where formulas come from stands beside each of them; the choices that are our own are named as such.
 */
import type { Random } from '../../../core/index.js';
import { type Dataset, dataSource } from '../dataset.js';
import { generateDataset } from '../generated.js';
import {
  type CalorimeterSpec,
  calorimeterSpecSchema,
  type Detector,
  detectorOf,
  type SpectrumName,
} from './calorimeter-spec.js';
import { CellGrid, drawShower, RADIATION_LENGTH } from './shower.js';

const SIZE = 15;
const MIDDLE = (SIZE - 1) / 2;

const BARYCENTRE = ['bx', 'by'];

/** A photon converts after 9/7 of a radiation length on average (Particle Data Group, Passage of particles through matter). */
const CONVERSION_LENGTH = 9 / 7;

/** Background particles are drawn with the mean radius of a shower of a few hundred MeV and end after so many cells. */
const BACKGROUND = { radius: 0.15, reach: 2 } as const;

/**
 * One event: a photon of energy E crosses the plane at a point uniform in a square around the middle, converts, and showers along
 * its axis. Slices of the shower are displaced by the angle and integrated over the cells; the particles that are
 * counted in a cell are Poisson with E / a^2 in all, which makes a / sqrt(E); the cluster varies as a whole by the constant
 * term; background particles (Poisson in number, exponential in energy, anywhere in the map: our choice) and
 * normal noise are added. Energy beyond the map is lost. Shape [15, 15, 1], GeV; x along columns, y along rows.
 */
function generateCalorimeter(spec: CalorimeterSpec): Dataset {
  const detector = detectorOf(spec);
  const simulate = createSimulation(detector);
  return generateDataset(
    {
      name: `calorimeter ${spec.spectrum}`,
      task: 'regression',
      inputShape: [SIZE, SIZE, 1],
      targetNames: spec.target,
      positiveTargets: spec.target.every((name) => name === 'energy'),
      classes: [],
      featureNames: [...(spec.barycentre === undefined ? [] : BARYCENTRE), ...(spec.normalise ? ['total'] : [])],
    },
    spec.split,
    (random, inputs, targets, features) => {
      const truth = {
        energy: drawEnergy(spec.spectrum, random),
        x: detector.impact * (random.uniform() - 0.5),
        y: detector.impact * (random.uniform() - 0.5),
      };
      spec.target.forEach((name, index) => {
        targets[index] = truth[name];
      });
      simulate(truth, random, inputs);
      if (spec.barycentre !== undefined) features.set(barycentreOf(inputs, spec.barycentre));
      if (spec.normalise) features[features.length - 1] = toShares(inputs);
    },
  );
}

/** Along columns and rows from the middle of the map, `units` a cell; the middle where deposits sum to zero. */
function barycentreOf(deposits: Float32Array, units: number): [number, number] {
  let [total, x, y] = [0, 0, 0];
  for (const [cell, deposit] of deposits.entries()) {
    total += deposit;
    x += deposit * ((cell % SIZE) - MIDDLE);
    y += deposit * (Math.floor(cell / SIZE) - MIDDLE);
  }
  const perUnit = total === 0 ? 0 : units / total;
  return [x * perUnit, y * perUnit];
}

/** Divides deposits by their sum, which it gives; noise alone may have none above 0, and stays as it is. */
function toShares(deposits: Float32Array): number {
  const total = deposits.reduce((sum, deposit) => sum + deposit, 0);
  if (total > 0)
    deposits.forEach((deposit, cell) => {
      deposits[cell] = deposit / total;
    });
  return total;
}

interface Photon {
  readonly energy: number;
  /** Where its axis crosses the plane, in cells from the middle of the map. */
  readonly x: number;
  readonly y: number;
}

function createSimulation(detector: Detector) {
  const grid = new CellGrid(SIZE);
  const means = new Float64Array(SIZE * SIZE);
  return (photon: Photon, random: Random, deposits: Float32Array): void => {
    means.fill(0);
    addShower(means, grid, photon, detector, random);
    addBackground(means, grid, detector, random);
    const quantum = detector.samplingTerm ** 2;
    const response = 1 + detector.constantTerm * random.normal();
    for (let cell = 0; cell < means.length; cell++) {
      const counted = drawPoisson((means[cell] as number) / quantum, random);
      deposits[cell] = response * quantum * counted + detector.noise * random.normal();
    }
  };
}

/** Mean deposits of the photon's shower, in GeV. */
function addShower(means: Float64Array, grid: CellGrid, photon: Photon, detector: Detector, random: Random): void {
  const { cellSize, angles, plane } = detector;
  const perLength = RADIATION_LENGTH / cellSize;
  const slopeX = angles ? Math.tan(drawAngle(random)) * perLength : 0;
  const slopeY = angles ? Math.tan(drawAngle(random)) * perLength : 0;
  const conversion = -CONVERSION_LENGTH * Math.log(1 - random.uniform());
  for (const slice of drawShower(photon.energy, random)) {
    const beyond = conversion + slice.depth - plane;
    const x = photon.x + slopeX * beyond;
    const y = photon.y + slopeY * beyond;
    const energy = photon.energy * slice.weight;
    grid.add(means, x, y, slice.coreRadius / cellSize, energy * slice.coreShare);
    grid.add(means, x, y, slice.tailRadius / cellSize, energy * (1 - slice.coreShare));
  }
}

function addBackground(means: Float64Array, grid: CellGrid, detector: Detector, random: Random): void {
  const { background, backgroundEnergy, cellSize } = detector;
  for (let left = drawPoisson(background, random); left > 0; left--) {
    const energy = -backgroundEnergy * Math.log(1 - random.uniform());
    const x = SIZE * (random.uniform() - 0.5);
    const y = SIZE * (random.uniform() - 0.5);
    grid.add(means, x, y, BACKGROUND.radius / cellSize, energy, BACKGROUND.reach);
  }
}

export const calorimeter = dataSource({ schema: calorimeterSpecSchema, load: generateCalorimeter });

/** From here on a rounded normal variable stands in: its skewness then lacks 1 / sqrt(mean), below 0.16. */
const NORMAL_FROM = 40;

/** A count with this mean (>= 0), by inversion of the distribution function. */
export function drawPoisson(mean: number, random: Random): number {
  if (mean >= NORMAL_FROM) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
  let left = random.uniform();
  let probability = Math.exp(-mean);
  let count = 0;
  // Beyond 60 standard deviations the probability underflows before the rest of a rounded uniform is used up.
  while (left >= probability && probability > 0) {
    left -= probability;
    count++;
    probability *= mean / count;
  }
  return count;
}

/** Energies in GeV that both spectra keep within. */
const LOWEST = 1;
const HIGHEST = 100;

/** A: uniform from 1 to 100 GeV. B: log-normal with its mode at 9 GeV and spread 0.8 in ln E, cut at 1 and 100 GeV. */
function drawEnergy(spectrum: SpectrumName, random: Random): number {
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
