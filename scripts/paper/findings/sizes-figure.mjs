/** @file The energy on B by sample size: Model 2 beside the parametric baseline and XGBoost, as the paper's figure has it. */
import { beyondText, box, scaleOf } from '../chart.mjs';
import { around, below, judge, judgeAll, over } from '../judge.mjs';
import { publishedBox, publishedCurve } from '../published.mjs';
import {
  collapsedText,
  count,
  figureOf,
  markdownTable,
  ratioOfSpreads,
  replicates,
  rowsOf,
  show,
  showInterval,
  uncollapsed,
} from '../say.mjs';

const SERIES = { parametric: 'series-7', xgboost: 'series-2', 'model-2': 'series-1' };
const TITLES = { parametric: 'Parametric', xgboost: 'XGBoost', 'model-2': 'Model 2' };

export function sizesFigure({ tables, published }) {
  const { sizes, ...paper } = published.sizes;
  const curve = publishedCurve(published, 'energy-B', 'with');
  const boxes = sizes.map((size) => publishedBox(curve, size));
  const y = { from: 0.02, to: 0.045, ticks: [0.02, 0.025, 0.03, 0.035, 0.04, 0.045] };
  const losses = (name, size) =>
    name === 'xgboost'
      ? tables.xgboost === undefined
        ? []
        : rowsOf(tables.xgboost)
            .filter((row) => row.size === size)
            .map(({ loss }) => loss)
      : replicates(tables['energy-b'], name, size);
  const names = Object.keys(TITLES).filter((name) => sizes.some((size) => losses(name, size).length > 0));
  if (!sizes.every((size) => losses('model-2', size).length >= 3)) return undefined;
  const rows = names.flatMap((name) =>
    sizes.map((size, index) => {
      const own = losses(name, size);
      return [
        TITLES[name],
        `${size / 1000}k`,
        show(paper[name][index]),
        `${own.length}`,
        showInterval(own.length === 0 ? undefined : figureOf(own, 'median')),
        showInterval(figureOf(uncollapsed(own), 'std')),
        collapsedText(own),
      ];
    }),
  );
  const [first, last] = [sizes[0], sizes.at(-1)].map((size) => losses('model-2', size));
  const ratio = ratioOfSpreads(uncollapsed(first), uncollapsed(last));
  const middle = (name, size) => {
    const own = losses(name, size);
    return own.length === 0 ? undefined : figureOf(own, 'median');
  };
  const besides = (name, size) => judge(below(1), over(middle('model-2', size), middle(name, size)));
  const shrinkage = boxWidth(boxes[0]) / boxWidth(boxes.at(-1));
  const lastSize = `${sizes.at(-1) / 1000}k`;
  const pairOf = (name) =>
    `${showInterval(middle('model-2', sizes.at(-1)))} and ${showInterval(middle(name, sizes.at(-1)))} at ${lastSize}`;
  return {
    title: 'Loss by sample size, beside the baselines',
    paper: `Medians on B at ${sizes.map((size) => `${size / 1000}k`).join(' / ')}: parametric ${paper.parametric.join(' / ')}; XGBoost ${paper.xgboost.join(' / ')}; Model 2 ${paper['model-2'].join(' / ')}, its spread ${paper.spread} (read by eye). The boxes of their sample-size plot have ${boxes.map(({ median }) => show(median)).join(' / ')} for Model 2, and are ${show(shrinkage, 2)} times as wide at ${sizes[0] / 1000}k as at ${sizes.at(-1) / 1000}k. What XGBoost was given is not known here.`,
    here: `${markdownTable(['model', 'sample', 'paper', 'instances', 'median', 'standard deviation', 'collapsed'], rows)}\n\n${ratio === undefined ? '' : `Model 2's spread at ${sizes[0] / 1000}k is ${showInterval(ratio, 2)} times that at ${sizes.at(-1) / 1000}k.`}`,
    scores: [
      ...(tables.xgboost === undefined
        ? []
        : [
            {
              finding: 'Model 2 is better than XGBoost at every size',
              source: published.sources.energyFigure,
              kind: 'order',
              paper: pairText(paper['model-2'].at(-1), paper.xgboost.at(-1), lastSize),
              here: pairOf('xgboost'),
              verdict: judgeAll(sizes.map((size) => besides('xgboost', size))),
            },
          ]),
      {
        finding: "Model 2's loss falls with more examples",
        source: published.sources.energyFigure,
        kind: 'order',
        paper: `${show(paper['model-2'][0])} to ${show(paper['model-2'].at(-1))}`,
        here: `${showInterval(middle('model-2', sizes[0]))} to ${showInterval(middle('model-2', sizes.at(-1)))}`,
        verdict: judge(below(1), over(middle('model-2', sizes.at(-1)), middle('model-2', sizes[0]))),
      },
      {
        finding: 'Model 2 is better than the parametric baseline',
        source: published.sources.energyFigure,
        kind: 'order',
        paper: pairText(paper['model-2'].at(-1), paper.parametric.at(-1), lastSize),
        here: pairOf('parametric'),
        verdict: besides('parametric', sizes.at(-1)),
      },
      ...(ratio === undefined
        ? []
        : [
            {
              finding: `Model 2's spread at ${sizes[0] / 1000}k over that at ${lastSize}`,
              source: published.sources.energySizes,
              kind: 'spread',
              paper: show(shrinkage, 2),
              here: showInterval(ratio, 2),
              verdict: judge(around('spread', shrinkage), ratio),
            },
          ]),
    ],
    verdict: tables.xgboost === undefined ? 'XGBoost was not run.' : '',
    why: 'XGBoost is given the cells and their sum here, and learns the logarithm of the energy.',
    picture: {
      name: 'paper-sizes',
      alt: `Loss by sample size from ${count(sizes[0])} to ${count(sizes.at(-1))}: parametric baseline, XGBoost and Model 2, with the published medians.`,
      caption: `RMSE(E)/E on B. Boxes: quartiles, median, whiskers to the last value within 1.5 boxes. Rings: the published medians, read by eye.${beyondText(
        names.flatMap((name) => sizes.flatMap((size) => losses(name, size))),
        y,
        (value) => show(value),
      )}`,
      chart: {
        title: 'Loss by sample size',
        description: 'Box plots of the losses of instances by sample size.',
        panels: [
          {
            x: scaleOf({ from: 4000, to: 36000, ticks: sizes.map((size) => [size, `${size / 1000}k`]) }),
            y: scaleOf(y),
            xLabel: 'training examples',
            yLabel: 'RMSE(E) / E',
            marks: names.flatMap((name, place) =>
              sizes.flatMap((size, index) => {
                const own = losses(name, size);
                const offset = 26 * (place - (names.length - 1) / 2);
                const drawn = own.length === 0 ? [] : [box(size, own, SERIES[name], { offset, width: 16 })];
                return [...drawn, ring(size, paper[name][index], SERIES[name], offset)];
              }),
            ),
          },
        ],
        legend: [...names.map((name) => [SERIES[name], TITLES[name]]), ['ink', 'rings: published medians']],
      },
    },
  };
}

const pairText = (own, other, size) => `${show(own)} and ${show(other)} at ${size}`;

const boxWidth = ({ q1, q3 }) => q3 - q1;

function ring(size, value, series, offset) {
  return ({ toX, toY, colors }) =>
    `<circle cx="${Number((toX(size) + offset).toFixed(1))}" cy="${toY(value)}" r="5" fill="none" stroke="${colors[series]}" stroke-width="1.6"/>`;
}
