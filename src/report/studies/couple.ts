/** @file A study of coupled effects: what decides most and what couples, what is open, and what would settle it. */

import { groupBy } from '../../core/index.js';
import {
  type CellEffects,
  type CoupleAnalysis,
  type CoupledContrast,
  type EffectsResponse,
  powerText,
  type ResponseEffects,
} from '../../questions/couple/plan/index.js';
import { estimateText, formatCount, formatEstimate, formatQuantity, formatShare, formatValue } from '../number-text.js';
import { joined } from '../view/phrases.js';
import { nameSome } from '../view/run-notices.js';
import {
  cellTable,
  collapseTable,
  crossingTable,
  determinantTable,
  effectTable,
  equalledText,
  responseText,
  savingTable,
  shareTable,
} from './couple-tables.js';
import {
  crossingTexts,
  factorName,
  isFactorOf,
  levelName,
  levelsName,
  partText,
  rangeText,
  savingText,
  sizeText,
  termName,
  toldContrast,
} from './couple-words.js';
import type { StudyInput } from './study-input.js';
import { capital, priceText, type StudyStep, type StudyWords, withOption } from './study-words.js';

export const COUPLE_SHOWN: StudyWords<CoupleAnalysis> = {
  title: 'coupled effects',
  sets: ({ table, candidates, distributions }, named) =>
    distributions.map((distribution, place) => {
      const { levels, size } = table.cells[place] as CoupleAnalysis['table']['cells'][number];
      const candidate = candidates[Math.floor(place / table.sizes.length)] as string;
      return { ...named(candidate, `${size} examples`, distribution), subject: levelsName(table, levels) };
    }),
  tables: ({ analysis, figure }) => {
    const { responses } = analysis.effects;
    return [
      ...responses.map((response) => determinantTable(analysis, response, figure)),
      ...responses.map((response) => effectTable(analysis, response, figure)),
      cellTable(analysis, figure),
      shareTable(analysis),
      crossingTable(analysis, figure),
      savingTable(analysis, figure),
      collapseTable(analysis),
    ].filter(({ rows }) => rows.length > 0);
  },
  finding: (analysis, figure) =>
    [determinantsText(analysis, figure), ...couplingTexts(analysis, figure)].map(capital).join('. '),
  pool: ({ finitePool }) => finitePool && { ...finitePool, samples: 'At the largest size samples' },
  seedNotices: ({ ignored }) =>
    ignored.map((stream) => `The trainer does not use ${partText(stream)}: whatever its index, the same comes out.`),
  accidents: accidentTexts,
  also: (analysis, figure) =>
    hasTrained(analysis)
      ? [crossingTexts(analysis, figure), savingTexts(analysis, figure), [collapseText(analysis)]]
          .filter((parts) => parts.length > 0)
          .map((parts) => `${capital(parts.join('; '))}.`)
      : [],
  rests: (analysis) => (hasTrained(analysis) ? [`Design: ${designText(analysis)}.`] : []),
  next: nextStep,
};

const MOST_NAMES = 4;

/** Whether anything was trained that did not fail. */
export function hasTrained({ effects: { cells } }: CoupleAnalysis): boolean {
  return cells.some((cell) => trained(cell) > 0);
}

function trained({ trainings, collapsed }: CellEffects): number {
  return trainings + collapsed;
}

function responseOf({ effects }: CoupleAnalysis, wanted: EffectsResponse): ResponseEffects | undefined {
  return effects.responses.find(({ response }) => response === wanted);
}

/** `sample size`, `the setting join`, `the coupling join x sample size`. */
function determinantName({ table }: CoupleAnalysis, factors: readonly string[]): string {
  if (factors.length > 1) return `the coupling ${termName(table, factors)}`;
  return factors[0] === 'size' ? 'sample size' : `the setting ${termName(table, factors)}`;
}

