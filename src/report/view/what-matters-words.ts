/** @file Says which settings matter, and what the reader must not conclude from it. */
import { formatCount, formatQuantity, formatShare } from '../number-text.js';
import { nameSome } from './run-notices.js';
import type { MattersFor, WhatMattersView } from './what-matters-view.js';

/** A setting whose interval others make wider than this many times stands beside them: its variance is doubled. */
const CONFOUNDED = Math.SQRT2;
/** Of the candidates, those at the top are compared with all. */
const TOP_SHARE = 0.1;
const LEAST_TOP = 3;

/** The most important setting for criterion and spread. */
export function importanceConclusion({ criterion, spread }: WhatMattersView): string {
  const [first, second] = [leaderText(criterion), leaderText(spread)];
  return `${capital(first)}; ${second}.`;
}

function leaderText({ figure, analysis }: MattersFor): string {
  if ('reason' in analysis) return `of the ${figure} nothing can be said: ${analysis.reason}`;
  const [leader] = analysis.settings;
  if (leader === undefined || leader.share === null || leader.share.low <= 0)
    return `for the ${figure} no setting can be told to matter`;
  const { value, low, high } = leader.share;
  return `for the ${figure} ${leader.name} matters most: ${formatShare(value)} of its variance between candidates (${formatShare(low)} to ${formatShare(high)})`;
}

/** Who is best at the setting that matters most, as the model sees it. */
export function effectsConclusion({ criterion }: WhatMattersView): string {
  const { analysis, effects, figure, largerIsBetter } = criterion;
  if ('reason' in analysis) return `There are no main effects: ${analysis.reason}.`;
  const leader = analysis.settings.find(({ share }) => share !== null && share.low > 0);
  const shown = effects.find(({ name }) => name === leader?.name);
  if (leader === undefined || shown === undefined) return `No setting alone moves the ${figure} beyond chance.`;
  const best = shown.effects.reduce((a, b) => ((largerIsBetter ? b.mean > a.mean : b.mean < a.mean) ? b : a));
  return `The ${figure} is best at ${leader.name} = ${settingText(best.value)}, everything else being as it is among the candidates.`;
}

/** `0.003`, `relu`. */
export function settingText(value: number | string | boolean): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(3))) : String(value);
}

/** What the best tenth have in common that not all have. */
export function parallelConclusion({ lines, settings }: WhatMattersView): string {
  const ranked = lines.filter(({ criterion }) => criterion !== null);
  const top = ranked.slice(0, topCount(ranked.length)).filter(({ criterion }) => Number.isFinite(criterion));
  if (top.length === 0) return 'No candidate has a finite figure.';
  const traits = settings.flatMap(({ name }, index) => {
    const own = top.map(({ values }) => values[index] ?? null);
    const all = ranked.map(({ values }) => values[index] ?? null);
    const trait = traitOf(own, all);
    return trait === null ? [] : [`${name} ${trait}`];
  });
  const who = `The best ${formatCount(top.length)} of ${formatCount(ranked.length)} candidates`;
  if (traits.length === 0) return `${who} have no value in common that the others lack.`;
  return `${who} all have ${nameSome(traits, 4)}.`;
}

/** Of so many candidates, those that are called the best: a tenth, and three at least. */
export function topCount(candidates: number): number {
  return Math.min(candidates, Math.max(LEAST_TOP, Math.ceil(TOP_SHARE * candidates)));
}

/** A single value where at most half of all have it, or a range that holds at most half of all. */
function traitOf(own: readonly unknown[], all: readonly unknown[]): string | null {
  const [first] = own;
  if (own.every((value) => value === first)) {
    const share = all.filter((value) => value === first).length / all.length;
    return share <= 0.5 && first !== null ? `= ${settingText(first as number | string)}` : null;
  }
  const numbers = own.filter((value) => typeof value === 'number');
  if (numbers.length < own.length) return null;
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const inside = all.filter((value) => typeof value === 'number' && value >= low && value <= high).length;
  return inside / all.length <= 0.5 ? `from ${settingText(low)} to ${settingText(high)}` : null;
}

/** What narrows all of it, as whole sentences. */
export function matterCautions(view: WhatMattersView): string[] {
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
      ? [`Only ${formatCount(tried)} of ${formatCount(all)} candidates were tried, and nothing is known of the others.`]
      : []),
    ...(fewest < most
      ? [
          `Candidates have ${formatCount(fewest)} to ${formatQuantity(most, 'trial')}: the race trained those longer that looked better, so that the figures of those that got few are less certain and look worse than more trials would show. Figures from few trials weigh less.`,
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
    .map(({ name, together: others }) => `${name} always changes with ${nameSome(others, 4)} and stands for both.`);
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
        `${name}${companion === null ? '' : ` and ${companion}`} go together among these candidates (confounding): the interval of ${name} is ${Number(inflation.toPrecision(2))} times as wide as it would be otherwise.`,
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
          `${formatCount(spread.without)} of ${formatCount(tried)} candidates have no spread: fewer than three finite losses, or all the same.`,
        ]
      : []),
    ...leftOut.map(({ name, reason }) => `${name} is left out: ${reason}.`),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
