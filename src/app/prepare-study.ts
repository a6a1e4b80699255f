/** @file Prepares a study, and finds everything that is wrong with it before anything is written. */
import { parse } from 'yaml';
import { type Candidate, InputError, type JsonObject, type JsonValue } from '../core/index.js';
import { requireDivisible } from '../datasets/index.js';
import type { Budget } from '../evidence/drive/index.js';
import { checkSample, type NamedSpace } from '../experiment/index.js';
import { type Factor, factorAmong, replaceFactor, requireKnown } from '../questions/compare/plan/index.js';
import type { TrainFunction } from '../trainers/index.js';
import type { SourcedExperiment } from './experiment-source.js';
import type { KnownEvidence } from './known-evidence.js';
import { requireMemoryForTrials } from './memory-limits.js';
import { type ExperimentUse, type PreparedExperiment, prepareExperiment } from './prepare-experiment.js';
import {
  type OwnOfCurve,
  type OwnOfMeasure,
  type PlannedStudy,
  planComparison,
  planCurve,
  planMeasure,
} from './study-plan.js';
import type { PreparedStudy } from './study-run.js';

/** What every study may be told besides its own settings. */
export interface StudyRequest {
  readonly workers?: number;
  readonly budget?: Budget;
  /** `loss`, or a metric. */
  readonly figure: string;
  /** Ids or labels of the candidates that take part; all by default. */
  readonly candidates?: readonly string[];
  /** Takes the place of the experiment's own trainer. */
  readonly trainer?: TrainFunction;
  /** What the run folder knows already. */
  readonly known?: KnownEvidence;
}

export interface MeasureStudyRequest extends StudyRequest, OwnOfMeasure {}

export interface CurveStudyRequest extends StudyRequest, OwnOfCurve {}

export interface CompareStudyRequest extends StudyRequest {
  /** `layers.activation`, or with levels of its own `layers.activation=relu,elu`. */
  readonly factors: readonly string[];
  readonly trials: number;
  /** Id or label of the candidate of which one setting after the other is changed; default: the first. */
  readonly base?: string;
}

/** @throws InputError for everything a user can get wrong. */
export async function prepareMeasure(source: SourcedExperiment, request: MeasureStudyRequest): Promise<PreparedStudy> {
  const experiment = await prepareExperiment(source, useOf(request));
  const pool = poolOf(source, experiment);
  const candidates = chosen(experiment.build(source.draft.spaces).candidates, request.candidates);
  const { trials, repeats } = request;
  requireMemoryForTrials(candidates.length * trials * repeats, '--trials');
  const subject = { draft: source.draft, candidates, figure: request.figure };
  const planned = planMeasure(subject, request, pool);
  const { dataset } = experiment.backend;
  const variesSplit = request.vary.some((set) => set.split('+').includes('split'));
  if (variesSplit && dataset !== undefined) requireDivisible(dataset, '--vary split');
  return assemble(source, experiment, candidates, request, planned);
}

/** @throws InputError for everything a user can get wrong. */
export async function prepareCurve(source: SourcedExperiment, request: CurveStudyRequest): Promise<PreparedStudy> {
  const experiment = await prepareExperiment(source, useOf(request));
  const candidates = chosen(experiment.build(source.draft.spaces).candidates, request.candidates);
  const { sizes, trials, adaptive } = request;
  requireMemoryForTrials(candidates.length * trials * (adaptive ? 1 : sizes.length), '--trials');
  const subject = { draft: source.draft, candidates, figure: request.figure };
  return assemble(source, experiment, candidates, request, planCurve(subject, request, experiment.poolCount ?? null));
}

/** @throws InputError for everything a user can get wrong. */
export async function prepareComparison(
  source: SourcedExperiment,
  request: CompareStudyRequest,
): Promise<PreparedStudy> {
  const experiment = await prepareExperiment(source, useOf(request));
  poolOf(source, experiment);
  const own = chosen(experiment.build(source.draft.spaces).candidates, request.candidates);
  const base = request.base === undefined ? (own[0] as Candidate) : (chosen(own, [request.base])[0] as Candidate);
  const asked = request.factors.map(readFactor);
  const found = asked.map(({ name, levels }) => {
    if (levels === undefined) return { factor: factorAmong(name, own, base), candidates: own };
    requireKnown(name, own);
    const { candidates } = experiment.build(levelSpaces(name, levels, base));
    return { factor: factorAmong(name, candidates, candidates[0] as Candidate), candidates };
  });
  const factors = found.map(({ factor }) => factor);
  const taking = new Set(factors.flatMap(({ levels }) => levels.map(({ candidate }) => candidate)));
  const known = new Map(found.flatMap(({ candidates }) => candidates.map((candidate) => [candidate.id, candidate])));
  const candidates = [...taking].map((id) => known.get(id) as Candidate);
  requireMemoryForTrials(candidates.length * request.trials, '--trials');
  const subject = { draft: source.draft, candidates, figure: request.figure };
  const planned = planComparison(subject, factors, request.trials);
  return assemble(source, experiment, candidates, request, planned, { levels: factors });
}

