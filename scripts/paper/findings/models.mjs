/** @file Models 1 and 2 on B and on A: their losses beside the published ranges and the parametric baseline, and by epoch. */
import { band, line, scaleOf } from '../chart.mjs';
import { around, judge } from '../judge.mjs';
import { boxOf, compareBoxes, publishedCurve } from '../published.mjs';
import {
  collapsedOf,
  collapsedText,
  count,
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

const FULL = 32000;
const NETWORKS = ['model-1', 'model-2'];
/** The curve of boxes that ends with the model at 32,000 examples. */
const BIAS = { 'model-1': 'without', 'model-2': 'with' };
const TITLES = { 'model-1': 'Model 1', 'model-2': 'Model 2', parametric: 'Parametric' };

export function models({ tables, published }) {
  const onB = tables['energy-b'];
  const paper = published.models;
  const losses = Object.fromEntries(NETWORKS.map((name) => [name, replicates(onB, name, FULL)]));
  if (NETWORKS.some((name) => losses[name].length < 3)) return undefined;
  const boxes = comparedBoxes(tables, published);
  const rows = ['energy-b', 'energy-a'].flatMap((dataset) =>
    Object.keys(TITLES).flatMap((name) => {
      const own = replicates(tables[dataset], name, FULL);
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
    here: `${markdownTable(['data', 'model', 'paper', 'instances', 'median', 'standard deviation', 'collapsed', 'range', 'within the published range'], rows)}

The published sample-size plots end at ${count(FULL)} examples. Their last boxes (median, and first to third quartile) beside those of the instances here:

${markdownTable(
  ['data', 'model', 'published', 'here', 'boxes'],
  boxes.map(({ data, name, theirs, own, word }) => [data, TITLES[name], boxText(theirs), boxText(own), WORDS[word]]),
)}`,
    scores: [
      ...NETWORKS.map((name) => ({
        finding: `${TITLES[name]} settles in the published range on B`,
        source: published.sources.epochs,
        kind: 'range',
        paper: rangeText(paper[name]),
        here: showInterval(figureOf(losses[name], 'median')),
        verdict: judge(paper[name], figureOf(losses[name], 'median')),
      })),
      ...boxes.map(({ data, name, theirs, median }) => ({
        finding: `${TITLES[name]}'s median on ${data} at ${count(FULL)} examples`,
        source: published.sources.energySizes,
        kind: 'median',
        paper: show(theirs.median),
        here: showInterval(median),
        verdict: judge(around('median', theirs.median), median),
      })),
    ],
    verdict: boxesVerdict(boxes),
    why: collapsesText(tables),
    picture: epochsPicture(onB, paper),
  };
}

const WORDS = { agree: 'overlap', lower: 'lower here', higher: 'higher here' };

function comparedBoxes(tables, published) {
  return ['B', 'A'].flatMap((data) =>
    NETWORKS.flatMap((name) => {
      const losses = replicates(tables[`energy-${data.toLowerCase()}`], name, FULL);
      if (losses.length === 0) return [];
      const [theirs, own] = [publishedCurve(published, `energy-${data}`, BIAS[name]).at(-1), boxOf(losses)];
      return [{ data, name, theirs, own, median: figureOf(losses, 'median'), word: compareBoxes(theirs, own) }];
    }),
  );
}

const boxText = ({ q1, median, q3 }) => `${show(median)} (${show(q1)} to ${show(q3)})`;

function boxesVerdict(boxes) {
  const apart = boxes.filter(({ word }) => word !== 'agree');
  if (apart.length === 0) return 'All boxes overlap.';
  const told = apart.map(({ data, name, word }) => `${TITLES[name]} on ${data} is ${WORDS[word]}`);
  return `Boxes: ${apart.length} of ${boxes.length} do not overlap (${told.join(', ')}).`;
}

/** What instances with a loss far above all others have in common; empty where there are none. */
function collapsesText(tables) {
  const found = ['energy-b', 'energy-a'].flatMap((dataset) =>
    NETWORKS.flatMap((name) => {
      const table = tables[dataset];
      const collapsed = new Set(collapsedOf(replicates(table, name, FULL)));
      const own = rowsOf(table ?? { columns: {} }).filter(
        (row) => row.name === name && row.size === FULL && isReplicate(row),
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

/** Median and range of the training loss after each epoch; collapsed instances are told and not drawn. */
function epochsPicture(table, paper) {
  const y = scaleOf({ from: 0.02, to: 0.06, ticks: [0.02, 0.03, 0.04, 0.05, 0.06] });
  const panels = NETWORKS.map((name) => {
    const { title, curves } = curvesOf(table, name);
    const byEpoch = curves[0].map((_, epoch) => curves.map((losses) => losses[epoch]).toSorted((a, b) => a - b));
    const { low, high } = paper[name];
    return {
      title,
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
      'Training loss of each epoch (mean over its batches, each before its update), B: median, and from the best to the worst instance that did not collapse; a collapsed one stays far above the axis.',
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

/** The curves that are kept of a model's instances, without the collapsed; the title counts the instances of the table, and what is not drawn. */
function curvesOf(table, name) {
  const rows = rowsOf(table);
  const losses = replicates(table, name, FULL);
  const collapsed = new Set(collapsedOf(losses));
  const kept = table.epochs.filter(([row]) => rows[row].name === name && isReplicate(rows[row]));
  const curves = kept.filter(([row]) => !collapsed.has(lossOf(rows[row]))).map(([, ...epochs]) => epochs);
  const notes = [
    ...(kept.length < losses.length ? [`curves kept of ${kept.length}`] : []),
    ...(collapsed.size > 0 ? [`${collapsed.size} collapsed`] : []),
  ];
  return { title: [`${TITLES[name]}, ${losses.length} instances`, ...notes].join(', '), curves };
}
