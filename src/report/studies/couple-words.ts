/** @file Says what a study of coupled effects found: what decides most, what couples, and where the sample gives way to the weights; and what would settle what is left open. */
import { type CoupleAnalysis, powerText } from '../../questions/couple/plan/index.js';
import { formatCount, formatQuantity } from '../number-text.js';
import { joined } from '../view/phrases.js';
import { accidentTexts, collapseText, hasTrained } from './couple-collapse-words.js';
import { couplingTexts, determinantsText, spreadTexts } from './couple-effect-words.js';
import { factorName, levelsName, partText, rangeText } from './couple-names.js';
import { equalledText, savingTexts } from './couple-saving-words.js';
import { crossingTexts } from './couple-share-words.js';
import type { StudyInput } from './study-input.js';
import { capital, priceText, type StudyStep, type StudyWords, withOption } from './study-words.js';

export const COUPLE_WORDS: StudyWords<CoupleAnalysis> = {
  title: 'coupled effects',
  sets: ({ table, candidates, distributions }, named) =>
    distributions.map((distribution, place) => {
      const { levels, size } = table.cells[place] as CoupleAnalysis['table']['cells'][number];
      const candidate = candidates[Math.floor(place / table.sizes.length)] as string;
      return { ...named(candidate, `${size} examples`, distribution), subject: levelsName(table, levels) };
    }),
  finding: (analysis, figure) =>
    [determinantsText(analysis, figure), ...couplingTexts(analysis, figure)].map(capital).join('. '),
  pool: ({ finitePool }) => finitePool && { ...finitePool, samples: 'At the largest size samples' },
  seedNotices: ({ ignored }) =>
    ignored.map((stream) => `The trainer does not use ${partText(stream)}: whatever its index, the same comes out.`),
  accidents: accidentTexts,
  also: (analysis, figure) => alsoTexts(analysis, figure),
  rests: (analysis) => (hasTrained(analysis) ? [`Design: ${designSentence(analysis)}.`] : []),
  next: nextStep,
};

/** Sentences of more than one part say so many of them; the page has all. */
const MOST_PARTS = 2;

/** In the order of the page. Nothing where nothing came out. */
function alsoTexts(analysis: CoupleAnalysis, figure: string): string[] {
  if (!hasTrained(analysis)) return [];
  const rows = analysis.savings.rows.filter(({ of }) => of === 'criterion');
  return [
    spreadTexts(analysis),
    crossingTexts(analysis, figure),
    savingTexts(analysis.table, rows, equalledText(analysis, 'criterion', figure)),
    [collapseText(analysis)],
  ].flatMap((parts) => {
    if (parts.length === 0) return [];
    const more = parts.length - MOST_PARTS;
    const shown = more > 0 ? [...parts.slice(0, MOST_PARTS), `${formatCount(more)} more in the tables`] : parts;
    return [`${capital(shown.join('; '))}.`];
  });
}

/** `join (none, sum) x 7 sizes from 500 to 32,000 examples; in each of 14 cells 6 x 6 of initial weights and the training sample`. */
function designSentence({ table, held }: CoupleAnalysis): string {
  const settings = table.factors.map((factor) => `${factorName(table, factor.name)} (${factor.levels.join(', ')})`);
  const [rows, columns] = [table.cells[0]?.values.length ?? 0, table.cells[0]?.values[0]?.length ?? 0];
  const fresh = table.cells[0]?.diagonal.length ?? 0;
  const beside = fresh === 0 ? '' : ` and ${formatQuantity(fresh, 'fresh pair')}`;
  const still = held.length === 0 ? '' : `; ${joined(held.map(partText))} held`;
  return `${settings.join(' x ')} x ${formatQuantity(table.sizes.length, 'size')} from ${rangeText(table)}; in each of ${formatQuantity(table.cells.length, 'cell')} ${rows} x ${columns} of ${table.streams.map(partText).join(' and ')}${beside}${still}`;
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
  const power = powerText({
    ...{ table: [height, width], fresh, sizes: table.sizes.length },
    levels: table.factors.map(({ levels }) => levels.length),
  });
  return {
    command: command === null ? null : larger(command),
    why: capital(priceText(trainings - outcomes.length, input)),
    detail: power,
    needsMore: true,
  };
}
