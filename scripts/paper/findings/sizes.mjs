/** @file The sample-size study: loss by size with and without an inductive bias, how many examples it saves, and the published boxes. */
import { parseCriterion } from '../../../dist/stats/index.js';
import { beyondText, box, boxOfQuartiles, scaleOf } from '../chart.mjs';
import { around, judge, judgeAll } from '../judge.mjs';
import { STAND_IN } from '../places.mjs';
import { boxOf, compareBoxes, publishedBox, publishedCurve } from '../published.mjs';
import { savings, savingsOfCurves } from '../savings.mjs';
import { collapsedOf, count, isReplicate, lossOf, markdownTable, rangeText, rowsOf, show } from '../say.mjs';
import { dimensionsOf, trainingText } from '../search-space.mjs';
import { SIZES } from '../steps.mjs';

const LEAST = 3;

const ENERGY_SCALE = { from: 0.018, to: 0.3, log: true, ticks: [0.02, 0.05, 0.1, 0.2] };

/** `place`: of the published boxes that ask the same. */
const QUESTIONS = {
  models: {
    table: 'energy-b',
    plain: 'model-1',
    biased: 'model-2',
    place: 'energy-B',
    source: 'energySizes',
    picture: 'paper-curve-models',
    title: 'Sample size: Models 1 and 2, as published',
    names: ['Model 1', 'Model 2'],
    where: ({ candidates }) => {
      const [one, two] = ['model-1', 'model-2'].map((model) =>
        trainingText(dimensionsOf(candidates.find(({ name }) => name === model).configuration)),
      );
      return `Model 2 has the sum of the cells. It is also trained otherwise: ${two}; Model 1 with ${one}. `;
    },
    yLabel: 'RMSE(E) / E',
    y: ENERGY_SCALE,
  },
  energy: {
    table: 'energy-b',
    plain: 'model-2-without',
    biased: 'model-2',
    source: 'bias',
    picture: 'paper-curve-energy',
    where: () => 'Model 2, and the same without the sum, nothing else changed. ',
    title: 'Sample size: the energy, with and without the sum of the cells',
    names: ['Model 2 without the sum', 'Model 2'],
    yLabel: 'RMSE(E) / E',
    y: ENERGY_SCALE,
  },
  position: {
    table: 'position',
    plain: 'model-3',
    biased: 'model-4',
    place: 'position-A',
    source: 'positionSizes',
    picture: 'paper-curve-position',
    title: 'Sample size: the position, with and without the barycentre',
    names: ['Model 3', 'Model 4'],
    where: ({ experiment: { data } }) =>
      `Preset ${data.spectrum}, photons hit ${data.impact} x ${data.impact} cells, deposits ${data.normalise ? 'as shares of their sum' : 'in GeV'}, Model 4 with the barycentre in cells times ${data.barycentre} (why is below). Cells are ${STAND_IN['position-A'].cell} cm wide, by a fit to the published baseline. `,
    unit: STAND_IN['position-A'].cell,
    yLabel: 'RMSE(x) / cm',
    y: { from: 0.05, to: 5, log: true, ticks: [0.05, 0.1, 0.2, 0.5, 1, 2, 5] },
  },
};

export const modelSizes = (evidence) => sizesOf(QUESTIONS.models, evidence);
export const energySizes = (evidence) => sizesOf(QUESTIONS.energy, evidence);
export const positionSizes = (evidence) => sizesOf(QUESTIONS.position, evidence);

const width = ({ q1, q3 }) => q3 - q1;

/** What is read off curves: the level of the losses, and how far they lie apart. */
const READINGS = [
  {
    word: 'median',
    subject: 'For the median',
    ofBox: ({ median }) => median,
    ofLosses: parseCriterion('median').evaluate,
  },
  { word: 'box', subject: 'For the width of the box', ofBox: width, ofLosses: (losses) => width(boxOf(losses)) },
];