/** What decides location, spread and collapses most, those with the same answer together; where it cannot be told, why. */
function determinantsText(analysis: CoupleAnalysis, figure: string): string {
  const { table, effects, epochs } = analysis;
  const hasCollapsed = effects.cells.some(({ collapsed }) => collapsed > 0);
  const told = effects.responses
    .filter(({ response }) => response !== 'collapses' || hasCollapsed)
    .map((response) => {
      const { primary } = response.determinants;
      const what = primary === null ? 'what' : determinantName(analysis, primary);
      const without = response.leftOut.length === 0 ? '' : ` (${withoutText(table, response)})`;
      return {
        whose: responseText(response.response, figure),
        ...{
          what,
          end: `${without}${primary === null ? ' is open' : effectText(analysis, response, figure)}${whyText(analysis, response)}`,
        },
      };
    });
  const texts = [...groupBy(told, ({ what, end }) => `${what}|${end}`).values()].map((own) => {
    const [{ what, end }] = own as [(typeof told)[number]];
    return `${what} decides ${joined(own.map(({ whose }) => whose))} most${end}`;
  });
  return `From ${rangeText(table)}${epochs === null ? '' : ` at fixed epochs (${epochs})`} ${texts.join('; ')}`;
}

/** How much the setting that decides most does, by the two levels that are furthest apart, over all sizes; nothing of sizes and couplings. */
function effectText(
  analysis: CoupleAnalysis,
  { response, determinants, terms }: ResponseEffects,
  figure: string,
): string {
  const { table } = analysis;
  const term = terms.find(({ factors }) => factors.join() === determinants.primary?.join());
  if (response === 'collapses' || term === undefined || term.factors.length > 1 || term.factors[0] === 'size')
    return '';
  const [widest] = term.effects
    .filter(({ finding }) => finding === 'shown')
    .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const between = widest?.between[0];
  if (widest === undefined || between === undefined) return '';
  const place = table.factors.findIndex(({ name }) => name === between.factor);
  const { value, interval } = toldContrast(analysis, response, widest, figure);
  const isFactor = isFactorOf(analysis, response);
  const isMore = value > (isFactor ? 1 : 0);
  const levels = [between.level, between.reference].map((level) => levelName(table, place, level));
  const [more, less] = isMore ? levels : levels.toReversed();
  const turned = (one: number): number => (isMore ? one : isFactor ? 1 / one : -one);
  const [low = 0, high = 0] =
    'reason' in interval ? [] : [interval.low, interval.high].map(turned).sort((a, b) => a - b);
  const { text, ends } = formatEstimate(
    turned(value),
    'reason' in interval ? interval : { low, high },
    isFactor ? 'ratio' : 'value',
  );
  const range = ends === '' ? '' : ` ${ends}`;
  const whose = response === 'spread' ? 'spread' : figure;
  return isFactor
    ? `: ${more} has ${text} times${range} the ${whose} of ${less}`
    : `: the ${whose} of ${more} is ${text}${range} higher than that of ${less}`;
}

/** Why it cannot be told, what it rests on left out; what leads without being shown to. */
function whyText(analysis: CoupleAnalysis, { reason, determinants }: ResponseEffects): string {
  if (reason !== undefined) return `: ${reason.split(':')[0] ?? ''}`;
  const [first, ...others] = determinants.rows;
  const isAhead = others.some(({ behind }) => behind && 'low' in behind.interval && behind.interval.low > 0);
  if (determinants.primary !== null || first === undefined || !isAhead) return '';
  return `, though ${determinantName(analysis, first.factors)} leads`;
}

/** Of a response that not all cells have: `without 500 examples and initialization = normal`. */
function withoutText(table: CoupleAnalysis['table'], { leftOut }: ResponseEffects): string {
  const levels = leftOut.map(({ factor, level }) => {
    const place = table.factors.findIndex(({ name }) => name === factor);
    return factor === 'size' ? sizeText(table.sizes[level] ?? 0) : levelName(table, place, level);
  });
  return `without ${joined(levels)}`;
}

/** What helps more with few examples or with many, a sentence a pair of levels that is shown to, then all others in one. */
function couplingTexts(analysis: CoupleAnalysis, figure: string): string[] {
  const terms = (responseOf(analysis, 'location')?.terms ?? []).filter(
    ({ factors }) => factors.length === 2 && factors.at(-1) === 'size',
  );
  const nameOf = ({ factors }: (typeof terms)[number]): string => termName(analysis.table, factors.slice(0, 1));
  const [shown, rest] = [true, false].map((is) => terms.filter(({ finding }) => (finding === 'shown') === is)) as [
    typeof terms,
    typeof terms,
  ];
  return [
    ...shown.flatMap((term) => {
      const pairs = term.effects.filter(({ finding }) => finding === 'shown');
      return pairs.length === 0
        ? [`${nameOf(term)} couples with sample size; no single pair of its levels is shown to`]
        : pairs.map((effect) => couplingText(analysis, effect, figure));
    }),
    ...(rest.length === 0
      ? []
      : [`whether ${rest.map(nameOf).join(' or ')} matters more with few examples than with many is open`]),
  ];
}

