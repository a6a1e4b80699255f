/** @file Lists the kinds of studies by the names that plans, logs and files have for them: `measure` leaves measure.json. */

/** In the order in which they are told. */
export const STUDY_KINDS = ['measure', 'curve', 'compare', 'couple', 'assure', 'keep'] as const;
