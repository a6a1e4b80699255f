/** @file Says what one trial of each candidate costs beside the others, from what the experiment declares: never from measured time. */
import { z } from 'zod';
import {
  type Candidate,
  type CandidateDescription,
  type InputError,
  inputError,
  type JsonValue,
  nameOfModel,
  nearestName,
  type RaceInspector,
} from '../core/index.js';

export const costSchema = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)], {
    error: '`parameters`, `operations`, a setting such as `epochs`, or a list of these: their product',
  })
  .optional()
  .describe(
    'What one training of a candidate costs, beside the others: `operations` or `parameters` of a network, a setting such as ' +
      '`epochs` or `optimizer.steps`, or a list of these, whose product it is. Rules that decide training by training spend by it; default: all alike.',
  );

/** Of an experiment; of several models one number for each. */
export type CostSpec = z.output<typeof costSchema> | { readonly models: Readonly<Record<string, number>> };

/** What a trainer can say of a candidate untrained. */
const DESCRIBED: Readonly<Record<string, (description: CandidateDescription) => number>> = {
  parameters: ({ parameters }) => parameters,
  // Each parameter of a layer is used once for each place of its output.
  operations: ({ layers }) =>
    layers.reduce((sum, { parameters, outputShape }) => sum + parameters * placesOf(outputShape), 0),
};

/**
 * The cost of one trial by candidate, above 0; undefined where the experiment declares none. Operations are those of one
 * example forward, times the candidate's epochs.
 * @throws InputError for a setting that a candidate does not have, and for one that is no number above 0.
 */
export function costsOf(
  cost: CostSpec,
  candidates: readonly Candidate[],
  inspector: RaceInspector | undefined,
): Float64Array | undefined {
  if (cost === undefined) return undefined;
  if (typeof cost === 'object' && 'models' in cost)
    return Float64Array.from(candidates, ({ configuration }) => cost.models[nameOfModel(configuration)] as number);
  const factors = typeof cost === 'string' ? [cost] : cost;
  return Float64Array.from(candidates, (candidate) =>
    factors.reduce((product, factor) => product * factorOf(factor, candidate, inspector), 1),
  );
}

function factorOf(factor: string, candidate: Candidate, inspector: RaceInspector | undefined): number {
  const describe = DESCRIBED[factor];
  const description = describe && inspector?.describe(candidate.configuration);
  if (description === undefined) return settingOf(factor, candidate);
  const amount = describe?.(description) as number;
  return factor === 'operations' ? amount * settingOf('epochs', candidate) : Math.max(1, amount);
}

function settingOf(path: string, { label, configuration }: Candidate): number {
  let value: JsonValue | undefined = configuration;
  let known: readonly string[] = [];
  for (const key of path.split('.')) {
    known = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    if (!known.includes(key)) throw noSetting(path, key, label, known);
    value = (value as Readonly<Record<string, JsonValue>>)[key];
  }
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw inputError`cost: cost: \`${path}\` is ${JSON.stringify(value)} in the candidate ${label}.
    Allowed: a number above 0 in every candidate; only ratios matter
    Fix: Name another setting under \`cost\`, or change \`${path}\`.`;
}

function noSetting(path: string, key: string, label: string, known: readonly string[]): InputError {
  const near = nearestName(key, known);
  return inputError`cost: cost: the candidate ${label} has no setting \`${path}\`.
    Allowed: \`parameters\` and \`operations\` with \`trainer: network\`; or a setting that every candidate has, here ${known.join(', ') || 'none'}
    Fix: ${near === undefined ? 'Name another setting, or remove `cost`.' : `Did you mean \`${near}\`?`}`;
}

/** Of the shape of a layer's output, channels last: 1 for a vector. */
function placesOf(outputShape: readonly number[]): number {
  return outputShape.slice(0, -1).reduce((product, size) => product * size, 1);
}
