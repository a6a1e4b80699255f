/** @file The words by which tuners write ranges and lists of choices: Optuna, Ray Tune, Ax, SMAC, irace, Hyperopt, W&B, Keras and SciPy. */

const UNIFORM = ['uniform', 'quniform', 'uniformint', 'uniformfloat', 'intuniform', 'randuniform', 'discreteuniform'];
const RANDOM = ['randint', 'qrandint', 'randrange', 'normal', 'qnormal', 'truncnormal', 'gaussian', 'randn', 'qrandn'];
const LOGARITHMIC = [
  'loguniform',
  'qloguniform',
  'loguniformvalues',
  'qloguniformvalues',
  'invloguniform',
  'invloguniformvalues',
  'loguniformint',
  'lograndint',
  'qlograndint',
  'lognormal',
  'qlognormal',
  'reciprocal',
];

/** Names of distributions; nobody calls a setting so. */
const DISTRIBUTIONS = new Set([...UNIFORM, ...RANDOM, ...LOGARITHMIC]);

const INTERVALS = new Set([
  ...DISTRIBUTIONS,
  ...['range', 'intrange', 'floatrange', 'interval', 'bounds', 'between', 'span', 'limits', 'linspace', 'arange'],
  ...['logspace', 'geomspace', 'int', 'integer', 'float', 'real', 'double', 'continuous', 'log', 'logint', 'logfloat'],
  ...['suggestint', 'suggestfloat', 'suggestuniform', 'suggestloguniform', 'suggestdiscreteuniform'],
]);

/** As irace writes them, `r (0.1, 1)`, and only where brackets follow. */
const BEFORE_BRACKETS = new Set([...INTERVALS, 'r', 'i']);

const CHOICES = new Set(['values', 'choice', 'choices', 'categorical', 'gridsearch', 'suggestcategorical']);

/** Of a scale or a type; beside a range they say what kind of one it is. */
const SCALES = new Set([
  'linear',
  'lin',
  'log',
  'log2',
  'log10',
  'ln',
  'logarithmic',
  'reverselog',
  'choice',
  'ordinal',
]);

/** Settings of a range beside its ends, with any value. */
const DETAILS = new Set([
  ...['log', 'islog', 'logscale', 'step', 'stepsize', 'q', 'quantization', 'quantum', 'base', 'num', 'points', 'count'],
  ...['default', 'defaultvalue', 'isint', 'isordered', 'endpoint', 'digits'],
]);

/** Settings of a range that name its kind: only with a name that is one of a kind. */
const KINDS = new Set([
  'type',
  'dtype',
  'valuetype',
  'parametertype',
  'distribution',
  'dist',
  'prior',
  'scale',
  'sampling',
]);

/** The two ends, as they stand together. */
const ENDS = [
  ['low', 'high'],
  ['lo', 'hi'],
  ['min', 'max'],
  ['minimum', 'maximum'],
  ['minvalue', 'maxvalue'],
  ['minval', 'maxval'],
  ['lower', 'upper'],
  ['lowerbound', 'upperbound'],
  ['from', 'to'],
  ['start', 'stop'],
  ['start', 'end'],
  ['begin', 'end'],
] as const;

/** Middle and spread: a range only of what is said to be a distribution. */
const MOMENTS = [
  ['mu', 'sigma'],
  ['mean', 'sigma'],
  ['mean', 'std'],
  ['mean', 'sd'],
  ['loc', 'scale'],
] as const;

/** `log_uniform`, `logUniform` and `tune.loguniform` are one name. */
export const plainName = (name: string): string =>
  name
    .replace(/^.*\./, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

export const isDistribution = (name: string): boolean => DISTRIBUTIONS.has(plainName(name));
export const isInterval = (name: string): boolean => INTERVALS.has(plainName(name));
export const isCalled = (name: string): boolean => BEFORE_BRACKETS.has(plainName(name));
export const isChoice = (name: string): boolean => CHOICES.has(plainName(name));
export const isLogarithmic = (name: string): boolean =>
  plainName(name).includes('log') || plainName(name) === 'geomspace';
export const isWholeNumbered = (name: string): boolean => /int(?!erval)|randrange|arange/.test(plainName(name));

/** Whether `value` under `key` names what kind of a range stands there. */
export function isKind(key: string, value: unknown): value is string {
  return KINDS.has(plainName(key)) && typeof value === 'string' && (isInterval(value) || SCALES.has(plainName(value)));
}

export const isDetail = (key: string): boolean => DETAILS.has(plainName(key));

/** Of these keys the two that are the ends of a range, or, where its kind is said beside them, its middle and spread. */
export function endsAmong(keys: readonly string[], isDistributed: boolean): Ends | undefined {
  const named = new Map(keys.map((key) => [plainName(key), key]));
  const find = (pairs: readonly (readonly [string, string])[], areMoments: boolean): Ends[] =>
    pairs.flatMap(([first, second]) => {
      const [one, other] = [named.get(first), named.get(second)];
      return one === undefined || other === undefined ? [] : [{ keys: [one, other], areMoments }];
    });
  return [...find(ENDS, false), ...(isDistributed ? find(MOMENTS, true) : [])][0];
}

/** The keys of two numbers. */
interface Ends {
  readonly keys: readonly [string, string];
  readonly areMoments: boolean;
}
