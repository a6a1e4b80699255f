/** @file How far figures on settings can be trusted: what the reader must not conclude from them, and how they were made. */
import { html, type Markup } from '../html/markup.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { ReportView } from '../view/report-view.js';
import { nameSome } from '../view/run-notices.js';
import { type MattersFor, mattersOf, type WhatMattersView } from './matters.js';

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
