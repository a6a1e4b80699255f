/** @file The position by sample size beside the parametric baseline: published in cm, here in cells, compared in multiples of the baseline. */
import { below, exactly, judge, over } from '../judge.mjs';
import { publishedBox, publishedCurve } from '../published.mjs';
import { count, figureOf, lossOf, markdownTable, replicates, rowsOf, show, showInterval } from '../say.mjs';
import { SIZES } from '../steps.mjs';

const MODELS = [
  { name: 'model-3', title: 'Model 3', bias: 'without' },
  { name: 'model-4', title: 'Model 4', bias: 'with' },
];

/** The baseline hardly depends on the number of examples, so that of the variant with the same data serves. */
const BASELINE = 'Dataset A, 3 x 3 cells';

export function positionFigure({ tables, published }) {
  const { position: table, 'position-variants': variants } = tables;
  if (table === undefined || variants === undefined) return undefined;
  const paper = published.position;
  const fitted = rowsOf(variants).filter(({ variant, model }) => variant === BASELINE && model === 'parametric');
  const baseline = figureOf(fitted.map(lossOf), 'median').value;
  const nearest = paper.sizes.map((size) => SIZES.toSorted((a, b) => Math.abs(a - size) - Math.abs(b - size))[0]);
  const theirs = ['A', 'B'].flatMap((spectrum) => publishedRows(published, spectrum));
  const ours = MODELS.map(({ name, title }) => ({
    data: 'A',
    title,
    values: nearest.map((size) => figureOf(replicates(table, name, size), 'median')?.value),
    baselines: nearest.map(() => baseline),
  }));
  const shares = MODELS.map(({ name }) =>
    over(figureOf(replicates(table, name, nearest.at(-1)), 'median'), exactly(baseline)),
  );
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
    here: `Medians in cells, on preset A with photons on 3 x 3 cells; the parametric baseline (fitted to ${count(fitted[0].size)} examples) has ${show(baseline)}. XGBoost was not run for the position, nor B by sample size.\n\n${tableOf(ours, sizes(nearest))}`,
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
