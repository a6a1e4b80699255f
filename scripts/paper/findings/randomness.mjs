/** @file What makes instances of Model 1 differ: initial weights alone, sampling alone, both; beside the parametric baseline. */
import { scaleOf } from '../chart.mjs';
import {
  count,
  figureOf,
  isFirst,
  isReplicate,
  lossOf,
  markdownTable,
  percent,
  ratioOfSpreads,
  rowsOf,
  show,
  showInterval,
} from '../say.mjs';

const FULL = 32000;

export function randomness({ tables, published }) {
  const table = tables['energy-b'];
  if (table === undefined) return undefined;
  const rows = rowsOf(table).filter((row) => row.size === FULL && isFirst(row));
  const of = (name, test) => rows.filter((row) => row.name === name && test(row)).map(lossOf);
  const arms = {
    'initial weights alone': of('model-1', ({ sample, order }) => sample === 0 && order === 0),
    'sampling alone': of('model-1', ({ init, order }) => init === 0 && order === 0),
    both: of('model-1', isReplicate),
    'parametric baseline': of('parametric', isReplicate),
    ...(tables['test-sets'] === undefined
      ? {}
      : { 'parametric baseline, fresh test sets': tables['test-sets'].columns.loss }),
  };
  const [init, sample, both] = Object.values(arms);
  if (Math.min(init.length, sample.length, both.length) < 8) return undefined;
  const paper = published.randomness;
  const dominance = ratioOfSpreads(sample, init);
  const coincide = ratioOfSpreads(both, sample);
  const total = new Set(rows.filter(({ name }) => name === 'model-1').map(({ index }) => index)).size;
  return {
    title: 'Sources of randomness',
    paper: `Model 1, ${count(FULL)} examples of B, ${paper.instances} instances each: initial weights alone a narrow peak at about ${paper.init.peak} with a tail to ${paper.init.tail}; sampling alone and both nearly coincide, wider, at about ${paper.both.peak}. The parametric baseline varies from ${paper.parametric.low} to ${paper.parametric.high} (read off a plot).`,
    here: `${markdownTable(
      ['varies', 'instances', 'median', 'standard deviation', 'first to ninth decile'],
      Object.entries(arms).map(([name, losses]) => [
        name,
        `${losses.length}`,
        showInterval(figureOf(losses, 'median'), name.startsWith('param') ? 4 : 3),
        showInterval(figureOf(losses, 'std'), 2),
        deciles(losses),
      ]),
    )}\n\nSampling spreads the loss ${showInterval(dominance, 2)} times as much as initial weights; both together ${showInterval(coincide, 2)} times as much as sampling alone. (${total} trainings of Model 1 at this size.)`,
    verdict: `${
      dominance.low > 1
        ? 'Sampling dominates: agrees.'
        : dominance.high < 1
          ? 'Differs: initial weights bring more.'
          : 'Sampling dominates: the interval holds 1, cannot be told.'
    } ${coincide.low <= 1 && coincide.high >= 1 ? 'Both and sampling coincide: agrees.' : coincide.value > 1 ? 'Both together spread more than sampling alone: differs.' : 'Both together spread less than sampling alone: differs.'}`,
    why: `${testSetText(tables['test-sets'], paper)}${poolText(table.experiment.data.split.pool)}The order of batches is free where both vary: a fresh sample has none in common with another.`,
    picture: picture(arms),
  };
}

function testSetText(table, { parametric }) {
  if (table === undefined) return '';
  const { loss, tested } = table.columns;
  const [low, high] = [Math.min(...loss), Math.max(...loss)];
  const published = parametric.high - parametric.low;
  return `All instances are judged on one test set here, on which the parametric baseline, with two numbers to fit, hardly varies. Judged on a fresh set of ${count(tested[0])} each time it ranges over ${show(high - low, 2)}${high - low > published / 2 ? `, as the published one does (${show(published, 2)}): so what was published as sampling may hold the drawing of test sets` : ` (published: ${show(published, 2)})`}. `;
}

/** Drawn without replacement: the standard error of a mean shrinks by the square root of the share that is not drawn. */
function poolText(pool) {
  const share = FULL / pool;
  return `A sample of ${count(FULL)} is ${percent(share)} of the pool of ${count(pool)}, so that two share as much of theirs: where a loss goes as a mean over its examples, that takes ${percent(1 - Math.sqrt(1 - share))} off the spread by sampling. `;
}

function deciles(losses) {
  const [low, high] = ['q0.1', 'q0.9'].map((name) => figureOf(losses, name)?.value);
  return `${low.toFixed(4)} to ${high.toFixed(4)}`;
}

/** Every instance as a point, stacked into a histogram of dots, one row an arm. */
function picture(arms) {
  const all = Object.values(arms).flat();
  const [from, to] = [Math.floor(500 * Math.min(...all)) / 500, Math.ceil(500 * Math.max(...all)) / 500];
  const names = Object.keys(arms);
  const series = ['series-2', 'series-1', 'series-4', 'series-7', 'series-7'];
  const bins = 90;
  const stacks = (losses) => {
    const heights = new Map();
    return losses
      .toSorted((a, b) => a - b)
      .map((loss) => {
        const bin = Math.round(((loss - from) / (to - from)) * bins);
        heights.set(bin, (heights.get(bin) ?? -1) + 1);
        return [from + (bin / bins) * (to - from), heights.get(bin)];
      });
  };
  return {
    name: 'paper-randomness',
    alt: 'Losses of Model 1 by what varies: initial weights, sampling, both; and of the parametric baseline.',
    caption: 'RMSE(E)/E on B, one point an instance, by what varies.',
    chart: {
      title: 'Sources of randomness',
      description: 'Losses of instances by what varies.',
      height: 420,
      panels: [
        {
          x: scaleOf({ from, to }),
          y: scaleOf({ from: 0, to: names.length, ticks: [] }),
          xLabel: 'RMSE(E) / E',
          yLabel: '',
          marks: names.map((name, row) => ({ toX, toY, colors, area }) => {
            const floor = toY(names.length - row - 1) - 4;
            const stacked = stacks(arms[name]);
            const most = Math.max(...stacked.map(([, height]) => height)) + 1;
            const step = Math.min(6, (area.height / names.length - 22) / most);
            return `<text x="${area.left + area.width}" y="${toY(names.length - row) + 16}" text-anchor="end">${name} (${arms[name].length})</text>${stacked
              .map(
                ([loss, height]) =>
                  `<circle cx="${toX(loss)}" cy="${Number((floor - 3 - step * height).toFixed(1))}" r="2.7" fill="${colors[series[row]]}" opacity="0.8"/>`,
              )
              .join('')}`;
          }),
        },
      ],
      legend: [],
    },
  };
}
