/** @file A part of a study's page: its figures, what stands below them, where it stands, and which picture of it the first screen shows. */
import { type Chart, renderFigures, type Section } from '../chart/index.js';
import { type Content, html } from '../html/markup.js';

export interface StudySection extends Section {
  /** The picture that shows the finding, which is not in `content`; of several the first stands on the first screen. */
  readonly picture?: Chart | undefined;
  /** `open`: below the first screen. `known`: behind *How we know*. Absent: behind *All figures*. */
  readonly place?: 'open' | 'known' | undefined;
}

interface SectionParts extends Pick<StudySection, 'id' | 'title' | 'picture' | 'place'> {
  readonly figures?: readonly Chart[];
  /** What stands below the figures. */
  readonly details?: Content;
}

export function studySection({ figures = [], details = null, ...section }: SectionParts): StudySection {
  return { ...section, figures, content: html`${renderFigures(figures)}\n${details}` };
}
