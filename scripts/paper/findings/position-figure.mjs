/** @file The position by sample size beside the parametric baseline: in cm, and in multiples of the baseline. */
import { below, exactly, judge, over } from '../judge.mjs';
import { STAND_IN } from '../places.mjs';
import { publishedBox, publishedCurve } from '../published.mjs';
import { figureOf, lossOf, markdownTable, replicates, rowsOf, show, showInterval } from '../say.mjs';
import { SIZES } from '../steps.mjs';

const MODELS = [
  { name: 'model-3', title: 'Model 3', bias: 'without' },
  { name: 'model-4', title: 'Model 4', bias: 'with' },
];

export function positionFigure({ tables, published }) {
  const { position: table, 'stand-in': baselines } = tables;
  if (table === undefined || baselines === undefined) return undefined;
  const paper = published.position;
  const { cell } = STAND_IN['position-A'];
  // It hardly depends on the number of examples.
  const fitted = rowsOf(baselines).filter(({ data, model }) => data === 'position-A' && model === 'parametric');
  const baseline = cell * figureOf(fitted.map(lossOf), 'median').value;
  const lossesAt = (name, size) => replicates(table, name, size).map((loss) => cell * loss);
  const nearest = paper.sizes.map((size) => SIZES.toSorted((a, b) => Math.abs(a - size) - Math.abs(b - size))[0]);
  const theirs = ['A', 'B'].flatMap((spectrum) => publishedRows(published, spectrum));
  const ours = MODELS.map(({ name, title }) => ({
    data: 'A',
    title,
    values: nearest.map((size) => figureOf(lossesAt(name, size), 'median')?.value),
    baselines: nearest.map(() => baseline),
  }));
  const shares = MODELS.map(({ name }) => over(figureOf(lossesAt(name, nearest.at(-1)), 'median'), exactly(baseline)));
  const ends = theirs
    .filter(({ data, isNetwork }) => data === 'A' && isNetwork)
    .map(({ values, baselines }) => values.at(-1) / baselines.at(-1));
  const cells = ({ values, baselines }) =>
    values.map((value, index) => (value === undefined ? '–' : `${show(value)} (${show(value / baselines[index], 2)})`));
  const sizes = (all) => all.map((size) => `${(size / 1000).toFixed(size % 1000 === 0 ? 0 : 1)}k`);
  const tableOf = (rows, heads) =>
    markdownTable(
      ['data', 'model', ...heads],
      rows.map((row) => [row.data, row.title, ...cells(row)]),
    );
  return {
    title: 'Position by sample size, beside the baselines',
    paper: `Medians of RMSE(x) in ${paper.unit}, and in brackets over that of the parametric baseline:\n\n${tableOf(theirs, sizes(paper.sizes))}`,
    here: `Medians in cm, on preset A with photons on 3 x 3 cells of ${cell} cm; the parametric baseline has ${show(baseline)}, to which the width was fitted. Networks were not run for the position on B by sample size.\n\n${tableOf(ours, sizes(nearest))}`,
    scores: MODELS.map(({ title }, index) => ({
      finding: `${title} is better than the parametric baseline, position on A at 32k`,
      source: published.sources.positionFigure,
      kind: 'order',
      paper: `${show(ends[index], 2)} of its error`,
      here: `${showInterval(shares[index], 2)} of its error`,
      verdict: judge(below(1), shares[index]),
    })),
  };
}

function publishedRows(published, spectrum) {
  const { sizes, [spectrum]: told } = published.position;
  const names = { parametric: 'Parametric', xgboost: 'XGBoost' };
  const read = Object.entries(names).flatMap(([name, title]) =>
    told[name] === undefined ? [] : [{ title, values: told[name], isNetwork: false }],
  );
  const networks = MODELS.map(({ title, bias }) => {
    const curve = publishedCurve(published, `position-${spectrum}`, bias);
    return { title, values: sizes.map((size) => publishedBox(curve, size).median), isNetwork: true };
  });
  return [...read, ...networks].map((row) => ({ ...row, data: spectrum, baselines: told.parametric }));
}
