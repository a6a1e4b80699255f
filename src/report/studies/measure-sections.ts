/** @file The sections of a measurement of randomness: candidates by sources first, then each candidate. */
import type { MeasureAnalysis, MeasuredCandidate } from '../../questions/measure/plan/index.js';
import { html } from '../html/markup.js';
import { shareMapFigure, spreadMapFigure } from './figures/source-maps.js';
import { sourceHistogramsFigure } from './figures/training-histograms.js';
import { variancePartsFigure } from './figures/variance-parts.js';
import { clearPart } from './measure-words.js';
import { type ShownStudy, type StudySection, studySection } from './study-section.js';
import { componentTable, criteriaBySet } from './study-tables.js';

export function measureSections(study: ShownStudy<MeasureAnalysis>): StudySection[] {
  const { candidates } = study.analysis;
  const isSingle = candidates.length === 1;
  const spreads = spreadMapFigure(study);
  return [
    studySection({
      id: 'sources',
      title: 'Where the spread comes from',
      figures: [isSingle ? spreads : null, shareMapFigure(study)].filter((figure) => figure !== null),
      picture: isSingle ? undefined : spreads,
    }),
    ...candidates.flatMap((measured, index) => [
      partsSection(study, measured, index),
      variesSection(study, measured, index),
    ]),
  ];
}

/** Whose section it is, where it is not of the only candidate. */
function titleOf({ analysis, nameOf }: ShownStudy<MeasureAnalysis>, what: string, { candidate }: MeasuredCandidate) {
  return analysis.candidates.length === 1 ? what : `${what}: ${nameOf(candidate)}`;
}

function variesSection(study: ShownStudy<MeasureAnalysis>, measured: MeasuredCandidate, index: number): StudySection {
  const isSingle = study.analysis.candidates.length === 1;
  const histograms = sourceHistogramsFigure(study, measured, index);
  return studySection({
    id: `varies-${index}`,
    title: titleOf(study, 'What varies', measured),
    figures: isSingle ? [] : [histograms],
    details: criteriaBySet(study.sets.filter(({ candidate }) => candidate === measured.candidate)),
    ...(isSingle ? { picture: histograms, place: 'open' } : {}),
  });
}

function partsSection(study: ShownStudy<MeasureAnalysis>, measured: MeasuredCandidate, index: number): StudySection {
  const { decomposition, leading } = measured;
  const section = { id: `parts-of-variance-${index}`, title: titleOf(study, 'Parts of the variance', measured) };
  if ('reason' in decomposition) {
    return studySection({ ...section, details: html`<p>There is no decomposition: ${decomposition.reason}.</p>` });
  }
  const { candidates, finitePool } = study.analysis;
  const { components } = decomposition;
  const parts = variancePartsFigure(decomposition, index);
  // Where spreads of single sources show what leads, shares that do not are no picture of it.
  const isPicture = candidates.length === 1 && (leading.finding !== 'leads' || clearPart(measured) !== undefined);
  const note = components.some(({ source }) => source === 'repeats')
    ? 'The last row is what no seed controls.'
    : 'The last row holds the largest interaction and whatever no seed controls.';
  return studySection({
    ...section,
    figures: isPicture ? [] : [parts],
    picture: isPicture ? parts : undefined,
    details: html`${componentTable(components, finitePool?.seen ?? 1)}
<p class="quiet">${note} d.f.: degrees of freedom. Intervals are widened for skewed effects; heavier tails than the lognormal's (0.5) are covered less often.</p>`,
  });
}
