/** @file Figure: the share of the differences between candidates that each setting explains, in the criterion and in the spread, how that is found, and how far it can be trusted. */
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
import { candidatesInAll, candidatesText } from '../answer/cost.js';
import type { Chart } from '../chart/index.js';
import { intervalFigure } from '../chart/interval-chart.js';
import { showCriterion } from '../direction.js';
import { html, type Markup } from '../html/markup.js';
import type { ReportInput } from '../input.js';
import { estimateText, formatCount, formatEstimate, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { ShownStanding } from '../standing.js';
import type { Table } from '../table/table.js';
import { type VaryingSetting, varyingSettings } from '../view/candidate-names.js';
import { criterionPhrase } from '../view/choice-words.js';
import { oncePerView, type ReportView } from '../view/report-view.js';
import { nameSome } from '../view/run-notices.js';
import { fitAxis } from '../view/value-axis.js';

/** The first settings are drawn; the data have all. */
const MOST_DRAWN = 6;

/** Null where nothing can be said of any setting. */
export function importanceFigure(view: ReportView): Chart | null {
  const matters = mattersOf(view);
  if (matters === null) return null;
  const { criterion, spread } = matters;
  const [own, beside] = [sharesOf(criterion), sharesOf(spread)];
  const rows = own.length === 0 ? beside : own;
  if (rows.length === 0) return null;
  const inSpread = new Map(beside.map((one) => [one.name, textOf(one)]));
  const left = rows.length - MOST_DRAWN;
  const data: Table<Share> = {
    ...{ id: 'importance', caption: 'Which settings matter', rows: [...own, ...beside] },
    columns: [
      { key: 'setting', of: ({ name }) => name },
      { key: 'figure', of: ({ figure }) => figure },
      { key: 'share', unit: 'share', of: ({ value }) => value, interval: (one) => one },
    ],
  };
  const told = {
    says: leaderText(criterion, spread),
    reads: ['Lines: 95 % intervals.', left > 0 ? `${formatQuantity(left, 'more setting')} in the table.` : null],
    n: `n = ${candidatesText(criterion.candidates, view.result)}${inSpread.size === 0 ? '' : `, ${formatCount(spread.candidates)} of them for the spread`}`,
  };
  return intervalFigure(data, told, {
    key: 'share',
    note: ({ name }, share) =>
      rows === own && inSpread.has(name) ? `${share}, ${inSpread.get(name)} in the spread` : share,
    roleOf: (one) => (one === rows[0] && one.low > 0 ? 'choice' : 'open'),
    quantity: 'share of the variance',
    isShare: true,
    rows: rows.slice(0, MOST_DRAWN),
  });
}

type Share = ReturnType<typeof sharesOf>[number];

/** Settings with a share of their own, the most important first. */
function sharesOf({ analysis, figure }: MattersFor) {
  if ('reason' in analysis) return [];
  const based = { level: 0.95, method: 'noncentral chi-square and MOVER' };
  return analysis.settings.flatMap(({ name, share }) => (share === null ? [] : [{ name, figure, ...share, ...based }]));
}

function leaderText(criterion: MattersFor, spread: MattersFor): string {
  if ('reason' in criterion.analysis)
    return `Nothing can be said of the ${criterion.figure}: ${criterion.analysis.reason}.`;
  const [own, beside] = [leaderOf(criterion), leaderOf(spread)];
  const ofSpread = beside && `${shareText(beside)} of those in the ${spread.figure}`;
  if (own === undefined)
    return `No setting alone explains the differences in ${criterion.figure}${ofSpread ? `; ${ofSpread}` : ''}.`;
  return `${shareText(own)} of the differences in ${criterion.figure}${ofSpread ? `, ${ofSpread}` : ''}.`;
}

/** The most important setting, where its interval leaves 0 out. */
function leaderOf(matters: MattersFor) {
  return sharesOf(matters)
    .slice(0, 1)
    .find(({ low }) => low > 0);
}

function shareText({ name, value, low, high }: Share): string {
  return `“${name}” explains ${estimateText(value, { low, high }, 'share')}`;
}

/** Without its interval, which is drawn. */
function textOf({ value, ...ends }: Share): string {
  return formatEstimate(value, ends, 'share').text;
}

/** A setting whose interval others make wider than this many times stands beside them: its variance is doubled. */
const CONFOUNDED = Math.SQRT2;

/** What stands below the figure. */
export function matterDetails(view: ReportView): Markup | null {
  const matters = mattersOf(view);
  if (matters === null) return null;
  return html`<details><summary>How far this can be trusted</summary><ul>${matterCautions(matters).map((text) => html`<li>${text}</li>`)}</ul>
<p class="quiet">Method: an additive model of all settings, amounts as parabolas, on their logarithms where they span more than a hundredfold. Share: the variance of a setting's effect, chance taken off, in that of all effects and chance; these are the main effects of a functional analysis of variance (Hutter, Hoos and Leyton-Brown 2014, PMLR 32:754–762). Intervals join those of its parts (noncentral chi-square, Steiger 2004, doi 10.1037/1082-989X.9.2.164; recovery of variance estimates, Zou and Donner 2008, doi 10.1002/sim.3095).</p></details>`;
}

/** What narrows all of it, as whole sentences. */
function matterCautions(view: WhatMattersView): string[] {
  return [
    ...selectionCautions(view),
    ...fitCautions(view.criterion),
    ...confoundingCautions(view),
    ...absenceCautions(view),
  ];
}

function selectionCautions({ tried, all, trials: [fewest, most] }: WhatMattersView): string[] {
  return [
    ...(tried < all
      ? [
          `Only ${formatCount(tried)} of ${formatCount(all)} candidates were tried, and these figures are of them alone.`,
        ]
      : []),
    ...(fewest < most
      ? [
          `Candidates have ${formatCount(fewest)} to ${formatQuantity(most, 'training')}. The race trained those more often that looked better, so the figures of the others are less certain and look worse than more trainings would show. Figures from few trainings weigh less.`,
        ]
      : []),
  ];
}

function fitCautions({ analysis, figure }: MattersFor): string[] {
  if ('reason' in analysis) return [];
  return [
    `All settings together, each by itself, explain ${formatShare(analysis.explained)} of the variance of the ${figure}; the rest is chance and what settings do only together.`,
  ];
}

function confoundingCautions({ criterion: { analysis }, settings }: WhatMattersView): string[] {
  const together = settings
    .filter((setting) => setting.together.length > 0)
    .map(({ name, together: others }) => `${name} includes ${nameSome(others, 4)}: they always change together.`);
  if ('reason' in analysis) return together;
  const made = analysis.settings
    .filter(({ degrees }) => degrees === 0)
    .map(
      ({ name, companion, alone }) =>
        `Other settings make up ${name}${companion === null ? '' : `, ${companion} above all`}: it has no share of its own; taken alone it goes with ${formatShare(alone)} of the variance.`,
    );
  const blurred = analysis.settings
    .filter(({ degrees, inflation }) => degrees > 0 && inflation > CONFOUNDED)
    .map(
      ({ name, companion, inflation }) =>
        `${name}${companion === null ? '' : ` and ${companion}`} go together among these candidates (confounding): the interval of ${name} is ${formatValue(inflation, 2)} times as wide as it would be otherwise.`,
    );
  return [...together, ...made, ...blurred];
}

function absenceCautions({ criterion, spread, tried }: WhatMattersView): string[] {
  const leftOut = 'reason' in criterion.analysis ? [] : criterion.analysis.leftOut;
  return [
    ...(criterion.scale === 'rank'
      ? ['Where the figure of a candidate is infinite, all of them enter by their ranks.']
      : []),
    ...(spread.without > 0
      ? [
          `${formatCount(spread.without)} of the ${formatCount(tried)} that were tried have no spread: fewer than three finite losses, or all the same.`,
        ]
      : []),
    ...leftOut.map(({ name, reason }) => `${name} is left out: ${reason}.`),
  ];
}

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
