/** @file How far instances of Models 1 and 2 are off in common by energy, and how much that differs between instances: the systematic uncertainty of a model. */
import { band, line, scaleOf } from '../chart.mjs';
import { collapsedText, count, lossOf, markdownTable, rangeText, rowsOf, show, showInterval } from '../say.mjs';

const SERIES = { parametric: 'series-7', 'model-1': 'series-2', 'model-2': 'series-1' };
const TITLES = { 'model-1': 'Model 1', 'model-2': 'Model 2', parametric: 'Parametric' };

export function energySlices({ tables, published }) {
  const table = tables['energy-slices'];
  if (table?.slices === undefined) return undefined;
  const { examples, slices, candidates } = table.slices;
  const { sample } = table.experiment;
  const models = Object.keys(TITLES).map((name) => candidates.find((one) => one.name === name));
  const edges = slices.map(({ name }) => name.split(' to ').map(Number));
  // Where both ends count alike in a logarithm.
  const middles = edges.map(([low, high]) => Math.sqrt(low * high));
  const share = ({ value, low, high }, slice) => {
    const own = (one) => (one === null ? undefined : (100 * one) / middles[slice]);
    return { value: own(value), low: own(low), high: own(high) };
  };
  const rows = models.flatMap(({ name, slices: own }) =>
    own.map(({ loss, systematic, spread }, slice) => [
      TITLES[name],
      slices[slice].name,
      count(slices[slice].examples),
      showInterval(bounded(loss)),
      showInterval(share(systematic, slice), 2),
      showInterval(share(spread, slice), 2),
    ]),
  );
  const networks = models.filter(({ name }) => name !== 'parametric');
  const shown = ({ slices: own }) => own.filter(({ systematic: { low, high } }) => low > 0 || high < 0).length;
  const spreads = ({ slices: own }) => own.map(({ spread }, slice) => share(spread, slice).value);
  const [one, two] = networks.map(spreads);
  const larger = two.filter((value, slice) => value > one[slice]).length;
  const [first, second] = networks.map(({ slices: own }) => own.map(({ spread }) => spread));
  const apart = second.filter(({ low }, slice) => low !== null && low > (first[slice].high ?? Infinity)).length;
  const losses = (name) =>
    rowsOf(table)
      .filter((row) => row.name === name)
      .map(lossOf);
  return {
    title: 'Systematic uncertainty by energy',
    paper: published.systematic.text,
    here: `${rangeText(networks.map(({ retrainings }) => retrainings))} instances of each network, trained on ${count(sample)} showers and asked about ${count(examples)} others, by slices of energy. *Off by*: predicted less true energy, the mean over instances and showers. *Spread*: the standard deviation of that mean between instances, which is the systematic uncertainty of a single one. Both in % of the energy in the middle of the slice (of its logarithm). Collapsed, and left out: ${networks.map(({ name }) => `${collapsedText(losses(name))} of ${TITLES[name]}`).join(', ')}.\n\n${markdownTable(
      ['model', 'energy / GeV', 'showers', 'RMSE / GeV', 'off by / %', 'spread / %'],
      rows,
    )}\n\nOver all energies two instances differ on the median shower by ${networks.map(({ name, disagreement }) => `${percentText(disagreement)} (${TITLES[name]})`).join(' and ')} of the energies' standard deviation.`,
    verdict: `${networks.map((model, place) => `${TITLES[model.name]}'s instances spread by ${rangeOf([one, two][place])} % of the energy, and in the mean are shown to be off in ${shown(model)} of ${slices.length} slices`).join('. ')}. Model 2 spreads more than Model 1 in ${larger} of ${slices.length}, in ${apart} with intervals that do not overlap.`,
    why: 'Intervals of what models are off by hold for further instances and showers, those of spreads for further instances. Who uses one instance cannot know its energy scale better than the spread, unless its own shift is measured on showers of known energy. A spread that is nearly the same share at all energies is one of the scale as a whole; steps at a constant rate, which move it until the last one, may be why Model 2, whose rate is ten times that of Model 1, has more of it.',
    picture: {
      name: 'paper-slices',
      alt: 'What Models 1 and 2 and the parametric baseline are off by, and its spread between instances, by energy.',
      caption:
        'Left: predicted less true energy, the mean of all instances, with its 95 % interval. Right: the standard deviation of that between instances. In % of the middle energy of each slice.',
      chart: chartOf(models, middles, share),
    },
  };
}

const bounded = ({ value, low, high }) => ({ value, low: low ?? undefined, high: high ?? undefined });

function percentText({ value, low, high }) {
  const percents = {
    value: 100 * value,
    low: low === null ? undefined : 100 * low,
    high: high === null ? undefined : 100 * high,
  };
  return `${showInterval(percents, 2)} %`;
}

const rangeOf = (values) => `${show(Math.min(...values), 2)} to ${show(Math.max(...values), 2)}`;

function chartOf(models, middles, share) {
  const x = scaleOf({ from: 1, to: 100, log: true, ticks: [1, 2, 5, 10, 20, 50, 100] });
  const off = (own) => own.map(({ systematic }, slice) => share(systematic, slice));
  const ends = models.flatMap(({ slices }) => off(slices).flatMap(({ low, high }) => [low, high]));
  const spreads = models.flatMap(({ slices }) => slices.map(({ spread }, slice) => share(spread, slice).value));
  return {
    title: 'Systematic uncertainty by energy',
    description: 'What instances are off by in common, and how much that differs between them, by slices of energy.',
    panels: [
      {
        ...{ x, xLabel: 'energy / GeV', yLabel: 'off by / %' },
        y: scaleOf({ from: Math.min(...ends), to: Math.max(...ends) }),
        marks: models.flatMap(({ name, slices }) => [
          band(
            off(slices).map(({ low, high }, slice) => [middles[slice], low, high]),
            SERIES[name],
          ),
          line(
            off(slices).map(({ value }, slice) => [middles[slice], value]),
            SERIES[name],
          ),
        ]),
      },
      {
        ...{ x, xLabel: 'energy / GeV', yLabel: 'spread between instances / %' },
        y: scaleOf({ from: 0, to: Math.max(...spreads) }),
        marks: models.map(({ name, slices }) =>
          line(
            slices.map(({ spread }, slice) => [middles[slice], share(spread, slice).value]),
            SERIES[name],
          ),
        ),
      },
    ],
    legend: models.map(({ name }) => [SERIES[name], TITLES[name]]),
  };
}
