/**
 * @file Prepares what races and studies of an experiment have in common: the trainer, the candidates, the identity, which trials keep their
 * predictions, and how many threads commands take.
 */
import {
  asJson,
  type Candidate,
  defined,
  type FailurePolicy,
  type JsonObject,
  type RunHeader,
  type ThreadVariables,
} from '../../core/index.js';
import { DATA_PARTS, type DataSpec, type Dataset, dataContentsOf } from '../../engine/datasets/index.js';
import {
  buildCandidates,
  type CandidateSet,
  type DrawSettings,
  demandOf,
  type EvidenceIdentity,
  evidenceIdentity,
  type KeepSpec,
  type NamedSpace,
  type RaceSpec,
  type TrialDemand,
} from '../../experiment/index.js';
import { FRESH_FROM } from '../../questions/race/plan/index.js';
import type { RaceRecheck } from '../../report/index.js';
import type { TrainFunction } from '../../trainers/index.js';
import { findLimits } from '../../work/here/index.js';
import { type KnownEvidence, NOTHING_KNOWN } from '../folder/logged-run.js';
import { installationHint } from '../onnx-runtime.js';
import { columnWarnings } from './column-notes.js';
import { failurePolicyOf } from './count-failures.js';
import { createBackend } from './create-backend.js';
import type { SourcedExperiment } from './experiment-source.js';
import { type SettledFrom, settleFrom } from './found/from.js';
import { withShortlist } from './found/shortlisted.js';
import { checkWorkers, oversubscription, placesThatFit, requireMemoryForModel } from './limits.js';
import { racedFigure } from './raced-figure.js';
import { requireSlices } from './slice-members.js';
import type { TrainerBackend } from './trainer-backend.js';

/** Candidates, how many configurations each constraint and requirement left out, and what people should know of that. */
interface BuiltCandidates
  extends Pick<CandidateSet, 'candidates' | 'dropped' | 'notices' | 'isWhole' | 'audited' | 'source'> {
  /** Where another search has found them. */
  readonly recheck?: RaceRecheck;
  /** What is known before they are raced. */
  readonly from?: SettledFrom;
}

/** Hears now and then how many candidates of how many have been built. */
export type BuildProgress = (done: number, total: number) => void;

export interface PreparedExperiment {
  readonly backend: TrainerBackend;
  readonly workers: number;
  /** Examples that samples are drawn from; undefined where the trainer keeps its data to itself. */
  readonly poolCount: number | undefined;
  readonly failurePolicy: FailurePolicy;
  /** The first replicate whose trials keep their predictions; undefined where none does. */
  readonly predictionsFrom: number | undefined;
  /** What a trial takes of a machine. */
  readonly demand: TrialDemand;
  /** What is allowed, but hardly meant. */
  readonly warnings: readonly string[];
  /** The candidates of the experiment. */
  candidates(onProgress?: BuildProgress): BuiltCandidates;
  /** The candidates of other spaces, each taken whole. */
  build(spaces: readonly NamedSpace[]): readonly Candidate[];
  /** The head of a log; `plan` holds what a resume must bring again. */
  headerOf(name: string, candidates: readonly Candidate[], plan: JsonObject): RunHeader;
}

/** Where an experiment is trained, and by what. */
export interface ExperimentUse {
  readonly workers?: number | undefined;
  /** What the run folder knows already. */
  readonly known?: KnownEvidence | undefined;
  /** Takes the place of the experiment's own trainer. */
  readonly train?: TrainFunction | undefined;
  /** The same, whole. */
  readonly backend?: TrainerBackend | undefined;
}

/** @throws InputError when the trainer or its data cannot be used. */
export async function prepareExperiment(
  source: SourcedExperiment,
  { workers, known = NOTHING_KNOWN, train, backend: own }: ExperimentUse = {},
): Promise<PreparedExperiment> {
  const { baseFolder } = source;
  const demand = demandOf(source.draft);
  const asked = workers ?? source.draft.workers;
  const places = checkWorkers(asked ?? placesThatFit(demand.needsAt(1)));
  const backend = own ?? (await createBackend(source, train));
  const { draft, recheckOf, notices } = withShortlist(source, backend);
  const { dataset } = backend;
  requireSlices(draft.slices, dataset, 'slices');
  const threads = backend.takesThreads ? (known.isNew ? threadsAtStart(places) : known.threads) : undefined;
  return {
    backend,
    workers: places,
    poolCount: dataset?.pool.count ?? backend.poolCount,
    failurePolicy: failurePolicyOf(draft.failures),
    predictionsFrom: predictionsFrom(draft.keep, draft.race),
    demand,
    warnings: [
      ...draft.written.notices,
      ...notices,
      ...installation(backend),
      ...columnWarnings(dataset, draft.data),
      ...oversubscription(demand.needsAt(1), places),
    ],
    candidates: (onProgress) => {
      const built = candidatesOf({ draft }, backend, { knownIds: known.ids, onProgress });
      const partsWith = (salt: string) => identityOf(backend, draft.seed, salt).parts;
      const from = source.from && settleFrom(source.from, { draft }, { ...backend, partsWith }, built.candidates);
      return { ...built, ...defined({ recheck: recheckOf(built.candidates), from }) };
    },
    build: (spaces) => buildWith(draft, backend, spaces, { knownIds: known.ids }).candidates,
    headerOf: (name, candidates, plan) => {
      const { identity, parts } = identityOf(backend, draft.seed, known.salt);
      const { written: _, ...kept } = draft;
      const read = JSON.parse(JSON.stringify(kept)) as JsonObject;
      const experiment = backend.secrets?.hideIn(read) ?? read;
      return {
        name,
        identity,
        identityParts: parts,
        salt: known.salt,
        ...defined({ threads }),
        seed: draft.seed,
        plan,
        candidates,
        experiment: { ...experiment, baseFolder, dataset: describeDataset(dataset, draft.data) },
      };
    },
  };
}

