/** @file What the barycentre is worth for the position, with one thing changed at a time in the data or in the training. */
import { figureOf, lossOf, markdownTable, rangeText, rowsOf, show } from '../say.mjs';

export function position({ tables, published }) {
  const table = tables['position-variants'];
  if (table === undefined) return undefined;
  const rows = rowsOf(table);
  const median = (variant, model) => {
    const losses = rows.filter((row) => row.variant === variant && row.model === model).map(lossOf);
    return losses.length === 0 ? undefined : figureOf(losses, 'median').value;
  };
  const all = [...new Set(rows.map(({ variant }) => variant))].map((variant) => ({
    variant,
    three: median(variant, 'model-3'),
    four: median(variant, 'model-4'),
    parametric: median(variant, 'parametric'),
  }));
  const found = all.filter(({ three, four }) => three !== undefined && four !== undefined);
  // What is made of them rests on these, the last ones to be trained.
  if (!found.some(({ variant }) => variant.startsWith('Dataset A, 3 x 3'))) return undefined;
  const counts = found.map(
    ({ variant }) => rows.filter((row) => row.variant === variant && row.model !== 'parametric').length / 2,
  );
  const gains = found.toSorted((a, b) => b.three / b.four - a.three / a.four);
  const [most] = gains;
  const size = rows[0].size;
  return {
    title: 'Why the barycentre gains little here, and what it takes',
    paper: `The barycentre lets the model of the position do with ${published.bias.low} to ${published.bias.high} times fewer examples. Where photons hit, and in which frame positions are counted, is not known to us.`,
    here: `${size.toLocaleString('en-US')} examples, 50 epochs, as published but for one thing; RMSE(x) in cells, medians of ${rangeText(counts)} instances. First row: preset B, photons hit the central cell, deposits in GeV.\n\n${markdownTable(
      ['changed', 'Model 3', 'Model 4', 'Model 3 / Model 4', 'parametric'],
      found.map(({ variant, three, four, parametric }) => [
        variant,
        show(three),
        show(four),
        show(three / four, 2),
        show(parametric),
      ]),
    )}`,
    verdict: `The barycentre is worth most with "${most.variant}": Model 4's error is then ${show(most.three / most.four, 2)} times smaller.`,
    why: WHY,
  };
}

const WHY = `Three things decide. *Angles*: a photon that arrives at an angle showers beside the point that is asked for, by its slope
times the depth, and the depth varies; this is what the parametric row of B is made of, and neither the barycentre nor a network can take it off.
*Where photons hit*: in one cell the place shows in the shape around the hottest cell, which the convolutions see as well. Over several cells it does
not, since the pooling over the whole map forgets where the hottest cell was; Model 3 must learn it from the strides and the edges of the map.
*The scale of deposits*: in GeV, the output must not depend on the energy, which most steps go into learning; as shares of their sum, clusters of all
energies look alike, and a network with a few hundred examples is beyond the barycentre, with it or without. So the stand-in shows the published gain
where deposits stay in GeV, photons come straight and hit several cells.`;
