/** @file Models 1 and 2 on B and on A: their losses beside the published ranges and the parametric baseline, and by epoch. */
import { band, line, scaleOf } from '../chart.mjs';
import {
  collapsedOf,
  collapsedText,
  figureOf,
  isReplicate,
  lossOf,
  markdownTable,
  percent,
  replicates,
  rowsOf,
  shareOf,
  show,
  showInterval,
  uncollapsed,
} from '../say.mjs';

const NETWORKS = ['model-1', 'model-2'];
const TITLES = { 'model-1': 'Model 1', 'model-2': 'Model 2', parametric: 'Parametric' };

export function models({ tables, published }) {
  const onB = tables['energy-b'];
  const paper = published.models;
  const losses = Object.fromEntries(Object.keys(TITLES).map((name) => [name, replicates(onB, name, 32000)]));
  if (NETWORKS.some((name) => losses[name].length < 3)) return undefined;
  const medians = NETWORKS.map((name) => figureOf(losses[name], 'median'));
  const inside = NETWORKS.map((name, index) => {
    const { low, high } = paper[name];
    return medians[index].value >= low && medians[index].value <= high;
  });
  const rows = ['energy-b', 'energy-a'].flatMap((dataset) =>
    Object.keys(TITLES).flatMap((name) => {
      const own = replicates(tables[dataset], name, 32000);
      if (own.length === 0) return [];
      const range = paper[name];
      const isB = dataset === 'energy-b';
      const within = own.filter((loss) => loss >= range?.low && loss <= range?.high).length;
      return [
        [
          isB ? 'B' : 'A',
          TITLES[name],
          isB && range ? rangeText(range) : isB ? show(published.sizes.parametric.at(-1), 3) : '–',
          `${own.length}`,
          showInterval(figureOf(own, 'median')),
          showInterval(figureOf(uncollapsed(own), 'std'), 2),
          collapsedText(own),
          `${show(Math.min(...own))} to ${show(Math.max(...own))}`,
          isB && range ? shareText(within, own.length) : '–',
        ],
      ];
    }),
  );
  return {
    title: 'Models 1 and 2, trained as published',
    paper: `On B, ${paper.epochs} epochs, ${paper.instances} instances: Model 1 at ${rangeText(paper['model-1'])} ${paper['model-1'].settles}, Model 2 at ${rangeText(paper['model-2'])} ${paper['model-2'].settles}.`,
    here: `${markdownTable(['data', 'model', 'paper', 'instances', 'median', 'standard deviation', 'collapsed', 'range', 'within the published range'], rows)}`,
    verdict: inside.every(Boolean)
      ? 'Agrees: both medians lie within the published ranges.'
      : `${NETWORKS.map((name, index) => `${TITLES[name]} ${inside[index] ? 'agrees' : `differs (${show(medians[index].value)})`}`).join(', ')}.`,
    why: collapsesText(tables),
    picture: epochsPicture(onB, paper),
  };
}

/** What instances with a loss far above all others have in common; empty where there are none. */
function collapsesText(tables) {
  const found = ['energy-b', 'energy-a'].flatMap((dataset) =>
    NETWORKS.flatMap((name) => {
      const table = tables[dataset];
      const collapsed = new Set(collapsedOf(replicates(table, name, 32000)));
      const own = rowsOf(table ?? { columns: {} }).filter(
        (row) => row.name === name && row.size === 32000 && isReplicate(row),
      );
      return own.filter((row) => collapsed.has(lossOf(row))).map((row) => ({ ...row, dataset, name }));
    }),
  );
  if (found.length === 0) return '';
  const where = found.map(({ dataset, name, init, loss }) => {
    const folder = `runs/paper-full/${dataset}`;
    return `${TITLES[name]} on ${dataset === 'energy-b' ? 'B' : 'A'} with initial weights number ${init} (${show(lossOf({ loss }))}; \`surefoot export ${folder} -c ${name} -r ${init}\` gives its model)`;
  });
  return `A collapsed instance has a loss over ten times the median; standard deviations leave it out. Here: ${where.join('; ')}. Such a model begins with one energy for every cluster: the few ReLU units of its last hidden layer are off for all of them, and only the last bias learns. It may stay so to the end, as on B, or begin to recover late, as on A.`;
}

const rangeText = ({ low, high }) => `${show(low, 2)} to ${show(high, 2)}`;

function shareText(hits, total) {
  const { value, low, high } = shareOf(hits, total);
  return `${percent(value)} [${percent(low)}, ${percent(high)}]`;
}

/** Median and range of the training loss after each epoch. */
function epochsPicture(table, paper) {
  const rows = rowsOf(table);
  const curves = (name) =>
    table.epochs.filter(([row]) => rows[row].name === name && isReplicate(rows[row])).map(([, ...losses]) => losses);
  const y = scaleOf({ from: 0.02, to: 0.06, ticks: [0.02, 0.03, 0.04, 0.05, 0.06] });
  const panels = NETWORKS.map((name) => {
    const own = curves(name);
    const byEpoch = own[0].map((_, epoch) => own.map((losses) => losses[epoch]).toSorted((a, b) => a - b));
    const { low, high } = paper[name];
    return {
      title: `${TITLES[name]}, ${own.length} instances`,
      x: scaleOf({ from: 0, to: 50, ticks: [0, 10, 20, 30, 40, 50] }),
      y,
      xLabel: 'epoch',
      yLabel: 'RMSE(E) / E',
      marks: [
        band(
          [
            [0, low, high],
            [50, low, high],
          ],
          'series-7',
        ),
        band(
          byEpoch.map((losses, epoch) => [epoch + 1, losses[0], losses.at(-1)]),
          'series-1',
        ),
        line(
          byEpoch.map((losses, epoch) => [epoch + 1, losses[Math.floor(losses.length / 2)]]),
          'series-1',
        ),
      ],
    };
  });
  return {
    name: 'paper-epochs',
    alt: 'Training loss of Models 1 and 2 after each of 50 epochs: median and range of the instances, beside the published range.',
    caption:
      'Training loss of each epoch (mean over its batches, each before its update), B: median, and from the best to the worst instance.',
    chart: {
      title: 'Loss by epoch',
      description: 'Median and range of the training loss after each epoch.',
      panels,
      legend: [
        ['series-1', 'here: median and range'],
        ['series-7', 'published range at the end'],
      ],
    },
  };
}
