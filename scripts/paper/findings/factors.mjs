/** @file The preliminary studies of activations and optimizers, at a tenth of their size. */
import { above, judge, judgeAll, over } from '../judge.mjs';
import {
  count,
  figureOf,
  isReplicate,
  lossOf,
  markdownTable,
  ratioOfSpreads,
  rowsOf,
  show,
  showInterval,
} from '../say.mjs';

/** RMSE(E)/E, also where a candidate was trained on its square. */
function relativeError(row) {
  return row.configuration.loss.name === 'relative-squared-error' ? Math.sqrt(lossOf(row)) : lossOf(row);
}

const BASE = { activation: 'relu', optimizer: 'adamw' };

export function factors({ tables, published }) {
  const table = tables.factors;
  if (table === undefined) return undefined;
  const rows = rowsOf(table).filter(isReplicate);
  const activationOf = ({ layers }) => layers[0].conv.activation;
  const levels = (read, other) => {
    const own = rows.filter(({ configuration }) =>
      Object.entries(other).every(([name, value]) => readers[name](configuration) === value),
    );
    const names = [...new Set(own.map(({ configuration }) => read(configuration)))];
    return names.map((name) => [
      name,
      own.filter(({ configuration }) => read(configuration) === name).map(relativeError),
    ]);
  };
  const readers = { activation: activationOf, optimizer: ({ optimizer }) => optimizer.name };
  const activations = levels(readers.activation, { optimizer: BASE.optimizer });
  const optimizers = levels(readers.optimizer, { activation: BASE.activation });
  if (activations.length < 3 || optimizers.length < 3) return undefined;
  const tell = (all) =>
    markdownTable(
      ['', 'instances', 'median', 'largest', 'largest / median'],
      all.map(([name, losses]) => {
        const middle = figureOf(losses, 'median');
        const most = Math.max(...losses);
        return [name, `${losses.length}`, showInterval(middle), show(most), show(most / middle.value, 2)];
      }),
    );
  const middle = (all, name) => figureOf(all.find(([level]) => level === name)[1], 'median');
  const family = ['relu', 'elu', 'gelu', 'prelu', 'leaky-relu'];
  const worst = family.map((name) => middle(activations, name)).toSorted((a, b) => b.value - a.value)[0];
  const far = ['sigmoid', 'tanh'].map((name) => middle(activations, name));
  // In multiples of the median: how far the tail of a level reaches is told by its spread.
  const relative = (losses) => losses.map((loss) => loss / figureOf(losses, 'median').value);
  const [[, ofRmsprop]] = optimizers.filter(([name]) => name === 'rmsprop');
  const ratios = optimizers
    .filter(([name]) => name !== 'rmsprop')
    .map(([name, losses]) => ({ name, ...ratioOfSpreads(relative(ofRmsprop), relative(losses)) }));
  const nearest = ratios.toSorted((a, b) => a.low - b.low)[0];
  const { size } = rows[0];
  return {
    title: `Activations and optimizers, at ${show(size / 1000, 1)}k examples`,
    paper: published.preliminary.text,
    here: `Layers of Model 1 on A, ${count(size)} examples and ${rows[0].configuration.epochs} epochs in place of ${count(published.preliminary.examples)} and ${published.preliminary.epochs}, every optimizer with its default rate; RMSE(E)/E.\n\n${tell(activations)}\n\n${tell(optimizers)}`,
    scores: [
      {
        finding: 'Sigmoid and tanh are far off the ReLU family',
        source: published.sources.preliminary,
        kind: 'order',
        paper: 'off the plot',
        here: `${far.map((one) => showInterval(one)).join(' and ')}, the family up to ${showInterval(worst)}`,
        verdict: judgeAll(far.map((one) => judge(above(2), over(one, worst)))),
      },
      {
        finding: 'RMSprop has the longest tail of the optimizers',
        source: published.sources.preliminary,
        kind: 'order',
        paper: 'a heavy tail',
        here: `over its median it spreads ${showInterval(nearest, 2)} times as much as ${nearest.name}, the nearest`,
        verdict: judgeAll(ratios.map((one) => judge(above(1), one))),
      },
    ],
  };
}