function useOf({ workers, known, trainer: train }: StudyRequest): ExperimentUse {
  return { workers, known, train };
}

/** `found`: what the trainer or the data had to be asked for, so that whoever reads the log need not ask again. */
function assemble(
  { draft }: SourcedExperiment,
  { backend, workers, demand, failurePolicy, warnings, headerOf }: PreparedExperiment,
  candidates: readonly Candidate[],
  asked: StudyRequest,
  planned: PlannedStudy,
  found: { readonly levels?: readonly Factor[] } = {},
): PreparedStudy {
  const { fixed } = planned.study;
  // Another metric is another question.
  const figure = asked.figure === 'loss' ? {} : { figure: asked.figure };
  const header = headerOf(draft.name, candidates, { ...fixed, ...figure });
  const request = { ...storedRequest(String(fixed.kind), asked), ...(JSON.parse(JSON.stringify(found)) as JsonObject) };
  return {
    header,
    candidates,
    backend,
    workers,
    demand,
    budget: asked.budget ?? {},
    failurePolicy,
    ...planned,
    request,
    warnings,
  };
}

/** Enough to ask the same again. */
function storedRequest(kind: string, { known: _, trainer: __, workers: ___, ...asked }: StudyRequest): JsonObject {
  return { kind, ...(JSON.parse(JSON.stringify(asked)) as JsonObject) };
}

/** What {@link storedRequest} stored, with what is known now. @throws InputError as the studies do. */
export function prepareStudyAgain(
  source: SourcedExperiment,
  stored: JsonObject,
  known: KnownEvidence,
  trainer?: TrainFunction,
) {
  const request = { ...stored, known, ...(trainer === undefined ? {} : { trainer }) } as unknown;
  if (stored.kind === 'curve') return prepareCurve(source, request as CurveStudyRequest);
  if (stored.kind === 'compare') return prepareComparison(source, request as CompareStudyRequest);
  return prepareMeasure(source, request as MeasureStudyRequest);
}

/** Examples that samples are drawn from; null where the trainer keeps its data to itself. */
function poolOf({ draft }: SourcedExperiment, { poolCount }: PreparedExperiment): number | null {
  if (poolCount === undefined) return null;
  checkSample(draft.sample, poolCount);
  return poolCount;
}

/** By id or by label, in the order of the experiment. */
function chosen(candidates: readonly Candidate[], names: readonly string[] | undefined): readonly Candidate[] {
  if (names === undefined) return candidates;
  for (const name of names) {
    if (!candidates.some(({ id, label }) => id === name || label === name)) throw unknownCandidate(name, candidates);
  }
  return candidates.filter(({ id, label }) => names.includes(id) || names.includes(label));
}

function unknownCandidate(name: string, candidates: readonly Candidate[]): InputError {
  const shown = candidates.slice(0, 10).map(({ id, label }) => (label === '' ? id : `${id} (${label})`));
  return new InputError({
    code: 'unknown-candidate',
    what: `The experiment has no candidate "${name}".`,
    allowed: `ids or labels: ${shown.join(', ')}${candidates.length > shown.length ? ` and ${candidates.length - shown.length} more` : ''}`,
    fix: 'Correct the name; `surefoot check` lists all candidates.',
  });
}

/** `layers.activation=relu,elu`, `optimizer=[{ name: sgd }, { name: adamw }]`: levels as a YAML list, brackets optional. */
function readFactor(text: string): { readonly name: string; readonly levels?: readonly JsonValue[] } {
  const sign = text.indexOf('=');
  if (sign === -1) return { name: text.trim() };
  const name = text.slice(0, sign).trim();
  const list = text.slice(sign + 1).trim();
  try {
    const levels: unknown = parse(list.startsWith('[') ? list : `[${list}]`);
    if (Array.isArray(levels) && levels.length >= 2) return { name, levels: levels as JsonValue[] };
  } catch {
    // What is not YAML is told as any other list that is none.
  }
  throw new InputError({
    code: 'factor-levels',
    what: `The levels of the factor "${name}" are "${list}".`,
    allowed:
      'two or more, separated by commas, such as layers.activation=relu,elu or optimizer=[{ name: sgd }, { name: adamw }]',
    fix: 'Correct --factor.',
  });
}

/** The base candidate with each level in its place. */
function levelSpaces(name: string, levels: readonly JsonValue[], base: Candidate): NamedSpace[] {
  return levels.map((level) => ({
    name: `${name}=${typeof level === 'string' ? level : JSON.stringify(level)}`,
    place: `--factor ${name}`,
    space: { value: replaceFactor(base.configuration, name, level) },
  }));
}
