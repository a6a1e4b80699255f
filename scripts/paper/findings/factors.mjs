/** @file The preliminary studies of activations and optimizers, at a tenth of their size. */
import { count, figureOf, isReplicate, lossOf, markdownTable, rowsOf, show, showInterval } from '../say.mjs';

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
  const middle = (all, name) => figureOf(all.find(([level]) => level === name)[1], 'median').value;
  const family = ['relu', 'elu', 'gelu', 'prelu', 'leaky-relu'];
  const worst = Math.max(...family.map((name) => middle(activations, name)));
  const apart = ['sigmoid', 'tanh'].every((name) => middle(activations, name) > 2 * worst);
  const tails = optimizers.map(([name, losses]) => [name, Math.max(...losses) / figureOf(losses, 'median').value]);
  const [longest] = tails.toSorted((a, b) => b[1] - a[1]);
  const { size } = rows[0];
  return {
    title: `Activations and optimizers, at ${show(size / 1000, 1)}k examples`,
    paper: published.preliminary.text,
    here: `Layers of Model 1 on A, ${count(size)} examples and ${rows[0].configuration.epochs} epochs in place of ${count(published.preliminary.examples)} and ${published.preliminary.epochs}, every optimizer with its default rate; RMSE(E)/E.\n\n${tell(activations)}\n\n${tell(optimizers)}`,
    scores: [
      {
        finding: 'Sigmoid and tanh are far off the ReLU family',
        paper: 'off the plot',
        here: `${['sigmoid', 'tanh'].map((name) => show(middle(activations, name))).join(' and ')}, the family up to ${show(worst)}`,
        agrees: apart ? 'yes' : 'no',
      },
      {
        finding: 'RMSprop has the longest tail of the optimizers',
        paper: 'a heavy tail',
        here: `${longest[0]}: the largest loss is ${show(longest[1], 2)} times the median`,
        agrees: longest[0] === 'rmsprop' ? 'yes' : 'no',
      },
    ],
    verdict: `Sigmoid and tanh ${apart ? 'far off: agrees' : 'not far off: differs'}. ${longest[0] === 'rmsprop' ? 'RMSprop has the longest tail: agrees.' : `The longest tail, relative to its median, is that of ${longest[0]}: differs.`}`,
  };
}