function sizesOf(question, { tables, published }) {
  const table = tables[question.table];
  if (table === undefined) return undefined;
  const { title, names, where } = question;
  const rows = rowsOf(table).filter((row) => isReplicate(row) && SIZES.includes(row.size));
  const all = [question.plain, question.biased].map((name) => curveOf(rows, name, question.unit));
  const common = all[0].filter(([size]) => all[1].some(([other]) => other === size)).map(([size]) => size);
  if (common.length < 5) return undefined;
  const curves = all.map((curve) => curve.filter(([size]) => common.includes(size)));
  const theirs = question.place && publishedCurves(published, question.place);
  const references = [...new Set([0.4, 0.6, 0.8, 1].map((share) => common[Math.round(share * (common.length - 1))]))];
  const found = READINGS.map((reading) => ({
    ...reading,
    // No more can be seen than the smallest size allows.
    own: savings(...curves, reading.ofLosses, references).map((one) => ({ ...one, most: one.reference / common[0] })),
    theirs: theirs && savingsOfCurves(...theirs.map((curve) => pointsOf(curve, reading.ofBox)), references),
  }));
  const instances = curves.flat().map(([, losses]) => losses.length);
  const overlap = theirs ? overlapText(theirs, curves, names) : '';
  return {
    title,
    paper: paperText(published, question.place),
    here: `${where(table)}${common.length} sizes from ${count(common[0])} to ${count(common.at(-1))}, ${rangeText(instances)} instances each. ${overlap}How many times fewer examples ${names[1]} needs than ${names[0]} with those of the first column, for the same median, and for as narrow a box (from first to third quartile):\n\n${savingsTables(found, references)}${collapsesText(curves, names)}`,
    scores: found.flatMap((reading) => scoreOf(reading, names, published, question)),
    picture: pictureOf(question, all, theirs),
  };
}

/** [size, losses] by ascending size; `unit`: that of the table, in the page's. */
function curveOf(rows, name, unit = 1) {
  const own = rows.filter((row) => row.name === name);
  const sizes = [...new Set(own.map(({ size }) => size))].sort((a, b) => a - b);
  return sizes
    .map((size) => [size, own.filter((row) => row.size === size).map((row) => unit * lossOf(row))])
    .filter(([, losses]) => losses.length >= LEAST);
}

const pointsOf = (curve, ofBox) => curve.map((box) => [box.size, ofBox(box), 1]);

const PLACES = ['energy-B', 'energy-A', 'position-B', 'position-A'];

function paperText(published, place) {
  const { sizes, low, high } = published.bias;
  const words = `${sizes}: with the bias a model reaches a narrow distribution of losses with ${low} to ${high} times fewer examples.`;
  if (place === undefined) {
    return `${words} There is no published curve of one network with and without the sum: by their medians at 32,000 the two curves of the section above are those of Models 1 and 2.`;
  }
  const places = place === PLACES[0] ? PLACES : [place];
  return `${words} Read in the way of the tables below, their own boxes say how many times fewer (at every size at which both curves reach the same):\n\n${markdownTable(
    ['boxes of', ...READINGS.flatMap(({ word }) => [`for the same ${word}`, `${low} or more`])],
    places.map((one) => [
      one.replace('-', ' on '),
      ...READINGS.flatMap(({ ofBox }) => rangeOfSavings(published, one, ofBox)),
    ]),
  )}`;
}

/** Least and most at all published sizes, and at how many it is as many as the authors say. */
function rangeOfSavings(published, place, ofBox) {
  const [plain, biased] = publishedCurves(published, place).map((curve) => pointsOf(curve, ofBox));
  const sizes = plain.map(([size]) => size);
  const all = savingsOfCurves(plain, biased, sizes);
  const exact = all.filter(({ atLeast, value }) => !atLeast && value > 0).map(({ value }) => value);
  const enough = all.filter(({ value }) => value >= published.bias.low);
  return [
    `${show(Math.min(...exact), 2)} to ${show(Math.max(...exact), 2)}`,
    `at ${enough.length} of ${all.length} sizes`,
  ];
}

const publishedCurves = (published, place) => ['without', 'with'].map((bias) => publishedCurve(published, place, bias));

/** One row a size of the plain model, one table a reading. */
function savingsTables(found, references) {
  const tables = found.map(({ word, own, theirs }) => {
    const published = theirs ? [`published ${word} without`, 'times fewer'] : [];
    return markdownTable(
      [
        'examples without',
        ...published,
        `${word} without, here`,
        'times fewer',
        ...(theirs ? ['published and here'] : []),
      ],
      references.map((reference, row) => [
        count(reference),
        ...(theirs ? [show(theirs[row].target), factorText(theirs[row])] : []),
        show(own[row].target),
        factorText(own[row]),
        ...(theirs ? [verdictOf(theirs[row], own[row])] : []),
      ]),
    );
  });
  return tables.join('\n\n');
}

