/** @file The list of the studies: each is one folder beside this file, and its line here. */
import type { StudyKind } from './common/plan/index.js';
import { COMPARE } from './compare/plan/index.js';
import { CURVE } from './curve/plan/index.js';
import { MEASURE } from './measure/plan/index.js';

export const STUDIES = { measure: MEASURE, curve: CURVE, compare: COMPARE } as const;

export type StudyName = keyof typeof STUDIES;
/** What the studies find. */
export type StudyAnalysis = ReturnType<ReturnType<(typeof STUDIES)[StudyName]['plan']>['analyse']>;
/** What a study is told besides its subject. */
export type StudyOwn<Name extends StudyName> =
  (typeof STUDIES)[Name] extends StudyKind<infer Own, unknown> ? Own : never;
