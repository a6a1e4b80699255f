/** @file What a candidate is, and what was not raced, in words for those who have not read its experiment: `a network, 2 layers of 32`, `ridge, penalty 0.1`. */
import { isObject, type JsonObject, type RunHeader, settingsIn, trainerIn } from '../../core/index.js';
import { formatQuantity } from '../number-text.js';

type Described = RunHeader['candidates'][number];

/** Undefined where its trainer is the user's own, whose settings say it best. */
export function candidateWords(
  experiment: JsonObject,
  candidate: Described,
  task: 'classification' | 'regression' | null,
): string | undefined {
  const trainer = trainerIn(experiment, candidate);
  if (typeof trainer !== 'string') return undefined;
  const settings = settingsIn(experiment, candidate);
  const { penalty, mix, layers } = settings;
  if (typeof penalty === 'number') return linearWords(penalty, Number(mix), task);
  return Array.isArray(layers) ? networkWords(layers.filter(isObject) as JsonObject[]) : undefined;
}

/** Of a race of built-in trainers on a table: the usual kinds of models that were not in it, with how they would be; null where none is missing. */
export function untriedText({ experiment, candidates }: Pick<RunHeader, 'experiment' | 'candidates'>): string | null {
  const trainers = new Set(candidates.map((candidate) => trainerIn(experiment, candidate)));
  if ([...trainers].some((trainer) => typeof trainer !== 'string')) return null;
  const missing = [
    ...(trainers.has('network') ? [] : ['networks']),
    ...(trainers.has('linear') ? [] : ['linear models']),
    'boosted trees',
  ];
  return `${missing.join(', ')} (\`surefoot init --kinds net,line,boost\` drafts them).`;
}

function linearWords(penalty: number, mix: number, task: 'classification' | 'regression' | null): string {
  if (task === 'classification') return `logistic regression, penalty ${penalty}`;
  if (penalty === 0) return 'linear regression, without a penalty';
  const name = mix === 0 ? 'ridge' : mix === 1 ? 'the lasso' : 'the elastic net';
  return `${name}${mix > 0 && mix < 1 ? `, mix ${mix}` : ''}, penalty ${penalty}`;
}

/** Sizes where all layers are dense; else the kinds of layers in their order. */
function networkWords(layers: readonly JsonObject[]): string {
  if (layers.length === 0) return 'a network without layers: a linear model';
  const sizes = layers.map(({ dense }) => (isObject(dense) ? dense.units : undefined));
  const count = formatQuantity(layers.length, 'layer');
  if (sizes.some((size) => typeof size !== 'number'))
    return `a network, ${count}: ${layers.map((layer) => Object.keys(layer)[0]).join(', ')}`;
  const [first] = sizes;
  return `a network, ${count} of ${sizes.every((size) => size === first) ? first : sizes.join(', ')}`;
}
