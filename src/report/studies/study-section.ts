/** @file A part of a study's page: where it stands, and which picture of it the first screen shows. */
import type { Figure, Section } from '../figures/index.js';

export interface StudySection extends Section {
  /** The picture that shows the finding, which is not in `content`; of several the first stands on the first screen. */
  readonly picture?: Figure;
  /** `open`: below the first screen. `known`: behind *How we know*. Absent: behind *All figures*. */
  readonly place?: 'open' | 'known';
}
