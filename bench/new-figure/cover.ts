/** @file Retrainings judged on simulated rows, and how often a further one on other rows lies where `newFigure` says. */
import { exampleBlocks, type Random, randomFrom } from '../../src/core/index.js';
import { type JudgedFigure, mean, newFigure } from '../../src/stats/index.js';

/** What each of several trainings comes to on each of some rows: rows are common to all of them. */
type Rows = (trainings: number, rows: number, random: Random) => Float64Array[];

export interface Scenario extends Pick<JudgedFigure, 'better' | 'range'> {
  readonly name: string;
  readonly draw: Rows;
  readonly figure: (rows: ArrayLike<number>) => number;
}

/** A row is right where what is common to all trainings and what is a training's own stay below a threshold. */
const rights =
  (threshold: number, ofTrainings: number): Rows =>
  (trainings, rows, random) => {
    const common = Float64Array.from({ length: rows }, () => random.normal());
    return Array.from({ length: trainings }, () => {
      const own = random.normal() * ofTrainings;
      return common.map((row) => Number(Math.sqrt(0.7) * row + Math.sqrt(0.3) * random.normal() + own < threshold));
    });
  };

const squares =
  (error: (random: Random) => number): Rows =>
  (trainings, rows, random) => {
    const common = Float64Array.from({ length: rows }, () => error(random));
    return Array.from({ length: trainings }, () => {
      const own = 1 + 0.03 * random.normal();
      return common.map((row) => ((row + 0.2 * random.normal()) * own) ** 2);
    });
  };

const logLosses =
  (spread: number): Rows =>
  (trainings, rows, random) => {
    const common = Float64Array.from({ length: rows }, () => 1.5 + spread * random.normal());
    return Array.from({ length: trainings }, () => {
      const own = 1 + 0.05 * random.normal();
      return common.map((row) => Math.log1p(Math.exp(-(row * own + 0.3 * random.normal()))));
    });
  };

function student(degrees: number): (random: Random) => number {
  return (random) => {
    let sum = 0;
    for (let degree = 0; degree < degrees; degree++) sum += random.normal() ** 2;
    return random.normal() / Math.sqrt(sum / degrees);
  };
}

const accuracy = { better: 'high', range: [0, 1], figure: mean } as const;
const rmse = { better: 'low', range: [0, Number.POSITIVE_INFINITY], figure: rootMean } as const;
const logLoss = { ...rmse, figure: mean } as const;

function rootMean(values: ArrayLike<number>): number {
  return Math.sqrt(mean(values));
}

export const SCENARIOS: readonly Scenario[] = [
  { ...accuracy, name: 'accuracy 0.60', draw: rights(0.25, 0.05) },
  { ...accuracy, name: 'accuracy 0.90', draw: rights(1.28, 0.1) },
  { ...accuracy, name: 'accuracy 0.98', draw: rights(2.05, 0.1) },
  { ...logLoss, name: 'log loss', draw: logLosses(1.5) },
  { ...logLoss, name: 'log loss, certain and often wrong', draw: logLosses(4) },
  { ...rmse, name: 'rmse, normal errors', draw: squares((random) => random.normal()) },
  { ...rmse, name: 'rmse, t errors of 5 degrees', draw: squares(student(5)) },
  { ...rmse, name: 'rmse, t errors of 3 degrees', draw: squares(student(3)) },
  { ...rmse, name: 'rmse, lognormal errors', draw: squares((random) => Math.exp(random.normal())) },
];

const BLOCKS = 20;
/** As many as a race looks at. */
const LEFT_OUT = 5;

export interface Covered {
  readonly share: number;
  /** Of those that lie outside, how many are worse. */
  readonly worse: number;
  readonly width: number;
}

export function coverageOf(
  { name, draw, figure, better, range }: Scenario,
  {
    trainings,
    rows,
    samples,
    level = 0.9,
  }: Readonly<Record<'trainings' | 'rows' | 'samples', number>> & { level?: number },
): Covered {
  const random = randomFrom('new figure', name, trainings, rows);
  const blocks = exampleBlocks(rows, BLOCKS, random).map((block) => new Set(block));
  let [inside, worse, width] = [0, 0, 0];
  for (let sample = 0; sample < samples; sample++) {
    const judged = draw(trainings, rows, random);
    const leftOut = blocks.map((block) =>
      mean(judged.slice(0, LEFT_OUT).map((one) => figure(one.filter((_, row) => !block.has(row))))),
    );
    const told = newFigure({ trainings: judged.map(figure), leftOut, rows, better, range }, level);
    if (told === null) throw new Error('no range');
    const further = figure(draw(1, rows, random)[0] as Float64Array);
    // What is a whole number of rows lies on an end.
    const [below, above] = [further < told.low - 1e-9, further > told.high + 1e-9];
    inside += Number(!below && !above);
    worse += Number(better === 'high' ? below : above);
    width += (told.high - told.low) / samples;
  }
  return { share: inside / samples, worse: worse / Math.max(1, samples - inside), width };
}
