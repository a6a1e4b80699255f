/** @file Compared runs as tables for other documents, in the words of the terminal, with every row. */
import { formatCount, formatValue } from '../number-text.js';
import type { TextTable } from '../text-tables/text-table.js';
import type { CompareView } from './compare-view.js';
import { answerRows, differenceText } from './compare-words.js';
import type { SharedCandidate } from './shared-candidates.js';

/** The runs, what differs, and candidates in common; without those that have no row. */
export function compareTables(view: CompareView): readonly TextTable[] {
  const { runs, differences, shared, criterion } = view;
  const columns = (first: string): TextTable['columns'] => [
    { heading: first, align: 'left' },
    ...runs.map(({ name }) => ({ heading: name, align: 'left' as const })),
  ];
  const tables: readonly TextTable[] = [
    { caption: view.headline, columns: columns(''), rows: answerRows(view).map(([what, cells]) => [what, ...cells]) },
    {
      caption: 'What differs',
      columns: columns(''),
      rows: differences.map(({ what, values }) => [what, ...values]),
    },
    {
      caption: `Candidates in common, ${criterion}; difference: below 0 lower than in the run named last`,
      columns: [...columns('candidate'), { heading: 'difference', align: 'left' }],
      rows: shared.map((one) => [
        one.name,
        ...runs.map((_, run) => figureText(one, run)),
        one.differences
          .map((own) => `${differenceText(own)} (${runs[own.run]?.name} - ${runs[own.from]?.name})`)
          .join('; '),
      ]),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

function figureText({ figures }: SharedCandidate, run: number): string {
  const own = figures.find((one) => one.run === run);
  if (own === undefined || own.value === null) return '-';
  return `${formatValue(own.value)} (n ${formatCount(own.trials)}${own.from === 'fresh' ? ' fresh' : ''})`;
}
