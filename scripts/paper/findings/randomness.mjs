/** @file What makes instances of Model 1 differ: initial weights alone, sampling alone, both; beside the parametric baseline. */
import { scaleOf } from '../chart.mjs';
import { around, judge } from '../judge.mjs';
import {
  collapsedOf,
  collapsedText,
  count,
  figureOf,
  isFirst,
  isReplicate,
  lossOf,
  markdownTable,
  percent,
  ratioOfSpreads,
  replicates,
  rowsOf,
  shareOf,
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
  const { std } = paper;
  const ratios = [
    { name: 'Sampling over initial weights', published: std.sample / std.init, own: ratioOfSpreads(sample, init) },
    { name: 'Both over sampling', published: std.both / std.sample, own: ratioOfSpreads(both, sample) },
  ];
  const theirs = [std.init, std.sample, std.both];
  const total = new Set(rows.filter(({ name }) => name === 'model-1').map(({ index }) => index)).size;
  return {
    title: 'Sources of randomness',
    paper: `Model 1, ${count(FULL)} examples of B, ${count(paper.instances)} instances each: standard deviations of ${show(std.init, 2)} by initial weights, ${show(std.sample, 2)} by sampling, ${show(std.both, 2)} by both, so about equal (read from the vector paths of the figure, of what lies within its axis). By eye, initial weights alone peak at about ${paper.init.peak} with a tail to ${paper.init.tail}, sampling alone and both at about ${paper.both.peak}; the parametric baseline varies from ${paper.parametric.low} to ${paper.parametric.high}. ${beyondText(paper.beyond)}`,
    here: `${markdownTable(
      ['varies', 'instances', 'median', 'standard deviation, published', 'here', 'first to ninth decile'],
      Object.entries(arms).map(([name, losses], row) => [
        name,
        `${losses.length}`,
        showInterval(figureOf(losses, 'median'), name.startsWith('param') ? 4 : 3),
        show(theirs[row], 2),
        showInterval(figureOf(losses, 'std'), 2),
        deciles(losses),
      ]),
    )}\n\n${markdownTable(
      ['ratio of standard deviations', 'published', 'here'],
      ratios.map(({ name, published, own }) => [name, show(published, 2), showInterval(own, 2)]),
    )}\n\n${total} trainings of Model 1 at this size. ${collapsesText(replicates(table, 'model-2', FULL))}`,
    scores: ratios.map(({ name, published: theirs, own }) => ({
      finding: `Spread of Model 1 on B: ${name.toLowerCase()}`,
      source: published.sources.randomness,
      kind: 'spread',
      paper: show(theirs, 2),
      here: showInterval(own, 2),
      verdict: judge(around('spread', theirs), own),
    })),
    why: `${testSetText(tables['test-sets'], paper)}${poolText(table.experiment.data.split.pool)}The order of batches is free where both vary: a fresh sample has none in common with another.`,
    picture: picture(arms, theirs),
  };
}

const beyondText = ({ init, sample, both }) =>
  `Of Model 2's instances about ${percent(init)} lie beyond the axis of its figure with weights that vary, ${percent(sample)} with the sample, ${percent(both)} with both.`;

/** Model 2 with everything varying; where the published axis ends is not known, so shares are told and not compared. */
function collapsesText(losses) {
  const { low, high } = shareOf(collapsedOf(losses).length, losses.length);
  return `Of Model 2, with both varying, ${collapsedText(losses)} collapsed (${percent(low)} to ${percent(high)}); where the published axis ends is not known here.`;
}

function testSetText(table, { parametric }) {
  if (table === undefined) return '';
  const { loss, tested } = table.columns;
  const [low, high] = [Math.min(...loss), Math.max(...loss)];
  const published = parametric.high - parametric.low;
  return `All instances are judged on one test set here, on which the parametric baseline, with two numbers to fit, hardly varies. Judged on a fresh set of ${count(tested[0])} each time it ranges over ${show(high - low, 2)}${high - low > published / 2 ? `, as the published one does (${show(published, 2)}): so the published spread by sampling may hold that of drawing test sets` : ` (published: ${show(published, 2)})`}. `;
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
function picture(arms, published) {
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
            return `<text x="${area.left + area.width}" y="${toY(names.length - row) + 16}" text-anchor="end">${name} (${arms[name].length})${published[row] === undefined ? '' : `, published standard deviation ${show(published[row], 2)}`}</text>${stacked
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
