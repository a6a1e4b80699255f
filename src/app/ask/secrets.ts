/** @file The secrets of a trainer: variables of its environment whose values are kept and printed nowhere. */
import {
  createMask,
  hashJson,
  type InputError,
  inputError,
  isObject,
  isSecretName,
  type JsonObject,
  type JsonValue,
  MASKED,
  type Mask,
  mapValues,
  NO_MASK,
  nearestName,
} from '../../core/index.js';

export interface Secrets {
  /** For whatever a trainer printed or threw. */
  readonly mask: Mask;
  /** The experiment as it may be kept. */
  hideIn(experiment: JsonObject): JsonObject;
  /** A trainer's identity with salted hashes in place of secrets; as it is without a salt. */
  saltIn(identity: JsonValue, salt: string): JsonValue;
}

/**
 * `environment` is what the experiment gives its trainer, which inherits this process's own; `names` are secrets in addition to those
 * that their names give away.
 * @throws InputError for a name that neither has: a misspelt secret would be printed.
 */
export function findSecrets(
  environment: Readonly<Record<string, string>> = {},
  names: readonly string[] = [],
): Secrets {
  for (const name of names) {
    if (!Object.hasOwn(environment, name) && process.env[name] === undefined) throw unknownSecret(name, environment);
  }
  const isSecret = (name: string): boolean => names.includes(name) || isSecretName(name);
  const variables = [...Object.entries(process.env), ...Object.entries(environment)];
  const mask = createMask(variables.flatMap(([name, value]) => (isSecret(name) && value !== undefined ? [value] : [])));
  const replace = (given: JsonValue, hidden: (value: JsonValue) => JsonValue): JsonValue => {
    if (!isObject(given) || !isObject(given.environment)) return given;
    const entries = Object.entries(given.environment);
    return {
      ...given,
      environment: Object.fromEntries(entries.map(([name, value]) => [name, isSecret(name) ? hidden(value) : value])),
    };
  };
  return {
    mask,
    hideIn: (experiment) => {
      const trainer = replace(experiment.trainer ?? null, () => MASKED);
      const hide = (_key: string, value: JsonValue): JsonValue => (typeof value === 'string' ? mask(value) : value);
      return JSON.parse(JSON.stringify({ ...experiment, trainer }, hide)) as JsonObject;
    },
    saltIn: (identity, salt) =>
      salt === '' ? identity : replace(identity, (value) => `salted ${hashJson([salt, value])}`),
  };
}

/** Of several models, each with secrets of its own; `experiment.trainer` has them by name. */
export function secretsOfModels(models: Readonly<Record<string, Secrets | undefined>>): Secrets {
  const all = Object.values(models).filter((one) => one !== undefined);
  const mask = (text: string): string => all.reduce((masked, one) => one.mask(masked), text);
  return {
    mask: all.length === 0 ? NO_MASK : mask,
    hideIn: (experiment) => {
      const own = (experiment.trainer as { readonly models: JsonObject }).models;
      const hidden = mapValues(own, (trainer, name) => models[name]?.hideIn({ trainer }).trainer ?? trainer);
      const { trainer: _, ...rest } = experiment;
      return { ...all.reduce((read, one) => one.hideIn(read), rest), trainer: { models: hidden } } as JsonObject;
    },
    saltIn: (identity) => identity,
  };
}

function unknownSecret(name: string, environment: Readonly<Record<string, string>>): InputError {
  const near = nearestName(name, [...Object.keys(environment), ...Object.keys(process.env)]);
  return inputError`unknown-secret: trainer.secrets: there is no variable ${name}.
    Allowed: variables under \`trainer.environment\`, or in the environment that started Surefoot
    Fix: ${near === undefined ? 'Correct the name, or leave it out.' : `Did you mean ${near}?`}`;
}

/** Whether an experiment of the log stands for another one, with what a machine needs to train it left out. */
export function hidesSecrets({ trainer, data }: JsonObject): boolean {
  return JSON.stringify([trainer, data]).includes(MASKED);
}
