/**
 * @file How much of what candidates differ by goes with each setting: an additive model of the settings, and the variance of
 * each setting's effect in it, chance taken off, as a share of the whole. These are the main effects of a functional analysis
 * of variance (Hutter, Hoos and Leyton-Brown 2014, PMLR 32:754-762), from a model that 48 candidates can carry in the place
 * of a forest. Each setting is judged beyond all the others (type II sums of squares); where settings do not go together, its
 * share is omega squared (Hays 1963; Olejnik and Algina 2003, doi 10.1037/1082-989X.8.4.434). Settings that go together are
 * told by the generalised variance inflation (Fox and Monette 1992, doi 10.1080/01621459.1992.10475190).
 */
import { studentTwoSidedQuantile } from '../distributions.js';
import { type AmountShape, designColumns, type SettingColumns, type SettingValues } from './design.js';
import { type LeastSquaresFit, responseWeights, type WeightedDesign, weightedDesign } from './least-squares.js';
import { chiSquareInterval, noncentralityInterval } from './noncentral-chi-square.js';

/** A share of the variance between candidates, 0 to 1. */
interface VarianceShare {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The response that the model expects at a value of one setting, all candidates being as they are otherwise. */
interface MainEffect {
  readonly value: number | string;
  readonly candidates: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

interface SettingImportance {
  readonly name: string;
  readonly kind: SettingColumns['kind'];
  readonly scale: SettingColumns['scale'];
  /** Degrees of freedom that it has beyond all other settings; 0 where they make it up. */
  readonly degrees: number;
  /** Type II: what it explains beyond all others. */
  readonly squares: number;
  /** Null where other settings make it up. */
  readonly share: VarianceShare | null;
  /** What it explains when it may have all that it shares with others as well. */
  readonly alone: number;
  /** How many times wider its interval is than if no other setting went with it: 1 or more. */
  readonly inflation: number;
  /** The setting that goes with it most; null where it is the only one. */
  readonly companion: string | null;
  readonly effects: readonly MainEffect[];
}

export interface ImportanceAnalysis {
  readonly candidates: number;
  readonly level: number;
  /** Of the error. */
  readonly degrees: number;
  /** Share of the variance that all settings together explain, adjusted for their number; 0 to 1. */
  readonly explained: number;
  /** Most important first. */
  readonly settings: readonly SettingImportance[];
  /** Settings that tell nothing here, with the reason. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

/** One finite figure of each candidate, and its variance by retraining (0 where it is not known). */
interface Response {
  readonly values: ArrayLike<number>;
  readonly noise: ArrayLike<number>;
}

/** Fewer degrees of freedom of the error tell next to nothing of how large it is. */
const LEAST_DEGREES = 4;
/** And parabolas are fitted where so large a share of the candidates is left for the error. */
const PARABOLA_SHARE = 1 / 3;

/**
 * `settings` by candidate, in the order of the response. The reason where nothing can be said.
 *
 * @example
 * analyseImportance([{ name: 'rate', values: [1, 1, 2, 2, 3, 3, 3] }], { values, noise: values.map(() => 0) }, 0.95)
 */
export function analyseImportance(
  settings: readonly SettingValues[],
  response: Response,
  level: number,
): ImportanceAnalysis | { readonly reason: string } {
  const count = response.values.length;
  const varying = settings.filter(({ values }) => new Set(values).size > 1);
  const fitting = varying.filter((setting) => !isName(setting, count));
  const leftOut = settings
    .filter((setting) => !fitting.includes(setting))
    .map((setting) => ({
      name: setting.name,
      reason: varying.includes(setting) ? 'nearly every candidate has a value of its own' : 'all have the same value',
    }));
  if (fitting.length === 0) return { reason: 'no setting differs among the candidates that have this figure' };
  const model = modelOf(fitting, response);
  if (model === undefined)
    return { reason: `${count} candidates are too few to tell the effects of ${fitting.length} settings apart` };
  const { design, degrees } = model;
  if (design.total === 0) return { reason: 'all candidates have the same figure' };
  const parts = partsOf(model, level);
  const found = model.columns.map((own, index) => describeSetting(model, own, index, parts, level));
  return {
    candidates: count,
    level,
    degrees,
    explained: clamp(1 - (parts.error * (count - 1)) / design.total),
    settings: found.sort((a, b) => (b.share?.value ?? -1) - (a.share?.value ?? -1) || b.alone - a.alone),
    leftOut,
  };
}

/** A category with so many levels names candidates. */
function isName({ values }: SettingValues, count: number): boolean {
  const levels = new Set(values).size;
  return levels > count / 2 && values.some((value) => typeof value === 'string');
}

interface Model {
  readonly columns: readonly SettingColumns[];
  /** Places of each setting's columns in the design. */
  readonly places: readonly (readonly number[])[];
  readonly design: WeightedDesign;
  readonly full: LeastSquaresFit;
  readonly degrees: number;
  /** By column, every candidate counted alike. */
  readonly averages: Float64Array;
}

/** With parabolas where there are candidates enough for them; undefined where there are too few even for lines. */
function modelOf(settings: readonly SettingValues[], response: Response): Model | undefined {
  const count = response.values.length;
  for (const shape of ['parabola', 'line'] as const) {
    const model = fitModel(settings, response, shape);
    const least = shape === 'parabola' ? Math.max(LEAST_DEGREES, count * PARABOLA_SHARE) : LEAST_DEGREES;
    if (model.degrees >= least) return model;
  }
  return undefined;
}

function fitModel(settings: readonly SettingValues[], { values, noise }: Response, shape: AmountShape): Model {
  const columns = settings.map((setting) => designColumns(setting, shape));
  const all = columns.flatMap((own) => own.columns);
  let next = 0;
  const places = columns.map((own) => own.columns.map(() => next++));
  const design = weightedDesign(all, values, responseWeights(all, values, noise));
  const full = design.fitOf(places.flat());
  const averages = Float64Array.from(all, (column) => column.reduce((sum, value) => sum + value, 0) / values.length);
  return { columns, places, design, full, degrees: values.length - full.rank, averages };
}

function describeSetting(
  model: Model,
  { name, kind, scale }: SettingColumns,
  index: number,
  parts: Parts,
  level: number,
): SettingImportance {
  const { places, design, full } = model;
  const own = places[index] as readonly number[];
  const { without, degrees, squares } = parts.effects[index] as EffectPart;
  const single = design.fitOf(own);
  const ownDegrees = single.rank - 1;
  const span = design.total + parts.error;
  return {
    name,
    kind,
    scale,
    degrees,
    squares,
    share: degrees === 0 ? null : shareOf(parts, index),
    alone: clamp((design.total - single.rest - ownDegrees * parts.error) / span),
    inflation: inflationOf(single, without, full, ownDegrees),
    companion: companionOf(model, index),
    effects: degrees === 0 ? [] : effectsOf(model, index, parts.error, level),
  };
}

/** A sum of squares without the chance in it. */
interface Part {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

interface EffectPart extends Part {
  /** The fit of all other settings. */
  readonly without: LeastSquaresFit;
  readonly degrees: number;
  readonly squares: number;
}

/** What the variance between candidates is made of. */
interface Parts {
  readonly effects: readonly EffectPart[];
  readonly chance: Part;
  /** Mean square of the error. */
  readonly error: number;
}

function partsOf({ places, design, full, degrees: rest }: Model, level: number): Parts {
  const error = full.rest / rest;
  const [low, high] = chiSquareInterval(rest, level);
  const chance = design.weight * error;
  const effects = places.map((own, index): EffectPart => {
    const without = design.fitOf(places.filter((_, other) => other !== index).flat());
    const degrees = full.rank - without.rank;
    const squares = Math.max(0, without.rest - full.rest);
    const found = { without, degrees, squares };
    if (degrees === 0 || squares === 0) return { ...found, value: 0, low: 0, high: 0 };
    // What goes together takes squares from each: the effect itself varies by more than what it adds to the others.
    const scale = Math.max(1, design.squaresOf(own, full.slopes) / squares);
    const value = scale * Math.max(0, squares - degrees * error);
    if (error <= design.total * Number.EPSILON) return { ...found, value, low: value, high: value };
    const ends = noncentralityInterval(squares / error, degrees, rest, level);
    const [below, above] = ends.map((lambda) => scale * error * lambda) as [number, number];
    return { ...found, value, low: Math.min(value, below), high: Math.max(value, above) };
  });
  return { effects, error, chance: { value: chance, low: (chance * rest) / high, high: (chance * rest) / low } };
}

/**
 * The variance of the setting's effect in that of all effects and the error: omega squared where settings do not go
 * together. Its interval joins those of these parts as they bear on the logarithm of its odds (the method of variance
 * estimates recovery: Zou and Donner 2008, doi 10.1002/sim.3095; Donner and Zou 2012, doi 10.1177/0962280210383082).
 */
function shareOf({ effects, chance }: Parts, index: number): VarianceShare {
  const own = effects[index] as EffectPart;
  const others = [...effects.filter((_, other) => other !== index), chance];
  const rest = others.reduce((sum, { value }) => sum + value, 0);
  if (rest === 0) return { value: 1, low: 1, high: 1 };
  const below = Math.hypot(...others.map(({ value, low }) => value - low));
  const above = Math.hypot(...others.map(({ value, high }) => high - value));
  const factorOf = (part: number, remainder: number): number =>
    Math.exp(Math.hypot(Math.log(part), Math.log(remainder)));
  const odds = own.value / rest;
  const low = own.low === 0 ? 0 : odds / factorOf(own.value / own.low, 1 + above / rest);
  const high = own.value === 0 ? own.high / rest : odds * factorOf(own.high / own.value, rest / (rest - below));
  return { value: odds / (1 + odds), low: low / (1 + low), high: high / (1 + high) };
}

/** Fox and Monette's, as a factor of standard errors: the root of the ratio of determinants, per degree of freedom. */
function inflationOf(
  single: LeastSquaresFit,
  without: LeastSquaresFit,
  full: LeastSquaresFit,
  degrees: number,
): number {
  if (degrees === 0 || full.rank - without.rank < degrees) return Number.POSITIVE_INFINITY;
  const log = single.logDeterminant + without.logDeterminant - full.logDeterminant;
  return Math.max(1, Math.exp(log / (2 * degrees)));
}

/** The setting with which it shares most: 1 less the ratio of determinants of both to those of each. */
function companionOf({ columns, places, design }: Model, index: number): string | null {
  const own = places[index] as readonly number[];
  const single = design.fitOf(own);
  let best: string | null = null;
  let most = -1;
  columns.forEach(({ name }, other) => {
    if (other === index) return;
    const theirs = places[other] as readonly number[];
    const both = design.fitOf([...own, ...theirs]);
    const alone = design.fitOf(theirs);
    const isMadeUp = both.rank < single.rank + alone.rank - 1;
    const log = both.logDeterminant - single.logDeterminant - alone.logDeterminant;
    const shared = isMadeUp ? 1 : 1 - Math.exp(log / Math.max(1, Math.min(own.length, theirs.length)));
    if (shared > most) [most, best] = [shared, name];
  });
  return best;
}

function effectsOf(model: Model, index: number, error: number, level: number): MainEffect[] {
  const { columns, places, design, full, degrees, averages } = model;
  const own = places[index] as readonly number[];
  const deviate = studentTwoSidedQuantile(1 - level, degrees);
  return (columns[index] as SettingColumns).places.map(({ value, candidates, row }) => {
    const at = averages.map((average, column) => average - (design.columnCenters[column] as number));
    own.forEach((column, place) => {
      at[column] = (row[place] as number) - (design.columnCenters[column] as number);
    });
    const mean = at.reduce((sum, distance, column) => sum + distance * (full.slopes[column] as number), design.center);
    const half = deviate * Math.sqrt(error * (1 / design.weight + full.spreadOf(at)));
    return { value, candidates, mean, low: mean - half, high: mean + half };
  });
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
