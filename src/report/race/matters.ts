/** @file Collects what the settings of a race's candidates have to do with its criterion, and with the spread over retrainings. */
import { randomFrom } from '../../core/index.js';
import {
  analyseImportance,
  digamma,
  type ImportanceAnalysis,
  rankValues,
  retrainingNoise,
  standardDeviation,
  trigamma,
} from '../../stats/index.js';
import { candidatesInAll } from '../answer/cost.js';
import { showCriterion } from '../direction.js';
import type { ReportInput } from '../input.js';
import type { ShownStanding } from '../standing.js';
import { type VaryingSetting, varyingSettings } from '../view/candidate-names.js';
import { criterionPhrase } from '../view/choice-words.js';
import { oncePerView } from '../view/report-view.js';
import { fitAxis } from '../view/value-axis.js';

/** How a figure enters the analysis. `rank`: by its rank among the candidates, where some are infinite. */
type FigureScale = 'linear' | 'log' | 'rank';

/** What settings have to do with one figure of the candidates. */
export interface MattersFor {
  /** `q3 of the loss`. */
  readonly figure: string;
  readonly scale: FigureScale;
  readonly analysis: ImportanceAnalysis | { readonly reason: string };
  /** Candidates that have it. */
  readonly candidates: number;
  /** Tried candidates that have none, or one that says nothing. */
  readonly without: number;
}

export interface WhatMattersView {
  readonly criterion: MattersFor;
  readonly spread: MattersFor;
  readonly settings: readonly VaryingSetting[];
  readonly tried: number;
  readonly all: number;
  /** Fewest and most trials of a tried candidate. */
  readonly trials: readonly [fewest: number, most: number];
}

const LEVEL = 0.95;
/** Losses that make a spread. */
const LEAST_LOSSES = 3;

/** Null where candidates differ in no setting that is known, or next to none was tried. */
export const mattersOf = oncePerView(({ input, standings, result }): WhatMattersView | null => {
  const configurations = new Map(input.header.candidates.map(({ id, configuration }) => [id, configuration]));
  const tried = standings.filter(({ losses }) => losses.length > 0);
  const settings = varyingSettings(tried.map(({ id }) => configurations.get(id) ?? {}));
  if (settings.length === 0 || tried.length < 3) return null;
  const spreads = tried.map(({ losses }) => spreadOf(losses));
  const counts = tried.map(({ losses }) => losses.length);
  return {
    criterion: criterionMatters(input, criterionPhrase(result), tried, settings),
    spread: spreadMatters(tried, spreads, settings),
    settings,
    tried: tried.length,
    all: candidatesInAll(result),
    trials: [Math.min(...counts), Math.max(...counts)],
  };
});

function criterionMatters(
  { criterion, direction, header }: ReportInput,
  phrase: string,
  tried: readonly ShownStanding[],
  settings: readonly VaryingSetting[],
): MattersFor {
  const shown = showCriterion(criterion, direction);
  const judged = tried.flatMap(({ criterion: value, losses }, place) =>
    value === null ? [] : [{ place, value, losses }],
  );
  const places = judged.map(({ place }) => place);
  const values = judged.map(({ value }) => value);
  const samples = judged.map(({ losses }) => losses);
  const scale = scaleOf(values, shown.better);
  const random = randomFrom('what-matters', header.seed);
  const figure = (sample: Float64Array): number =>
    scale === 'log' ? Math.log(criterion.evaluate(sample)) : criterion.evaluate(sample);
  const response = {
    values: scale === 'rank' ? rankValues(values).ranks : scale === 'log' ? values.map(Math.log) : values,
    // What retraining does to a rank depends on where it is.
    noise: scale === 'rank' ? values.map(() => 0) : retrainingNoise(samples, figure, random),
  };
  const analysis = analyseImportance(
    settings.map((setting) => atPlaces(setting, places)),
    response,
    LEVEL,
  );
  return {
    figure: phrase,
    scale,
    analysis,
    candidates: places.length,
    without: tried.length - places.length,
  };
}

/**
 * Logarithms of standard deviations, less what few losses make them too small by; each with the variance that they have
 * for normal losses (Smyth 2004, doi 10.2202/1544-6115.1027).
 */
function spreadMatters(
  tried: readonly ShownStanding[],
  spreads: readonly (number | null)[],
  settings: readonly VaryingSetting[],
): MattersFor {
  const varied = tried.flatMap(({ losses }, place) => {
    const spread = spreads[place] ?? null;
    return spread === null ? [] : [{ place, spread, half: (losses.filter(Number.isFinite).length - 1) / 2 }];
  });
  const places = varied.map(({ place }) => place);
  const response = {
    values: varied.map(({ spread, half }) => Math.log(spread) - (digamma(half) - Math.log(half)) / 2),
    noise: varied.map(({ half }) => trigamma(half) / 4),
  };
  const analysis = analyseImportance(
    settings.map((setting) => atPlaces(setting, places)),
    response,
    LEVEL,
  );
  return {
    figure: 'standard deviation over retrainings',
    scale: 'log',
    analysis,
    candidates: places.length,
    without: tried.length - places.length,
  };
}

/** Of the finite losses; null for too few of them, and where they do not differ. */
function spreadOf(losses: readonly number[]): number | null {
  const finite = losses.filter(Number.isFinite);
  if (finite.length < LEAST_LOSSES) return null;
  const spread = standardDeviation(finite);
  return spread > 0 && Number.isFinite(spread) ? spread : null;
}

function scaleOf(values: readonly number[], better: 'high' | 'low'): FigureScale {
  if (!values.every(Number.isFinite)) return 'rank';
  return better === 'high' ? 'linear' : fitAxis(values, 'minimize').scale;
}

function atPlaces({ name, values }: VaryingSetting, places: readonly number[]) {
  return { name, values: places.map((place) => values[place] ?? null) };
}
