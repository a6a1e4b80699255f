/**
 * @file The mechanisms of a race that can be taken out, one by one or several, so that a bench or a test shows what each is worth
 * (docs/measurements.md, Each mechanism taken out). A race of a user has them all.
 */

/** By name, what the race does without it. */
export const MECHANISMS = {
  'pooled-shape': 'all losses have the shape of the normal',
  'own-quartiles': 'a spread between quantiles is a normal one, in proportion to the standard deviation',
  'quantile-guard': 'how many losses lie below a quantile does not count',
  'rare-collapses': 'a candidate that has not collapsed never will',
  'two-values': 'passes and failures are normal',
  steps: 'a trace of noise about a few values counts',
  loadings: 'all candidates react to the sample alike',
  'moderated-scales': 'all candidates have the same scale, until they have five trainings of their own',
  'likeness-level': 'the level of the chances is the same however much scales differ',
  'guarded-level': 'quantiles have the level of means',
  panel: 'no random candidates are trained three times at first',
  unit: 'losses are never multiplied by a power of two',
  doubt: 'candidates with fewer than five trainings are ruled out as they look',
  'unseen-collapse': 'a race ends although all of its losses lie within the tolerance',
} as const;

export type Mechanism = keyof typeof MECHANISMS;
