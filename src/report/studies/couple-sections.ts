/** @file Sections of a study of coupled effects, in the order of its questions; none where nothing was trained yet. */
import type { CoupleAnalysis } from '../../questions/couple/plan/index.js';
import { collapseSection } from './couple-collapse-section.js';
import { hasTrained } from './couple-collapse-words.js';
import { curveSection } from './couple-curve-section.js';
import { determinantSection } from './couple-determinant-section.js';
import { savingSection } from './couple-saving-section.js';
import { shareSection } from './couple-share-section.js';
import type { StudyInput } from './study-input.js';
import type { StudySection } from './study-section.js';

export function coupleSections({ figure }: StudyInput, analysis: CoupleAnalysis): StudySection[] {
  if (!hasTrained(analysis)) return [];
  return [
    determinantSection(analysis, figure),
    curveSection(analysis, figure),
    shareSection(analysis, figure),
    savingSection(analysis, figure),
    collapseSection(analysis),
  ];
}
