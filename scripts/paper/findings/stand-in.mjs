/** @file The stand-in beside the published baselines, to which it was fitted: what of them it has within 5 %, and what resists. */
import { STAND_IN } from '../places.mjs';
import { figureOf, lossOf, markdownTable, percent, replicates, rowsOf, show } from '../say.mjs';

/** A figure is matched within this share of the published one. */
const CLOSE = 0.05;

export function standIn({ tables, published }) {
  const table = tables['stand-in'];
  if (table === undefined || tables.xgboost === undefined || tables['energy-b'] === undefined) return undefined;
  const { sizes } = published.sizes;
  const { plane } = STAND_IN['position-B'].data;
  const position = (data, depth, model) => (size) =>
    STAND_IN[data].cell * positionError(table, { data, plane: depth, model, size });
  const rows = [
    [
      'energy on B, parametric',
      published.sizes.parametric,
      (size) => middle(replicates(tables['energy-b'], 'parametric', size)),
    ],
    [
      'energy on B, XGBoost',
      published.sizes.xgboost,
      (size) =>
        middle(
          rowsOf(tables.xgboost)
            .filter((row) => row.size === size)
            .map(lossOf),
        ),
    ],
    ['position on A, parametric, cm', published.position.A.parametric, position('position-A', 10, 'parametric')],
    ['position on B, parametric, cm', published.position.B.parametric, position('position-B', plane, 'parametric')],
    ['position on B, XGBoost, cm', published.position.B.xgboost, position('position-B', plane, 'xgboost')],
  ].map(([name, theirs, own]) => ({
    name,
    cells: sizes.map((size, index) => ({ size, theirs: theirs[index], own: own(size) })),
  }));
  const all = rows.flatMap(({ name, cells }) => cells.map((cell) => ({ name, ...cell })));
  if (all.some(({ own }) => !Number.isFinite(own))) return undefined;
  const resisting = all.filter(({ theirs, own }) => Math.abs(own / theirs - 1) > CLOSE);
  return {
    title: 'The stand-in beside the published baselines',
    paper: `Of the baselines that need no network there are ${all.length} figures: on B of energy and position, on A of the position's parametric one. How wide cells are, where photons hit, and what XGBoost was given is not known here.`,
    here: `Published / here, and how far ours is off:\n\n${markdownTable(
      ['', ...sizes.map((size) => `${size / 1000}k`)],
      rows.map(({ name, cells }) => [name, ...cells.map(cellText)]),
    )}\n\n${fitText(table, published, plane)}`,
    verdict: `${all.length - resisting.length} of ${all.length} figures are within ${percent(CLOSE)}${resisting.length === 0 ? '.' : `; what resists: ${resisting.map(({ name, size, theirs, own }) => `${name} at ${size / 1000}k (${offText(own / theirs)})`).join(', ')}.`}`,
    why: `To the energy nothing was fitted: ${STAND_IN['energy-B'].fitted}.

On A was fitted: ${STAND_IN['position-A'].fitted}. Cells of ${STAND_IN['position-A'].cell} cm are 0.12 Molière radii there, a width that was chosen for the largest deposit: no calorimeter has a Molière radius of ${show(STAND_IN['position-A'].cell / 0.12, 2)} cm, so the two do not go together.

On B were fitted: ${STAND_IN['position-B'].fitted}; its cells are 0.35 Molière radii of ${show(STAND_IN['position-B'].cell / 0.35, 2)} cm. Losses of networks took no part. Position on B is not trained yet.`,
  };
}

const middle = (losses) => figureOf(losses, 'median')?.value;

function positionError(table, asked) {
  const own = rowsOf(table).filter((row) => Object.entries(asked).every(([name, value]) => row[name] === value));
  return middle(own.map(lossOf));
}

const offText = (ratio) => `${ratio < 1 ? '-' : '+'}${percent(Math.abs(ratio - 1), 1)}`;
const cellText = ({ theirs, own }) => `${show(theirs)} / ${show(own)}, ${offText(own / theirs)}`;

/** XGBoost's error over that of the parametric baseline, which needs no width of a cell, by the depth of the plane. */
function fitText(table, published, chosen) {
  const [size] = published.position.sizes;
  const tried = rowsOf(table).filter((row) => row.model === 'xgboost' && row.size === size);
  const planes = [...new Set(tried.map(({ plane }) => plane))];
  const ratioAt = (plane) => {
    const of = (model) => positionError(table, { data: 'position-B', plane, model, size });
    return of('xgboost') / of('parametric');
  };
  const told = planes.toSorted((a, b) => a - b).map((plane) => `${show(ratioAt(plane), 2)} at ${plane}`);
  const { xgboost, parametric } = published.position.B;
  return `XGBoost's error over that of the parametric baseline, position on B with ${size / 1000}k examples: published ${show(xgboost[0] / parametric[0], 2)}; here, by the depth of the plane that positions refer to, in radiation lengths: ${told.join(', ')}. Taken is ${chosen}, for all four sizes. An angle moves a shower beside the point that is asked for: the shallower the plane, the more there is to be learnt from its shape.`;
}
