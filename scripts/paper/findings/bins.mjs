/** @file The loss by bins of energy on B. */
import { dots, line, scaleOf } from '../chart.mjs';
import { above, judge } from '../judge.mjs';
import { figureOf, rowsOf, shareOf, show } from '../say.mjs';

const SERIES = { parametric: 'series-7', 'model-1': 'series-2', 'model-2': 'series-1' };
const TITLES = { parametric: 'Parametric', 'model-1': 'Model 1', 'model-2': 'Model 2' };

export function bins({ tables, published }) {
  const table = tables['energy-bins'];
  if (table === undefined) return undefined;
  const rows = rowsOf(table);
  const [{ edges }] = rows;
  const centres = edges.slice(1).map((high, bin) => Math.sqrt(edges[bin] * high));
  const names = Object.keys(TITLES).filter((name) => rows.some(({ model }) => model === name));
  const own = (name) => rows.filter(({ model }) => model === name);
  const medians = (name) =>
    centres.map(
      (_, bin) =>
        figureOf(
          own(name).map(({ losses }) => losses[bin]),
          'median',
        ).value,
    );
  const falling = rows.filter(({ losses }) => losses[0] > losses.at(-1)).length;
  const below = (name) => medians(name).filter((value, bin) => value < medians('parametric')[bin]).length;
  const x = scaleOf({ from: 1, to: 100, log: true, ticks: [1, 2, 5, 10, 20, 50, 100] });
  const marksOf = (of) =>
    names.flatMap((name) => [
      line(
        medians(name).map((value, bin) => [centres[bin], of(value, bin)]),
        SERIES[name],
      ),
      dots(
        own(name).flatMap(({ losses }) => losses.map((loss, bin) => [centres[bin], of(loss, bin)])),
        SERIES[name],
      ),
    ]);
  return {
    title: 'Loss by energy',
    paper: 'Shown by bins of energy; the values are not at hand.',
    here: `${names
      .filter((name) => name !== 'parametric')
      .map(
        (name) =>
          `${TITLES[name]} (${own(name).length} instances) is below the parametric baseline in ${below(name)} of ${centres.length} bins: ${show(medians(name)[0])} against ${show(medians('parametric')[0])} from ${edges[0]} to ${edges[1]} GeV, ${show(medians(name).at(-1))} against ${show(medians('parametric').at(-1))} above ${edges.at(-2)} GeV.`,
      )
      .join(' ')}`,
    scores: [
      {
        finding: 'The relative error falls with the energy',
        source: published.sources.energyFigure,
        kind: 'direction',
        paper: 'falls',
        here: `${names
          .map((name) => `${TITLES[name]} ${show(medians(name)[0])} to ${show(medians(name).at(-1))}`)
          .join(', ')}; in ${falling} of ${rows.length} instances`,
        verdict: judge(above(0.5), shareOf(falling, rows.length)),
      },
    ],
    picture: {
      name: 'paper-bins',
      alt: 'Relative error by energy for the parametric baseline and Models 1 and 2.',
      caption:
        'RMSE(E)/E on B by bins of energy, and over that of the parametric baseline: every instance, and the median of each model.',
      chart: {
        title: 'Loss by energy',
        description: 'Relative error of every instance by bins of energy.',
        panels: [
          {
            x,
            y: scaleOf({ from: 0.01, to: 0.2, log: true, ticks: [0.01, 0.02, 0.05, 0.1, 0.2] }),
            xLabel: 'energy / GeV',
            yLabel: 'RMSE(E) / E',
            marks: marksOf((loss) => loss),
          },
          {
            x,
            y: scaleOf({ from: 0.8, to: 2, log: true, ticks: [0.8, 1, 1.2, 1.4, 1.6, 1.8, 2] }),
            xLabel: 'energy / GeV',
            yLabel: 'over the parametric baseline',
            marks: marksOf((loss, bin) => loss / medians('parametric')[bin]),
          },
        ],
        legend: names.map((name) => [SERIES[name], TITLES[name]]),
      },
    },
  };
}
