/** @file The list of questions other than the race: each is one folder beside this file, and its line here. */
import { ASSURE } from './assure/index.js';

import type { StudyKind } from './common/index.js';
import { COMPARE } from './compare/index.js';
import { COUPLE } from './couple/index.js';
import { CURVE } from './curve/index.js';
import { KEEP_CHANGE } from './keep/index.js';
import { MEASURE } from './measure/index.js';

/** Those that trials are trained for. */
export const STUDIES = {
  measure: MEASURE,
  curve: CURVE,
  compare: COMPARE,
  couple: COUPLE,
  assure: ASSURE,
  keep: KEEP_CHANGE,
} as const;

export type StudyName = keyof typeof STUDIES;
/** What the studies find. */
export type StudyAnalysis = ReturnType<ReturnType<(typeof STUDIES)[StudyName]['plan']>['analyse']>;
export type { AssureAsked } from './assure/index.js';
export type { CompareAsked } from './compare/index.js';
export type { CoupleAsked } from './couple/index.js';
export type { CurveAsked } from './curve/index.js';
export { AGAINST_TRIALS, KEEP_TRIALS, type KeepAsked, USUAL_ERROR } from './keep/index.js';
export type { MeasureAsked } from './measure/index.js';
export { REPLAY, type ReplayAsked, type ReplayTold } from './replay/index.js';

/** What a study is told in addition to its subject. */
export type StudyOwn<Name extends StudyName> =
  (typeof STUDIES)[Name] extends StudyKind<infer Own, unknown, never> ? Own : never;
