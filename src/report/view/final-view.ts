/** @file What is said of the choice on unseen examples: its trainings as a distribution, and the exported one in it. */
import { formatCount, formatQuantity, formatValue } from '../number-text.js';
import type { ResultFinalDistribution } from '../result/answer-schema.js';
import type { Result, ResultChoice } from '../result/result-schema.js';
import { examplesText, intervalText, mainMetrics } from './choice-words.js';
import { type Box, boxOf } from './finalists-view.js';
import { fitAxis, type ValueAxis } from './value-axis.js';

/** One metric as a chart draws it. */
export interface FinalMetric {
  readonly metric: string;
  readonly better: 'high' | 'low' | 'zero';
  /** Whole sentence: median, worst, and the exported model's. */
  readonly conclusion: string;
  /** By replicate; infinite where the training diverged. */
  readonly values: readonly number[];
  readonly replicates: readonly number[];
  readonly box: Box | null;
  readonly axis: ValueAxis;
  /** The exported model's value, and its name; it may be the best of the race, and none of the fresh trainings. */
  readonly exported: { readonly value: number; readonly name: string; readonly isAmong: boolean };
}

/** The metrics that say most; none where there is no distribution. */
export function viewFinal(result: Result): readonly FinalMetric[] {
  const { choice } = result;
  const distribution = choice?.finalDistribution;
  if (choice === null || distribution === null || distribution === undefined) return [];
  const { replicates, exported, metrics } = distribution;
  return mainMetrics(choice).flatMap(([metric, value]) => {
    const figure = metrics[metric];
    if (figure === undefined) return [];
    const direction = figure.better === 'high' ? 'maximize' : 'minimize';
    return {
      metric,
      better: figure.better,
      conclusion: `${capitalised(metricText(result, choice, [metric, value]) ?? metric)}.`,
      values: figure.values,
      replicates,
      box: boxOf(figure.values, direction),
      axis: fitAxis([...figure.values, value], direction),
      exported: { value, name: modelName(choice), isAmong: replicates.includes(exported) },
    };
  });
}

/** The metric that says most, with the exported model's beside it; null where there is no distribution. */
export function finalText(result: Result): string | null {
  const { choice } = result;
  const [first] = choice === null ? [] : mainMetrics(choice);
  return choice === null || first === undefined ? null : metricText(result, choice, first);
}

/** `accuracy on 2,000 unseen examples, 20 trainings: median 0.9045 [0.898, 0.911], worst 0.861; best.onnx 0.9190`. */
function metricText(result: Result, choice: ResultChoice, [name, value]: readonly [string, number]): string | null {
  const { finalDistribution: distribution } = choice;
  const figure = distribution?.metrics[name];
  if (distribution === null || figure === undefined) return null;
  const of = `${name} on ${examplesText(result)}, ${trainingsText(distribution)}`;
  const median = `median ${formatValue(figure.median)}${intervalText(figure.interval)}`;
  return `${of}: ${median}, worst ${formatValue(figure.worst)}; ${modelName(choice)} ${formatValue(value)}`;
}

/** `20 trainings`, with those that diverged. */
function trainingsText({ replicates, diverged }: ResultFinalDistribution): string {
  const count = formatQuantity(replicates.length, 'training');
  return diverged === 0 ? count : `${count} (${formatCount(diverged)} diverged)`;
}

function modelName({ model }: ResultChoice): string {
  return model ?? 'the exported model';
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
