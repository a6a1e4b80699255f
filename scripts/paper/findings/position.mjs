/** @file What the barycentre is worth for the position, with one thing changed at a time in the data or in the training. */
import { around, judge } from '../judge.mjs';
import { STAND_IN } from '../places.mjs';
import { isWithin, publishedBox, publishedCurve } from '../published.mjs';
import { count, figureOf, lossOf, markdownTable, rangeText, rowsOf, show } from '../say.mjs';

export function position({ tables, published }) {
  const table = tables['position-variants'];
  if (table === undefined) return undefined;
  const rows = rowsOf(table);
  const median = (variant, model) => {
    const losses = rows.filter((row) => row.variant === variant && row.model === model).map(lossOf);
    return losses.length === 0 ? undefined : widthOf(variant) * figureOf(losses, 'median').value;
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
    title: 'What the gain by the barycentre depends on',
    paper: `${publishedText(published, size)} Where photons hit, and in which frame positions are counted, is not known here.`,
    here: `${count(size)} examples, otherwise as published but for one thing; RMSE(x) in cm by the widths of the stand-in's cells (${STAND_IN['position-A'].cell} cm on A, ${STAND_IN['position-B'].cell} cm on B), medians of ${rangeText(counts)} instances. First row: preset B, photons hit the central cell, deposits in GeV.\n\n${markdownTable(
      ['changed', 'Model 3', 'Model 4', 'Model 3 / Model 4', 'parametric'],
      found.map(({ variant, three, four, parametric }) => [
        variant,
        show(three),
        show(four),
        show(three / four, 2),
        show(parametric),
      ]),
    )}`,
    scores: ratiosOf(found, published, size).map(({ spectrum, ratio, low, high }) => ({
      finding: `Model 3's position error over Model 4's, ${spectrum} with ${count(size)} examples`,
      source: published.sources.positionSizes,
      kind: 'median',
      paper: show(ratio, 2),
      here: `${show(low, 2)} to ${show(high, 2)}, by what is changed: a range over variants that were tried is no interval`,
      verdict: judge(around('median', ratio), undefined),
    })),
    verdict: `${verdictOf(ratiosOf(found, published, size))} The barycentre is worth most with "${most.variant}": Model 4's error is then ${show(most.three / most.four, 2)} times smaller.`,
    why: reasons(found),
  };
}

/** Of a cell, in cm. */
function widthOf(variant) {
  const { cell } = STAND_IN[variant.startsWith('Dataset A') ? 'position-A' : 'position-B'];
  return variant === 'cells three times as wide' ? 3 * cell : cell;
}

/** Model 3's and Model 4's published medians at a size, and how many times one is the other. */
function publishedPair(published, spectrum, size) {
  const [three, four] = ['without', 'with'].map(
    (bias) => publishedBox(publishedCurve(published, `position-${spectrum}`, bias), size).median,
  );
  return { three, four, ratio: three / four };
}

function publishedText(published, size) {
  const told = ['B', 'A'].map((spectrum) => {
    const { three, four, ratio } = publishedPair(published, spectrum, size);
    return `${show(three)} and ${show(four)} cm on ${spectrum}, ${show(ratio, 2)} times apart`;
  });
  return `Models 3 and 4 at ${count(size)} examples, between the boxes of the sample-size plots: ${told.join('; ')}.`;
}

/** Whether the ratio of the two models, which needs no unit, lies between the smallest and the largest of the variants of the same data. */
function verdictOf(all) {
  const told = all.map(({ spectrum, ratio, low, high }) => {
    const isReached = isWithin(ratio, { low, high });
    return `On ${spectrum} the published ratio of ${show(ratio, 2)} is ${isReached ? 'within' : 'beyond'} those here (${show(low, 2)} to ${show(high, 2)}).`;
  });
  return told.join(' ');
}

function ratiosOf(found, published, size) {
  return ['B', 'A'].map((spectrum) => {
    const ratios = found
      .filter(({ variant }) => variant.startsWith('Dataset A') === (spectrum === 'A'))
      .map(({ three, four }) => three / four);
    const { ratio } = publishedPair(published, spectrum, size);
    return { spectrum, ratio, low: Math.min(...ratios), high: Math.max(...ratios) };
  });
}

/** What decides, each with its figures. */
function reasons(variants) {
  const [base, tenths, straight, shares, wide, onA, wideOnA] = [
    'as published',
    'barycentre in tenths of a cell',
    'no angles',
    'clusters as shares of their sum',
    'photons hit 3 x 3 cells',
    'Dataset A',
    'Dataset A, 3 x 3 cells',
  ].map((name) => variants.find(({ variant }) => variant === name));
  const pair = ({ three, four }) => `${show(three)} and ${show(four)}`;
  return [
    `*The unit of the barycentre.* In cells it is a small number beside features in GeV, and at the published rate its weights grow slowly. In tenths of a cell Model 4's error is ${show(tenths.four)} in place of ${show(base.four)}. Which unit the authors gave it in is not known here.`,
    `*Angles.* A photon at an angle showers beside the point that is asked for, by its slope times the depth of the shower, which varies. That is ${straight.parametric < base.parametric / 2 ? 'most' : 'some'} of the parametric baseline's ${show(base.parametric)} on B: without angles it has ${show(straight.parametric)}, and Models 3 and 4 have ${pair(straight)} in place of ${pair(base)}.`,
    `*Where photons hit.* Within one cell the place shows in the shape around the hottest cell, which convolutions see. Over several cells it does not: pooling over the whole map forgets where the hottest cell was, and Model 3 must find it by the strides and the edges. With 3 x 3 cells Models 3 and 4 have ${pair(wide)} on B, ${pair(wideOnA)} on A (central cell alone: ${pair(onA)}).`,
    `*The scale of deposits.* In GeV the output must be made independent of the energy first. As shares of their sum, clusters of all energies look alike: Models 3 and 4 have ${pair(shares)}, where the parametric baseline has ${show(shares.parametric)}: ${shares.three / shares.four < 1.05 ? 'the barycentre adds nothing that can be seen' : `${show(shares.three / shares.four, 2)} times apart`}.`,
  ].join('\n\n');
}
