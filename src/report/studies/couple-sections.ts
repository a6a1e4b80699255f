/** @file Sections of a study of coupled effects, in the order of its questions. */
import type { CoupleAnalysis } from '../../questions/couple/plan/index.js';
import type { Section } from '../figures/index.js';
import { curveSection } from './couple-curve-section.js';
import { determinantSection } from './couple-determinant-section.js';
import { savingSection } from './couple-saving-section.js';
import { shareSection } from './couple-share-section.js';
import type { StudyInput } from './study-input.js';

export function coupleSections({ figure }: StudyInput, analysis: CoupleAnalysis): Section[] {
  return [
    determinantSection(analysis, figure),
    curveSection(analysis, figure),
    shareSection(analysis, figure),
    savingSection(analysis, figure),
  ];
}
