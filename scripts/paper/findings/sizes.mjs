/** @file The sample-size study: loss and spread by size with and without an inductive bias, and how many examples it saves. */
import { parseCriterion } from '../../../dist/stats/index.js';
import { box, scaleOf } from '../chart.mjs';
import { savings } from '../savings.mjs';
import {
  collapsedOf,
  count,
  isReplicate,
  lossOf,
  markdownTable,
  rangeText,
  rowsOf,
  show,
  uncollapsed,
} from '../say.mjs';
import { dimensionsOf, trainingText } from '../search-space.mjs';
import { SIZES } from '../steps.mjs';

const LEAST = 3;

const QUESTIONS = {
  models: {
    table: 'energy-b',
    plain: 'model-1',
    biased: 'model-2',
    picture: 'paper-curve-models',
    title: 'Sample size: Models 1 and 2, as published',
    names: ['Model 1', 'Model 2'],
    where: ({ candidates }) => {
      const [one, two] = ['model-1', 'model-2'].map((model) =>
        trainingText(dimensionsOf(candidates.find(({ name }) => name === model).configuration)),
      );
      return `Model 2 has the sum of the cells. Besides, it has ${two}; Model 1 ${one}. `;
    },
    yLabel: 'RMSE(E) / E',
    y: { from: 0.02, to: 1, log: true, ticks: [0.02, 0.05, 0.1, 0.2, 0.5, 1] },
  },
  energy: {
    table: 'energy-b',
    plain: 'model-2-without',
    biased: 'model-2',
    picture: 'paper-curve-energy',
    where: () => 'Model 2, and the same without the sum, nothing else changed. ',
    title: 'Sample size: the energy, with and without the sum of the cells',
    names: ['Model 2 without the sum', 'Model 2'],
    yLabel: 'RMSE(E) / E',
    y: { from: 0.02, to: 1, log: true, ticks: [0.02, 0.05, 0.1, 0.2, 0.5, 1] },
  },
  position: {
    table: 'position',
    plain: 'model-3',
    biased: 'model-4',
    picture: 'paper-curve-position',
    title: 'Sample size: the position, with and without the barycentre',
    names: ['Model 3', 'Model 4'],
    where: ({ experiment: { data } }) =>
      `Preset ${data.spectrum}, photons hit ${data.impact} x ${data.impact} cells, deposits ${data.normalise ? 'as shares of their sum' : 'in GeV'}, Model 4 with the barycentre in cells times ${data.barycentre} (why is below). `,
    yLabel: 'RMSE(x) / cells',
    y: { from: 0.02, to: 2, log: true, ticks: [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2] },
  },
};

export const modelSizes = (evidence) => sizesOf(QUESTIONS.models, evidence);
export const energySizes = (evidence) => sizesOf(QUESTIONS.energy, evidence);
export const positionSizes = (evidence) => sizesOf(QUESTIONS.position, evidence);