/** What training needs and this machine lacks; a look at candidates tells it, a training is refused. */
function installation({ requireReady }: TrainerBackend): string[] {
  const hint = requireReady === undefined ? undefined : installationHint();
  return hint === undefined ? [] : [hint];
}

/** The identity of the evidence that this trainer gives; `salt` is that of the log, for secrets. */
export function identityOf(backend: TrainerBackend, seed: number, salt: string): EvidenceIdentity {
  return evidenceIdentity({
    dataHash: backend.dataset?.hash,
    trainer: backend.secrets?.saltIn(backend.identity, salt) ?? backend.identity,
    seed,
    engine: backend.engine,
  });
}

interface BuildUse {
  /** Ids that configurations have already, by hash. */
  readonly knownIds?: ReadonlyMap<string, string>;
  readonly onProgress?: BuildProgress | undefined;
  /** The draw from the space; without it all candidates take part. */
  readonly draw?: DrawSettings | undefined;
  /** A draw at random beside them. */
  readonly audit?: DrawSettings | undefined;
}

/**
 * The candidates of an experiment, checked by the trainer that will train them.
 * @throws InputError for configurations that are refused, and when constraints leave none.
 */
export function candidatesOf(
  { draft }: Pick<SourcedExperiment, 'draft'>,
  backend: TrainerBackend,
  use: Omit<BuildUse, 'draw' | 'audit'> = {},
): BuiltCandidates {
  const { draw: count, search, seed } = draft;
  const draw = count === undefined ? undefined : { count, seed };
  const audit = search === undefined ? undefined : { count: search.audit, seed };
  return buildWith(draft, backend, draft.spaces, { ...use, draw, audit });
}

function buildWith(
  { constraints, require, written }: SourcedExperiment['draft'],
  backend: TrainerBackend,
  spaces: readonly NamedSpace[],
  { knownIds = new Map(), onProgress = () => {}, draw, audit }: BuildUse,
): BuiltCandidates {
  const { inspector, tell } = backend;
  const {
    largest,
    enumerated: _,
    ...built
  } = buildCandidates(spaces, {
    onProgress,
    constraints,
    require,
    draw,
    audit,
    ranges: written.ranges,
    knownIds,
    ...defined({ inspector, tell }),
  });
  if (largest !== undefined) requireMemoryForModel(largest.candidate, largest.parameters);
  backend.checkCandidates?.(built.candidates);
  return built;
}

function describeDataset(dataset: Dataset | undefined, data: DataSpec | undefined): JsonObject | null {
  if (dataset === undefined) return null;
  const { name, hash, simulated } = dataset;
  const { weights, split } = data !== undefined && 'file' in data ? data : {};
  return {
    name,
    hash,
    simulated,
    split: Object.fromEntries(DATA_PARTS.flatMap((part) => (dataset[part] ? [[part, dataset[part].count]] : []))),
    ...asJson(dataContentsOf(dataset, { weights, ...defined({ split }) })),
  };
}

const VARIABLES = [
  'OMP_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'MKL_NUM_THREADS',
  'NUMEXPR_NUM_THREADS',
  'VECLIB_MAXIMUM_THREADS',
];

/** For a log that begins now, with so many trainings at the same time; a variable that the user has set stands. */
export function threadsAtStart(
  workers: number,
  has = findLimits().cpus,
  set: Readonly<Record<string, string | undefined>> = process.env,
): ThreadVariables {
  const threads = String(Math.max(1, Math.floor((has ?? 1) / workers)));
  return Object.fromEntries(VARIABLES.map((name) => [name, set[name] || threads]));
}

/**
 * The first replicate whose trials keep them; undefined where none does. A race that compares predictions needs those of all.
 */
function predictionsFrom(keep: KeepSpec | undefined, race: Pick<RaceSpec, 'metric' | 'direction'>): number | undefined {
  if (racedFigure(race)?.joint !== undefined) return 0;
  if (keep === undefined || keep.predictions === 'none') return undefined;
  return keep.predictions === 'all' ? 0 : FRESH_FROM;
}
