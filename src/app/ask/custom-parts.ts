/** @file Takes the rule, the criterion and the trainers of models that a program wrote itself out of an experiment, and leaves their names in it. */
import { type CustomPart, defined, inputError, isObject, mapValues, type RunHeader } from '../../core/index.js';
import { modelTrainers, type RacedTrainer } from '../../experiment/index.js';
import { type CustomRule, customRule, type Rule } from '../../questions/race/plan/index.js';
import { type Criterion, type CustomCriterion, customCriterion } from '../../stats/index.js';
import type { TrainFunction } from '../../trainers/index.js';

export interface CustomParts {
  readonly rule?: Rule;
  readonly criterion?: Criterion;
  /** By the names of their models. */
  readonly trainers?: Readonly<Record<string, TrainFunction>>;
}

/**
 * `plain` is the experiment as a file could say it.
 * @throws InputError for a rule or criterion that cannot be used.
 */
export function takeCustomParts(experiment: unknown): { readonly plain: unknown; readonly custom: CustomParts } {
  if (!isObject(experiment)) return { plain: experiment, custom: {} };
  const raced = takeRaceParts(experiment);
  const { models } = experiment;
  if (!isObject(models)) return raced;
  const trainers: Record<string, TrainFunction> = {};
  const plain = mapValues(models, (model, name) => {
    if (!isObject(model) || typeof model.trainer !== 'function') return model;
    const { trainer, ...rest } = model;
    trainers[name] = trainer as TrainFunction;
    return rest;
  });
  return { plain: { ...raced.plain, models: plain }, custom: { ...raced.custom, trainers } };
}

/** The draft of an experiment with what its models were taken out of: their functions, by name. */
export function nameFunctions<Draft extends { readonly trainer: RacedTrainer }>(
  draft: Draft,
  { trainers = {} }: CustomParts,
): Draft {
  const models = modelTrainers(draft.trainer);
  if (models === undefined) return draft;
  const named = mapValues(models, (own, model) => (Object.hasOwn(trainers, model) ? { function: model } : own));
  return { ...draft, trainer: { models: named } };
}

type Values = Readonly<Record<string, unknown>>;

function takeRaceParts(experiment: Values): { readonly plain: Values; readonly custom: CustomParts } {
  const { race } = experiment;
  if (!isObject(race)) return { plain: experiment, custom: {} };
  refuseFunctions(race);
  const rule = isCustomRule(race.rule) ? customRule(race.rule) : undefined;
  const criterion = isObject(race.criterion)
    ? customCriterion(race.criterion as Partial<CustomCriterion> as CustomCriterion)
    : undefined;
  const named = {
    ...race,
    ...(rule === undefined ? {} : { rule: rule.name }),
    ...(criterion === undefined ? {} : { criterion: criterion.name }),
  };
  return {
    plain: { ...experiment, race: named },
    custom: defined({ rule, criterion }),
  };
}

/** The rule or criterion of a logged race, where a program brought its own: a log only names it. */
export function customPartOf({ plan }: RunHeader, part: 'rule' | 'criterion'): CustomPart | undefined {
  const settings = plan[part];
  if (!isObject(settings)) return undefined;
  const { name, version } = settings;
  return typeof version === 'number' || typeof version === 'string' ? { name: String(name), version } : undefined;
}

/** Whether a program brought its own rule or criterion. */
export function isOfOwnParts(header: RunHeader): boolean {
  return (['rule', 'criterion'] as const).some((part) => customPartOf(header, part) !== undefined);
}

export function customPartText(part: 'rule' | 'criterion', { name, version }: CustomPart): string {
  return `The run used a custom ${part}, "${name}" (version ${version}), which only the program that ran it has.`;
}

/** @throws InputError where a question can be answered by the program that asked it alone. */
export function requireBuiltInParts(header: RunHeader): void {
  for (const part of ['rule', 'criterion'] as const) {
    const custom = customPartOf(header, part);
    if (custom === undefined) continue;
    throw inputError`custom-${part}: ${customPartText(part, custom)}
      Allowed: questions with a built-in rule and criterion
      Fix: Ask it again from that program: it trains only what the log does not hold.`;
  }
}

/** A function alone has no name and no version, which the log needs. */
function refuseFunctions(race: Values): void {
  for (const [part, member] of [
    ['rule', 'judge'],
    ['criterion', 'evaluate'],
  ] as const) {
    if (typeof race[part] !== 'function') continue;
    throw inputError`custom-${part}: Your own ${part} is a function, without a name and a version.
      Allowed: an object with \`name\`, \`version\` and \`${member}\`, the function
      Fix: Write \`${part}: { name: 'mine', version: 1, ${member}: yourFunction }\`.`;
  }
}

/** Settings of a built-in rule are plain; whatever brings a function or a version is meant to be a rule itself. */
function isCustomRule(rule: unknown): rule is CustomRule {
  return isObject(rule) && ('judge' in rule || 'version' in rule);
}
