/** @file The room of the experiment file: text to a checked experiment, spaces to candidates, and its identity. */
export { buildCandidates, type CandidateSet } from './build-candidates.js';
export type { CandidateDraft, CandidateSource } from './candidate-source.js';
export { costsOf } from './cost.js';
export * from './deliver-schema.js';
export * from './draws/draw-space.js';
export { experimentJsonSchema } from './experiment-json-schema.js';
export { checkBudget, checkSample, type ExperimentInput, type KeepSpec, soundName } from './experiment-schema.js';
export { experimentTemplate, MODEL_KINDS, type ModelKind, type TableDraft } from './experiment-template.js';
export { trialsOfTable } from './found/found-table.js';
export { countWithoutValue, type FoundAsked, type FoundTrials, requireValues } from './found/found-trials.js';
export * from './found/known-trials.js';
export { isJournal, type StoredStudy, studiesOfJournal, trialsOfStudies } from './found/optuna.js';
export { namesOfSpaces, requireSaid } from './found/place-settings.js';
export * from './found/shortlist.js';
export { newId } from './identify-candidates.js';
export {
  differenceClauses,
  type EvidenceIdentity,
  evidenceIdentity,
  type IdentityParts,
  trainerText,
} from './identity.js';
export { type ModelTrainers, modelTrainers, type RacedTrainer, racedTrainerSchema } from './models-schema.js';
export * from './parse-experiment.js';
export { type FailuresSpec, failuresSchema, type RaceSpec } from './race-schema.js';
export { rangesOf } from './refuse-ranges.js';
export {
  type RequiredBound,
  type Requirements,
  requiredBounds,
  requiredOfTrainings,
  requiredShare,
} from './require-schema.js';
export { demandOf, type GpuDemand, resourcesSchema, type SlurmSpec, type TrialDemand } from './resources.js';
export type { Search } from './search-schema.js';
export { commonSettings } from './setting-values.js';
export { countSpace, type DrawSettings, type NamedSpace } from './space.js';
export { type CommandTrainerSpec, type ModuleTrainerSpec, type TrainerSpec, trainerSchema } from './trainer-schema.js';