/** At how many sizes the boxes of both overlap. */
function overlapText(theirs, curves, names) {
  const told = curves.map((curve, place) => {
    const found = curve.map(([size, losses]) => compareBoxes(publishedBox(theirs[place], size), boxOf(losses)));
    const times = (word) => found.filter((one) => one === word).length;
    return `at ${times('agree')} of ${found.length} sizes for ${names[place]} (lower here at ${times('lower')}, higher at ${times('higher')})`;
  });
  return `Their boxes and ours overlap ${told.join(', ')}. `;
}

/** At the sizes of the table, all together. */
function collapsesText(curves, names) {
  const counts = curves.map((curve) => curve.flatMap(([, losses]) => collapsedOf(losses)).length);
  if (counts.every((count) => count === 0)) return '';
  const all = curves.map((curve) => curve.flatMap(([, losses]) => losses).length);
  const texts = names.map((name, place) => `${counts[place]} of ${all[place]} instances of ${name}`);
  return `\n\nCollapsed (a loss over ten times the median of its size): ${texts.join(', ')}.`;
}

const SERIES = ['series-2', 'series-1'];

/** Both sides in panels of their own. */
function pictureOf({ picture, names, title, y, yLabel }, curves, theirs) {
  const panel = (text, marks) => ({
    title: text,
    x: scaleOf({
      from: 90,
      to: 36000,
      log: true,
      ticks: [100, 200, 500, 1000, 2000, 5000, 10000, 32000],
      format: (value) => (value < 1000 ? `${value}` : `${value / 1000}k`),
    }),
    y: scaleOf(y),
    xLabel: 'training examples',
    yLabel,
    marks,
  });
  const look = theirs ? { offset: 2, width: 2.6 } : { offset: 4, width: 6 };
  const draw = (mark, items, place) =>
    mark(...items, SERIES[place], { ...look, offset: (2 * place - 1) * look.offset });
  const own = curves.flatMap((curve, place) => curve.map((point) => draw(box, point, place)));
  const read = theirs?.flatMap((curve, place) => curve.map((one) => draw(boxOfQuartiles, [one.size, one], place)));
  return {
    name: picture,
    alt: `Box plots of losses by sample size: ${names.join(' and ')}${theirs ? ', published and here' : ''}.`,
    caption: `Losses by number of training examples: ${names.join(' and ')}. Boxes: quartiles, median${theirs ? '; here also' : ','} whiskers to the last value within 1.5 boxes.${beyondText(
      curves.flatMap((curve) => curve.flatMap(([, losses]) => losses)),
      y,
      (value) => show(value),
    )}`,
    chart: {
      title,
      description: 'Box plots of the losses of instances by sample size.',
      panels: [...(theirs ? [panel('Published', read)] : []), panel(theirs ? 'Here' : '', own)],
      legend: names.map((name, place) => [SERIES[place], name]),
    },
  };
}

function factorText({ value, low, high, atLeast }) {
  const interval = low === undefined ? '' : ` [${show(low, 2)}, ${show(high, 2)}]`;
  if (value === 0) return high === undefined || high === 0 ? 'never' : `never${interval}`;
  return `${show(value, 2)}${atLeast ? ' or more' : ''}${interval}`;
}

/** An interval that reaches what the smallest size allows has no upper end. */
const asFigure = ({ value, low, high, atLeast, most }) => ({
  value,
  low,
  high: atLeast || high > 0.999 * most ? Number.POSITIVE_INFINITY : high,
});

const verdictOf = (theirs, own) => judge(around('saving', theirs.value, theirs), asFigure(own));

/** How many times fewer examples, over the sizes of the table. What the authors say of no curve is said of narrow distributions. */
function scoreOf({ word, own, theirs }, names, { bias, sources }, { source }) {
  if (theirs === undefined && word !== 'box') return [];
  const range = (all) => all.map((one) => factorText(one)).join(', ');
  const plain = (all) => all.map((one) => factorText({ ...one, low: undefined })).join(', ');
  const verdicts = own.map((one, row) => (theirs ? verdictOf(theirs[row], one) : judge(bias, asFigure(one))));
  return [
    {
      finding: `How many times fewer examples ${names[1]} needs than ${names[0]}, for the same ${word === 'box' ? 'width of the box' : word}`,
      source: sources[source],
      kind: theirs ? 'saving' : 'range',
      paper: theirs ? plain(theirs) : `${bias.low} to ${bias.high}`,
      here: `${range(own)}: ${verdicts.join(', ')}`,
      verdict: judgeAll(verdicts),
    },
  ];
}