function couplingText(analysis: CoupleAnalysis, contrast: CoupledContrast, figure: string): string {
  const { table } = analysis;
  const [between] = contrast.between as [CoupledContrast['between'][number]];
  const place = table.factors.findIndex(({ name }) => name === between.factor);
  const [one, other] = [levelName(table, place, between.level), levelName(table, place, between.reference)];
  const { value, interval } = toldContrast(analysis, 'location', contrast, figure);
  const isFactor = isFactorOf(analysis, 'location');
  const told = isFactor
    ? estimateText(value, interval, 'ratio')
    : `${value > 0 ? '+' : ''}${estimateText(value, interval, 'value', (alone) => formatValue(alone, 2))}`;
  const [first, last] = [table.sizes[0] ?? 0, table.sizes.at(-1) ?? 0].map((size) =>
    leadAt(analysis, place, between, size),
  ) as [number, number];
  const [helps, few] = contrast.value > 0 ? [first < 0, first < 0] : [last < 0, last >= 0];
  const how = isFactor
    ? `the ratio of its ${figure} to that of ${other} is multiplied by ${told}`
    : `its ${figure} less that of ${other} changes by ${told}`;
  return `${one} ${helps ? 'helps' : 'costs'} more with ${few ? 'few' : 'many'} examples: ${how} with every doubling`;
}

