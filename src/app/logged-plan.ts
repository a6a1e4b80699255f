/**
 * @file Makes the plan of a question again from its log alone: neither data nor trainer nor the experiment's file need be
 * there, and nothing can be trained by it.
 */
import { type Candidate, InputError, type JsonObject, type JsonValue, type Question } from '../core/index.js';
import type { DataSpec } from '../datasets/index.js';
import { costsOf, type ExperimentDraft } from '../experiment/index.js';
import { type Factor, factorAmong } from '../questions/compare/plan/index.js';
import type { Race } from '../questions/race/plan/index.js';
import { parseCriterion } from '../stats/index.js';
import { areFailuresApart, failurePolicyOf } from './count-failures.js';
import { requireBuiltInParts } from './custom-parts.js';
import { loggedRule } from './logged-rule.js';
import { assembleRace } from './race-plan.js';
import {
  type OwnOfCurve,
  type OwnOfMeasure,
  type PlannedStudy,
  planComparison,
  planCurve,
  planMeasure,
} from './study-plan.js';

export type LoggedPlan = (
  | { readonly kind: 'race'; readonly race: Race }
  | { readonly kind: 'study'; readonly planned: PlannedStudy }
) & {
  /** Trials that it may ask for. */
  readonly limit: number | undefined;
};

const KINDS: readonly unknown[] = ['race', 'measure', 'curve', 'compare'];

/** @throws InputError (`newer-question`) for a kind that a later version asked. */
export function requireKnownKind({ plan }: Question['header']): void {
  if (KINDS.includes(plan.kind)) return;
  throw new InputError({
    code: 'newer-question',
    what: `The question is of the kind "${String(plan.kind)}", which this version of Surefoot does not know.`,
    allowed: `a question of the kinds ${KINDS.join(', ')}`,
    fix: 'Upgrade with npm install surefoot@latest, or name another question of the run (surefoot status lists them).',
  });
}

/** @throws InputError for a kind of question that a later version asked, and for a rule or criterion that only the program that asked has. */
export function planOfLog(question: Question): LoggedPlan {
  const { header, request } = question;
  requireKnownKind(header);
  requireBuiltInParts(header);
  const { trials } = (request.budget ?? {}) as { readonly trials?: number };
  // The log holds the experiment as it was read, checked and completed.
  const draft = header.experiment as unknown as ExperimentDraft<DataSpec>;
  if (header.plan.kind !== 'race') return { kind: 'study', planned: studyOf(question, draft), limit: trials };
  const { candidates } = header;
  const { separate, costs } = request;
  const rule = loggedRule(header.plan.rule as JsonObject);
  const race = assembleRace(draft, {
    candidates,
    rule,
    failuresApart: areFailuresApart(header.plan, rule),
    criterion: parseCriterion(draft.race.criterion),
    failurePolicy: failurePolicyOf(draft.failures),
    costs: isNumbers(costs) ? costs : costsOf(draft.cost, candidates, undefined),
    separate: typeof separate === 'number' ? separate : undefined,
  });
  return { kind: 'race', race, limit: trials };
}

function studyOf({ header, request }: Question, draft: ExperimentDraft<DataSpec>): PlannedStudy {
  const subject = { draft, candidates: header.candidates, figure: String(request.figure) };
  const own: unknown = request;
  if (header.plan.kind === 'curve') return planCurve(subject, own as OwnOfCurve, poolOf(header.experiment));
  if (header.plan.kind === 'measure') return planMeasure(subject, own as OwnOfMeasure, poolOf(header.experiment));
  return planComparison(subject, factorsOf(request, header.candidates), Number(request.trials));
}

/** Older logs name the factors without their levels: these are found again where candidates differ in nothing else. */
function factorsOf({ levels, factors }: JsonObject, candidates: readonly Candidate[]): readonly Factor[] {
  if (Array.isArray(levels)) return levels as unknown as Factor[];
  const names = Array.isArray(factors) ? factors.map((text) => String(text).split('=', 1)[0]?.trim() ?? '') : [];
  return names.map((name) => factorAmong(name, candidates, candidates[0] as Candidate));
}

/** Examples that samples are drawn from; null where only the trainer knows. */
function poolOf({ dataset, trainer }: JsonObject): number | null {
  const split = memberOf(dataset, 'split');
  const count =
    memberOf(split, 'pool') ?? (memberOf(trainer, 'sample') === 'indices' ? memberOf(trainer, 'examples') : null);
  return typeof count === 'number' ? count : null;
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject)[name] : undefined;
}

function isNumbers(value: JsonValue | undefined): value is number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}
