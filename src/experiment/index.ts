/** @file The room of the experiment file: text to a checked experiment, spaces to candidates, and its identity. */
export { buildCandidates, type CandidateSet } from './build-candidates.js';
export type { CandidateDraft, CandidateSource } from './candidate-source.js';
export { checkSearch, type SearchDraft } from './check-search.js';
export { costsOf } from './cost.js';
export { type AskedDelivery, deliveryAsked } from './deliver-schema.js';
export * from './draws/draw-space.js';
export { experimentJsonSchema } from './experiment-json-schema.js';
export { soundName } from './experiment-name.js';
export type { ExperimentInput } from './experiment-schema.js';
export { experimentTemplate, type TableDraft } from './experiment-template.js';
export { type FailuresSpec, failuresSchema } from './failure-schema.js';
export { trialsOfTable } from './found/found-table.js';
export { countWithoutValue, type FoundAsked, type FoundTrials, requireValues } from './found/found-trials.js';
export * from './found/known-trials.js';
export { isJournal, studiesOfJournal } from './found/optuna-journal.js';
export { type StoredStudy, trialsOfStudies } from './found/optuna-study.js';
export { namesOfSpaces, requireSaid } from './found/place-settings.js';
export * from './found/shortlist.js';
export { newId } from './identify-candidates.js';
export { differenceClauses, type EvidenceIdentity, evidenceIdentity, type IdentityParts } from './identity.js';
export type { KeepSpec } from './keep-schema.js';
export * from './parse-experiment.js';
export type { RaceSpec } from './race-schema.js';
export {
  type RequiredBound,
  type Requirements,
  requiredBounds,
  requiredOfTrainings,
  requiredShare,
} from './require-schema.js';
export { checkBudget, checkSample } from './requirements.js';
export { demandOf, type GpuDemand, resourcesSchema, type TrialDemand } from './resources.js';
export type { Search } from './search-schema.js';
export { commonSettings } from './setting-values.js';
export * from './slices-schema.js';
export type { SlurmSpec } from './slurm-schema.js';
export { countSpace, type DrawSettings, type NamedSpace } from './space.js';
export { rangesOf } from './space-ranges.js';
export { type CommandTrainerSpec, type ModuleTrainerSpec, trainerSchema } from './trainer-schema.js';