function sizesOf({ table: tableName, plain, biased, picture, title, names, yLabel, y, where }, { tables, published }) {
  const table = tables[tableName];
  if (table === undefined) return undefined;
  const rows = rowsOf(table).filter((row) => isReplicate(row) && SIZES.includes(row.size));
  const curveOf = (name) => {
    const own = rows.filter((row) => row.name === name);
    const sizes = [...new Set(own.map(({ size }) => size))].sort((a, b) => a - b);
    return sizes
      .map((size) => [size, own.filter((row) => row.size === size).map(lossOf)])
      .filter(([, losses]) => losses.length >= LEAST);
  };
  const [without, withBias] = [curveOf(plain), curveOf(biased)];
  const common = without.filter(([size]) => withBias.some(([other]) => other === size)).map(([size]) => size);
  if (common.length < 5) return undefined;
  const only = (curve) => curve.filter(([size]) => common.includes(size));
  const references = [...new Set([0.4, 0.6, 0.8, 1].map((share) => common[Math.round(share * (common.length - 1))]))];
  const [median, std] = ['median', 'std'].map((name) => parseCriterion(name).evaluate);
  // A collapse is counted by itself: one alone would be all that a standard deviation says.
  const found = [median, (losses) => std(uncollapsed(losses))].map((evaluate) =>
    savings(only(without), only(withBias), evaluate, references),
  );
  const instances = [...only(without), ...only(withBias)].map(([, losses]) => losses.length);
  const paper = published.bias;
  return {
    title,
    paper: `${paper.sizes}: with the bias a model reaches a narrow distribution of losses with ${paper.low} to ${paper.high} times fewer examples.`,
    here: `${where(table)}${common.length} sizes from ${count(common[0])} to ${count(common.at(-1))}, ${rangeText(instances)} instances each. How many times fewer examples ${names[1]} needs to be as good, or as steady, as ${names[0]} is with those of the first column:\n\n${markdownTable(
      [
        'examples without',
        'median without',
        'times fewer for that median',
        'spread without',
        'times fewer for that spread',
      ],
      references.map((reference, index) => [
        count(reference),
        show(found[0][index].target),
        factorText(found[0][index]),
        show(found[1][index].target, 2),
        factorText(found[1][index]),
      ]),
    )}${collapsesText([only(without), only(withBias)], names)}`,
    verdict: `${verdictOf(found[0], paper, 'For the median')} ${verdictOf(found[1], paper, 'For the spread')}`,
    picture: {
      name: picture,
      alt: `Box plots of losses by sample size: ${names.join(' and ')}.`,
      caption: `Losses by number of training examples: ${names.join(' and ')}.`,
      chart: {
        title,
        description: 'Box plots of the losses of instances by sample size.',
        panels: [
          {
            x: scaleOf({
              from: 90,
              to: 36000,
              log: true,
              ticks: [100, 200, 500, 1000, 2000, 5000, 10000, 20000, 32000],
              format: (value) => (value < 1000 ? `${value}` : `${value / 1000}k`),
            }),
            y: scaleOf(y),
            xLabel: 'training examples',
            yLabel,
            marks: [without, withBias].flatMap((curve, place) =>
              curve.map(([size, losses]) => box(size, losses, SERIES[place], { offset: 8 * place - 4, width: 6 })),
            ),
          },
        ],
        legend: names.map((name, place) => [SERIES[place], name]),
      },
    },
  };
}

/** At the sizes of the table, all together. */
function collapsesText(curves, names) {
  const counts = curves.map((curve) => curve.flatMap(([, losses]) => collapsedOf(losses)).length);
  if (counts.every((count) => count === 0)) return '';
  const all = curves.map((curve) => curve.flatMap(([, losses]) => losses).length);
  const texts = names.map((name, place) => `${counts[place]} of ${all[place]} instances of ${name}`);
  return `\n\nCollapsed (a loss over ten times the median of its size), and left out of the spread: ${texts.join(', ')}.`;
}

const SERIES = ['series-2', 'series-1'];

function factorText({ value, low, high, atLeast }) {
  if (value === 0) return high === 0 ? 'never as good' : `never as good [0, ${show(high, 2)}]`;
  return `${show(value, 2)}${atLeast ? ' or more' : ''} [${show(low, 2)}, ${show(high, 2)}]`;
}

/** By the factor whose interval begins highest. */
function verdictOf(factors, { low }, subject) {
  const best = factors.reduce((left, right) => (right.low > left.low ? right : left));
  if (best.low >= low) return `${subject}: agrees (${show(best.value, 2)} times).`;
  if (best.high >= low) return `${subject}: agrees within the interval (${show(best.value, 2)} times).`;
  if (best.low > 1) return `${subject}: points the same way, but fewer than ${low} times (${show(best.value, 2)}).`;
  return `${subject}: differs, nothing gained that can be shown.`;
}
