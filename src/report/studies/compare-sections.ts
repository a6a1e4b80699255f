/** @file The sections of a comparison of factors: of each its levels, and their pairs with every test. */
import { ALPHA, type CompareAnalysis, type FactorAnalysis } from '../../questions/compare/plan/index.js';
import { html } from '../html/markup.js';
import { levelBoxesFigure } from './figures/level-boxes.js';
import { levelDifferencesFigure } from './figures/level-differences.js';
import { levelSlopesFigure } from './figures/level-slopes.js';
import { namedSets } from './study-kinds.js';
import { type ShownStudy, type StudySection, studySection } from './study-section.js';
import { criteriaBySet, criterionNote, pairTable, setTable } from './study-tables.js';

/** More levels than these stand one below the other. */
const MOST_COLUMNS = 6;

/** What is shown to differ first. */
export function compareSections(study: ShownStudy<CompareAnalysis>): StudySection[] {
  const { factors } = study.analysis;
  const shown = factors.filter(({ levels }) => levels.length > 0);
  const first = shown.find(({ verdict: { finding } }) => finding === 'differ') ?? shown[0];
  return [...new Set(first === undefined ? [] : [first, ...shown])].flatMap((factor) => [
    levelSection(study, factor, factor === first),
    ...(factor.pairs.length === 0 ? [] : [pairSection(study, factor)]),
  ]);
}

function levelSection(study: ShownStudy<CompareAnalysis>, factor: FactorAnalysis, isFirst: boolean): StudySection {
  const index = study.analysis.factors.indexOf(factor);
  const sets = namedSets({ kind: 'compare', factors: [factor] }, study.header).map((named, place) => ({
    ...named,
    set: factor.levels[place]?.value ?? named.set,
  }));
  return studySection({
    id: `factor-${index}-levels`,
    title: `Levels of ${factor.name}`,
    picture: levelBoxesFigure(study, factor, index),
    details:
      sets.length > MOST_COLUMNS
        ? html`${setTable(sets)}
<p class="quiet">${criterionNote(sets)}</p>`
        : criteriaBySet(sets),
    place: isFirst ? 'open' : undefined,
  });
}

/** More levels leave their slopes no room for names. */
const MOST_SLOPES = 8;

function pairSection(study: ShownStudy<CompareAnalysis>, factor: FactorAnalysis): StudySection {
  const index = study.analysis.factors.indexOf(factor);
  return studySection({
    id: `factor-${index}-pairs`,
    title: `Pairs of levels of ${factor.name}`,
    figures: [
      ...(factor.levels.length > MOST_SLOPES ? [] : [levelSlopesFigure(study, factor, index)]),
      levelDifferencesFigure(study, factor, index),
    ],
    details: html`${pairTable(factor)}
<p class="quiet">First location: the paired shift as drawn above, Wilcoxon's signed ranks on common replicates, Cliff's delta (−1 to 1). Then spread: the ratio of standard deviations, Levene's test about medians, Cliff's delta of the distances from the median. p-values are corrected over all pairs (Holm). An asterisk marks p < ${ALPHA}.</p>`,
  });
}