/** By how much a level's cells lie above those of the reference at one size, as costs, over all other settings alike. */
function leadAt(
  { effects }: CoupleAnalysis,
  place: number,
  { level, reference }: CoupledContrast['between'][number],
  size: number,
): number {
  const mean = (wanted: number): number => {
    const own = effects.cells.filter((cell) => cell.size === size && cell.levels[place] === wanted);
    const values = own.flatMap(({ location: { value } }) => (value === null ? [] : [value]));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return mean(level) - mean(reference);
}

/** Of each setting at the first levels of the others: nobody has looked for the largest. */
function savingTexts(analysis: CoupleAnalysis, figure: string): string[] {
  const { table, savings } = analysis;
  return savings.rows.flatMap((row) => {
    const isFirst = row.levels.every((level, at) => table.factors[at]?.name === row.factor || level === 0);
    if (row.of !== 'criterion' || !isFirst) return [];
    const name = levelsName(table, row.levels);
    const place = table.factors.findIndex((factor) => factor.name === row.factor);
    const first = levelName(table, place, 0);
    const what = `for the same ${equalledText(analysis, row.of, figure)}`;
    const of = `of ${formatQuantity(row.savings.length, 'size')}`;
    const found = (...wanted: readonly string[]) => row.savings.filter(({ finding }) => wanted.includes(finding));
    const [fewer, more] = [found('fewer'), found('more', 'never')];
    const told = (fewer.length > 0 ? fewer : more).at(-1);
    if (told === undefined) {
      return found('untold').length === row.savings.length
        ? [`how many examples ${name} saves is open`]
        : [`${name} is not shown to need fewer or more examples than ${first}, ${what}, at any ${of}`];
    }
    if (told.finding === 'never') {
      const where = row.savings.length === more.length ? 'at any size' : `at ${formatCount(told.size)} examples`;
      return [`${name} never reaches the ${equalledText(analysis, row.of, figure)} that ${first} has ${where}`];
    }
    const example = `${name} needs ${savingText(told, table.sizes)} examples at ${formatCount(told.size)}, ${what}`;
    if (fewer.length === 0) return [`${example}; so at ${formatCount(more.length)} ${of}`];
    const opposite = more.length === 0 ? '' : `, the opposite at ${formatCount(more.length)}`;
    return [`${example}; a saving is shown at ${formatCount(fewer.length)} ${of}${opposite}`];
  });
}

/** `12 of 504 trainings collapsed, most in join = none at 500 examples (6 of 36)`. */
function collapseText({ table, effects: { cells } }: CoupleAnalysis): string {
  const [collapsed, of] = [sum(cells.map((cell) => cell.collapsed)), sum(cells.map(trained))];
  if (collapsed === 0) return `None of ${formatQuantity(of, 'training')} collapsed`;
  const rateOf = (cell: CellEffects): number => cell.collapsed / Math.max(1, trained(cell));
  const most = Math.max(...cells.map(rateOf));
  const worst = cells.filter((cell) => rateOf(cell) === most);
  const [first] = worst as [CellEffects];
  const told = `${formatCount(collapsed)} of ${formatQuantity(of, 'training')} collapsed`;
  if (worst.length === cells.length) return `${told}, the same share in every cell (${formatShare(most)})`;
  if (worst.length > 1)
    return `${told}, most in ${formatCount(worst.length)} of ${formatQuantity(cells.length, 'cell')}`;
  return `${told}, most in ${levelsName(table, first.levels)} at ${sizeText(first.size)} (${first.collapsed} of ${trained(first)})`;
}

/** What must not be overlooked: cells and seeds that never came out, and trainings that are missing. */
function accidentTexts({ table, effects: { cells }, collapses: { whole, everywhere } }: CoupleAnalysis): string[] {
  const missing = sum(cells.map((cell) => cell.missing));
  const names = whole.map(({ levels, size }) => `${levelsName(table, levels)} at ${sizeText(size)}`);
  const seeds = everywhere.map(({ stream, index }) => `index ${index} of ${partText(stream)}`);
  return [
    whole.length > 0 &&
      `All trainings collapsed in ${formatQuantity(whole.length, 'cell')} (${nameSome(names, MOST_NAMES)}): such a cell has no location, no spread and no shares.`,
    everywhere.length > 0 &&
      `Trainings collapse in every cell with ${nameSome(seeds, MOST_NAMES)}: that is the randomness, not the settings.`,
    missing > 0 &&
      `Missing in effects, shares and savings, whatever \`failures\` says, since they failed or were not trained: ${formatQuantity(missing, 'training')} of the tables.`,
  ].filter((text) => text !== false);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** `join (none, sum) x 7 sizes from 500 to 32,000 examples; in each of 14 cells 6 x 6 of initial weights and the training sample`. */
function designText({ table, held }: CoupleAnalysis): string {
  const settings = table.factors.map((factor) => `${factorName(table, factor.name)} (${factor.levels.join(', ')})`);
  const { values = [], diagonal = [] } = table.cells[0] ?? {};
  const beside = diagonal.length === 0 ? '' : ` and ${formatQuantity(diagonal.length, 'fresh pair')}`;
  const still = held.length === 0 ? '' : `; ${joined(held.map(partText))} held`;
  return `${settings.join(' x ')} x ${formatQuantity(table.sizes.length, 'size')} from ${rangeText(table)}; in each of ${formatQuantity(table.cells.length, 'cell')} ${values.length} x ${values[0]?.length ?? 0} of ${table.streams.map(partText).join(' and ')}${beside}${still}`;
}

/** Weights and samples of the table of a next step at least, and fresh pairs beside it: fewer tell next to nothing. */
const NEXT_SIDE = 4;
const NEXT_PAIRS = 6;

/** Twice the trainings where something is left open, all that is added as fresh pairs, and what those would tell. */
function nextStep({ table, effects }: CoupleAnalysis, input: StudyInput): StudyStep | null {
  const isOpen = effects.responses.some(({ response, determinants: { primary, rows } }) => {
    return response !== 'collapses' && primary === null && rows.length > 0;
  });
  if (!isOpen) return null;
  const { command, outcomes } = input;
  const { values = [], diagonal = [] } = table.cells[0] ?? {};
  const [rows, columns] = [values.length, values[0]?.length ?? 0];
  const [height, width] = [Math.max(NEXT_SIDE, rows), Math.max(NEXT_SIDE, columns)];
  const fresh = Math.max(NEXT_PAIRS, 2 * (rows * columns + diagonal.length) - height * width);
  const trainings = table.cells.length * (height * width + fresh);
  const larger = (typed: string) =>
    withOption(withOption(typed, ['--crossed'], `${height}x${width}+${fresh}`), ['--budget', '-b'], trainings);
  return {
    command: command === null ? null : larger(command),
    why: capital(priceText(trainings - outcomes.length, input)),
    detail: powerText({
      ...{ table: [height, width], fresh, sizes: table.sizes.length },
      levels: table.factors.map(({ levels }) => levels.length),
    }),
    needsMore: true,
  };
}
