/** @file The room of the experiment file: text to a checked experiment, spaces to candidates, and its identity. */
export { type BuildOptions, buildCandidates, type CandidateSet } from './build-candidates.js';
export type { CandidateDraft, CandidateSource } from './candidate-source.js';
export { checkSearch, type SearchDraft } from './check-search.js';
export { type Constraints, constraintsSchema } from './constraints.js';
export { type CostSpec, costsOf } from './cost.js';
export { type AskedDelivery, type DeliverSpec, deliveryAsked } from './deliver-schema.js';
export { type DrawnPoint, type DrawSpace, drawFrom, drawNear, gridOf } from './draws/draw-space.js';
export { experimentJsonSchema } from './experiment-json-schema.js';
export { soundName } from './experiment-name.js';
export { type ExperimentInput, experimentSchema } from './experiment-schema.js';
export { experimentTemplate, type TableDraft, type TemplateOptions } from './experiment-template.js';
export { type FailuresSpec, failuresSchema } from './failure-schema.js';
export { type FoundColumns, trialsOfTable } from './found/found-table.js';
export { countWithoutValue, type FoundAsked, type FoundTrials, requireValues } from './found/found-trials.js';
export { type KnownTrial, type KnownTrials, trialsOfValues } from './found/known-trials.js';
export { isJournal, studiesOfJournal } from './found/optuna-journal.js';
export { type StoredParameter, type StoredStudy, type StoredTrial, trialsOfStudies } from './found/optuna-study.js';
export { namesOfSpaces, requireSaid } from './found/place-settings.js';
export { type FoundCandidate, foundCandidates, shortlistOf } from './found/shortlist.js';
export { newId } from './identify-candidates.js';
export {
  differenceClauses,
  type EvidenceIdentity,
  evidenceIdentity,
  type IdentityOptions,
  type IdentityParts,
  type WrittenParts,
} from './identity.js';
export { type KeepSpec, keepSchema } from './keep-schema.js';
export { checkExperiment, type ExperimentDraft, type ParseOptions, parseExperiment } from './parse-experiment.js';
export { type RaceSpec, raceSchema } from './race-schema.js';
export {
  type RequiredBound,
  type Requirements,
  requiredBounds,
  requiredOfTrainings,
  requiredShare,
} from './require-schema.js';
export { checkBudget, checkSample } from './requirements.js';
export { demandOf, type GpuDemand, type ResourcesSpec, resourcesSchema, type TrialDemand } from './resources.js';
export type { Search } from './search-schema.js';
export { type CommonSetting, commonSettings } from './setting-values.js';
export { checkEdges, checkTexts, type Slices, slicesSchema } from './slices-schema.js';
export { type SlurmSpec, slurmSchema } from './slurm-schema.js';
export { countSpace, type DrawSettings, enumerateSpace, LARGEST_SPACE, type NamedSpace } from './space.js';
export { rangesOf } from './space-ranges.js';
export { type CommandTrainerSpec, type ModuleTrainerSpec, type TrainerSpec, trainerSchema } from './trainer-schema.js';
