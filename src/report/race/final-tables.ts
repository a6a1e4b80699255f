/** @file The winner on unseen examples as tables: every metric of its trainings and of its model, and what else could be handed over. */
import { formatCount, formatLevel, formatQuantity, formatShare, formatValue, halfWidth } from '../number-text.js';
import type { Conformal, DeliveryAlternative, ResultFinalDistribution } from '../result/figure-schema.js';
import type { Result, ResultChoice } from '../result/result-schema.js';
import type { Column, Table } from '../table/table.js';
import { mainMetrics } from '../view/choice-words.js';
import { metricFormat } from '../view/final-words.js';

/** What the winner does on unseen examples, and what else could be handed over of it. */
export function finalTables(result: Result): readonly Table[] {
  const { winner } = result;
  const distribution = winner?.finalDistribution ?? null;
  if (winner === null) return [];
  return [...(distribution === null ? [] : [metricTable(winner, distribution)]), deliveredTable(result)].filter(
    ({ rows }) => rows.length > 0,
  );
}

interface MetricRow extends ResultMetric {
  readonly name: string;
}

type ResultMetric = ResultFinalDistribution['metrics'][string];

function metricTable({ final, model }: ResultChoice, { metrics }: ResultFinalDistribution): Table<MetricRow> {
  const column = (key: string, of: (row: MetricRow) => number | null): Column<MetricRow> => ({
    ...{ key, unit: 'value', of },
    format: ({ values, interval }) => metricFormat(values, halfWidth(interval)),
  });
  return {
    id: 'metrics',
    caption: 'Metrics on unseen examples',
    columns: [
      { key: 'metric', of: ({ name }) => name },
      { ...column('median', ({ median }) => median), interval: ({ interval }) => interval },
      { ...column('q1', ({ q1 }) => q1), spare: 2 },
      { ...column('q3', ({ q3 }) => q3), spare: 2 },
      column('worst', ({ worst }) => worst),
      column(model ?? 'model', ({ name }) => final?.[name] ?? null),
    ],
    rows: Object.entries(metrics).map(([name, metric]) => ({ name, ...metric })),
  };
}

/** Without rows where there is nothing to set it against. */
function deliveredTable(result: Result): Table<DeliveryAlternative> {
  const { winner, data } = result;
  const { alternatives = [], conformal } = winner?.delivered ?? {};
  const figures = winner === null ? [] : mainMetrics(winner).map(([name]) => name);
  return {
    id: 'models',
    caption: 'What model.onnx is, and what else it could be',
    note: `${measuredText(result)}${lackingText(alternatives)}${conformal == null ? '' : ` ${conformalText(conformal)}`}`,
    columns: [
      { key: 'model', of: (one) => `${modelWords(one)}${one.delivered ? ' (model.onnx)' : ''}` },
      ...figures.map(
        (name): Column<DeliveryAlternative> => ({ key: name, unit: 'value', of: (one) => one.figures[name] ?? null }),
      ),
      {
        ...{ key: 'differs from a training', unit: data.classes.length > 0 ? 'share' : 'ratio' },
        of: ({ disagreement }) => (disagreement === null ? lackingWord(alternatives) : disagreement.value),
      },
      { key: 'file', unit: 'bytes', of: ({ bytes }) => bytes, spare: 1 },
      { key: 'ms an example', unit: 'ratio', of: ({ milliseconds }) => milliseconds, spare: 1 },
    ],
    rows: alternatives,
    role: ({ delivered }) => (delivered ? 'best' : null),
  };
}

/** In place of a distance: nothing to compare with at all, or nothing left of it. */
function lackingWord(all: readonly DeliveryAlternative[]): string {
  return all.every(({ disagreement }) => disagreement === null) ? 'not kept' : 'too few';
}

function lackingText(all: readonly DeliveryAlternative[]): string {
  if (all.every(({ disagreement }) => disagreement !== null)) return '';
  if (lackingWord(all) === 'too few')
    return ' Too few: of the fresh trainings none is left over that the ensemble could be compared with.';
  return ' Not kept: predictions for the final set are kept of fewer than two fresh trainings, so there is none to compare with (`keep: { predictions: winner }` keeps them).';
}

function modelWords({ reason, instances }: DeliveryAlternative): string {
  switch (reason) {
    case 'ensemble':
      return `${formatCount(instances)} trainings as one`;
    case 'nearest-to-mean':
      return 'nearest to the mean';
    default:
      return 'smallest loss';
  }
}

/** Says which examples chose, which measured, and what the columns mean. */
function measuredText({ data, winner }: Result): string {
  const { selection = 0, final = 0 } = data.split;
  const differs =
    data.classes.length > 0
      ? 'the share of labels that differ from those of another training'
      : 'the median difference from another training, over the spread of the target';
  return (
    `The nearest and the one with the smallest loss were chosen on the selection set (${formatQuantity(selection, 'example')}), ensembles by nothing: they are the first fresh trainings. ` +
    `All figures are of the final set (${formatQuantity(final, 'example')}), which chose none of them. Differs: ${differs}; each fresh training in turn is left out, and the model is chosen among the others.${collapsedText(winner)} Time: of one example alone, on the machine of the run.`
  );
}

/** What retrainings predict is told without them: these distances are larger. */
function collapsedText(winner: Result['winner']): string {
  const { collapsed = 0, begun = 0 } = winner?.collapses ?? {};
  if (collapsed === 0) return '';
  return ` Trainings that collapsed (${formatCount(collapsed)} of ${formatCount(begun)}) count here where they left predictions.`;
}

function conformalText(conformal: Conformal): string {
  const { level, calibration, promised } = conformal;
  const [low, high] = [promised.low, promised.high].map(formatShare);
  const begin = `At ${formatLevel(level)}, calibrated on ${formatQuantity(calibration, 'example')} that nothing else used: `;
  const expected = ` Where both sets are alike, ${low} to ${high} is to be expected.`;
  if (conformal.kind === 'sets') {
    const { meanSize, coverage } = conformal;
    return `${begin}sets of ${formatValue(meanSize, 3)} classes on average hold ${heldText(coverage)}.${expected}`;
  }
  const targets = conformal.targets.map(({ name, halfWidth, coverage }) => {
    return `${name} ± ${formatValue(halfWidth, 3)} holds ${heldText(coverage)}`;
  });
  return `${begin}${targets.join('; ')}.${expected}`;
}

function heldText({
  value,
  hits,
  examples,
}: {
  readonly value: number;
  readonly hits: number;
  readonly examples: number;
}) {
  return `${formatShare(value)} of the truths of the final set (${formatCount(hits)} of ${formatCount(examples)})`;
}
