/** @file The sections of a comparison of factors: of each its levels, and their pairs. */
import type { CompareAnalysis, FactorAnalysis } from '../../questions/compare/plan/index.js';
import { renderTable } from '../table/table-html.js';
import { factorTable, pairTable } from './compare.js';
import { levelBoxesFigure } from './figures/level-boxes.js';
import { levelDifferencesFigure } from './figures/level-differences.js';
import { setTable } from './set-table.js';
import { type StudySection, studySection } from './study-section.js';
import type { ShownStudy } from './study-words.js';

/** What is shown to differ first. */
export function compareSections(study: ShownStudy<CompareAnalysis>): StudySection[] {
  const { factors } = study.analysis;
  const shown = factors.filter(({ levels }) => levels.length > 0);
  const first = shown.find(({ verdict: { finding } }) => finding === 'differ') ?? shown[0];
  return [
    studySection({ id: 'factors', title: 'Factors', details: renderTable(factorTable(factors)), place: 'open' }),
    ...[...new Set(first === undefined ? [] : [first, ...shown])].flatMap((factor) => [
      levelSection(study, factor),
      ...(factor.pairs.length === 0 ? [] : [pairSection(study, factor)]),
    ]),
  ];
}

function levelSection(study: ShownStudy<CompareAnalysis>, factor: FactorAnalysis): StudySection {
  const index = study.analysis.factors.indexOf(factor);
  const { name, levels } = factor;
  const of = levels.map(({ value }) => `${name} = ${value}`);
  const table = setTable(
    study,
    study.sets.filter(({ set }) => of.includes(set)),
  );
  return studySection({
    id: `factor-${index}-levels`,
    title: `Levels of ${name}`,
    picture: levelBoxesFigure(study, factor, index),
    details: renderTable({
      ...table,
      // A level says more than its candidate.
      columns: table.columns.filter(({ key }) => key !== 'name'),
      caption: `Levels of ${name}`,
    }),
  });
}

function pairSection(study: ShownStudy<CompareAnalysis>, factor: FactorAnalysis): StudySection {
  const index = study.analysis.factors.indexOf(factor);
  return studySection({
    id: `factor-${index}-pairs`,
    title: `Pairs of levels of ${factor.name}`,
    figures: [levelDifferencesFigure(study, factor, index)],
    details: renderTable(pairTable(factor)),
  });
}
