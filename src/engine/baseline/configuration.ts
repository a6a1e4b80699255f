/** @file Reads a baseline's configuration: its settings, their defaults, and the data it needs. */
import { type InputError, inputError, type JsonObject, nearestName } from '../../core/index.js';
import type { Dataset } from '../datasets/index.js';

/** What a baseline has to know of the data to be checked. */
export type BaselineData = Pick<Dataset, 'task' | 'inputShape' | 'targetNames'>;

const BASELINE_LOSSES = ['relative-rmse', 'relative-squared-error', 'rmse', 'mse', 'mae'] as const;

export type BaselineLoss = (typeof BASELINE_LOSSES)[number];

export interface BaselineConfiguration {
  readonly baseline: 'parametric';
  /** What is minimised and reported; names as networks have them. */
  readonly loss: BaselineLoss;
}

const KEYS = ['baseline', 'loss'];

/** What it may be, for editors. */
export function baselineJsonSchema(): JsonObject {
  return {
    type: 'object',
    description: 'No network: the classical formula for photons in a calorimeter.',
    properties: {
      baseline: { const: 'parametric', description: 'Which one.' },
      loss: {
        type: 'string',
        enum: [...BASELINE_LOSSES],
        description:
          'What is minimised and reported; default: `relative-squared-error` of an energy, `rmse` of a position.',
      },
    },
    required: ['baseline'],
    additionalProperties: false,
  };
}

/** Energies are judged by their relative error, positions by their own. */
const DEFAULT_LOSSES = { energy: 'relative-squared-error', x: 'rmse', y: 'rmse' } as const;

type Target = keyof typeof DEFAULT_LOSSES;

const isTarget = (name: string): name is Target => Object.hasOwn(DEFAULT_LOSSES, name);

/** True for a configuration that names a baseline instead of describing a network. */
export function isBaseline(configuration: JsonObject): boolean {
  return configuration.baseline !== undefined;
}

/** Throws an InputError for unknown settings, and for data that this baseline says nothing about. */
export function completeBaseline(configuration: JsonObject, data: BaselineData): BaselineConfiguration {
  const target = requireTarget(data);
  for (const key of Object.keys(configuration)) if (!KEYS.includes(key)) throw unknownKey(key, configuration);
  const { baseline = 'parametric', loss = DEFAULT_LOSSES[target] } = configuration;
  if (baseline !== 'parametric') throw wrongValue('baseline', baseline, ['parametric']);
  if (!(BASELINE_LOSSES as readonly unknown[]).includes(loss)) throw wrongValue('loss', loss, BASELINE_LOSSES);
  return { baseline, loss: loss as BaselineLoss };
}

/** The one target, which decides what the baseline computes. */
export function requireTarget({ task, inputShape, targetNames }: BaselineData): Target {
  const [name = ''] = targetNames;
  if (task === 'regression' && inputShape.length === 3 && targetNames.length === 1 && isTarget(name)) return name;
  throw inputError`baseline-data: baseline: the parametric baseline cannot find ${targetNames.join(', ')} from inputs of shape ${inputShape.join(' x ')}.
    Allowed: maps of cells with one target, energy, x or y, such as \`data: { source: calorimeter }\`
    Fix: Leave the baseline out, or use such data.`;
}

function unknownKey(key: string, configuration: JsonObject): InputError {
  const near = nearestName(key, KEYS);
  return inputError`unknown-key: ${key}: a baseline has no such setting (its value is ${JSON.stringify(configuration[key])}).
    Allowed: ${KEYS.join(', ')}
    Fix: ${near === undefined ? `Remove \`${key}\`.` : `Did you mean \`${near}\`?`}`;
}

function wrongValue(key: string, value: unknown, allowed: readonly string[]): InputError {
  return inputError`invalid-setting: ${key} is ${JSON.stringify(value)}.
    Allowed: ${allowed.join(', ')}
    Fix: Set ${key} to an allowed value.`;
}
