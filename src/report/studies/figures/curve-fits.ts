/** @file Figures: criterion and spread of all candidates against the sample size. */
import type { CurveAnalysis } from '../../../questions/curve/plan/index.js';
import { type Chart, seriesStyle } from '../../chart/index.js';
import { estimateText } from '../../number-text.js';
import type { Table } from '../../table/table.js';
import { endsOf, intervalWords } from '../../view/interval-words.js';
import { fitAxis } from '../../view/value-axis.js';
import { type SizePoint, sizeLines } from '../charts/size-lines.js';
import { sizeText } from '../couple-names.js';
import { trainingsText } from '../source-words.js';
import { directionWords, studyAxis, toldCriterion } from '../study-direction.js';
import { candidateColumns, criterionOf, type ShownStudy } from '../study-words.js';

export function curveFitFigures(study: ShownStudy<CurveAnalysis>): readonly Chart[] {
  return (['criterion', 'spread'] as const).map((which) => fitFigure(study, which));
}

function fitFigure(
  { plan, figure, nameOf, analysis: { candidates } }: ShownStudy<CurveAnalysis>,
  which: 'criterion' | 'spread',
): Chart {
  const name = toldCriterion(String(plan[which]), figure);
  const all = candidates.flatMap(({ candidate, sizes }) =>
    sizes.map(({ size, distribution }) => ({ candidate, size, distribution, found: criterionOf(distribution, name) })),
  );
  const lines = candidates.map(({ candidate }) =>
    all.flatMap((one): SizePoint[] => {
      if (one.candidate !== candidate || one.found === null || !Number.isFinite(one.found.value)) return [];
      const { value, interval } = one.found;
      const title = `${nameOf(candidate)}, ${sizeText(one.size)}: ${estimateText(value, interval)}`;
      return [{ size: one.size, value, interval: endsOf(interval), title }];
    }),
  );
  const values = lines.flat().map(({ value }) => value);
  const axis = which === 'spread' ? fitAxis(values, 'minimize') : studyAxis(values, figure);
  return {
    says: `${name} of the ${figure} against the sample size.`,
    reads: [intervalWords(all.flatMap(({ found }) => found?.interval ?? []))],
    direction: which === 'spread' ? 'lower is better' : directionWords(figure),
    n: `n = ${trainingsText(all.map(({ distribution }) => distribution.losses.length))} at each point`,
    plot: sizeLines({ lines, sizes: candidates[0]?.sizes.map(({ size }) => size) ?? [], axis, quantity: name }),
    keys: candidates.map(({ candidate }, index) => ({ name: nameOf(candidate), style: seriesStyle(index) })),
    data: {
      ...{ id: `curve-${which}`, caption: name, rows: all },
      columns: [
        ...candidateColumns(nameOf),
        { key: 'size', unit: 'count', of: ({ size }) => size },
        {
          key: name,
          unit: 'value',
          of: ({ found }) => found?.value ?? null,
          interval: ({ found }) => found?.interval ?? null,
        },
      ],
    } satisfies Table<(typeof all)[number]>,
  };
}
