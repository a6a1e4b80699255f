/** @file What is told of a study of coupled effects beside its finding, and the terminal's screen: the answer last. */
import { type CoupleAnalysis, powerText } from '../../questions/couple/plan/index.js';
import { formatCount, formatDuration, formatQuantity } from '../number-text.js';
import { placeText } from './assure-words.js';
import { collapseText, hasTrained } from './couple-collapse-words.js';
import { joined, spreadTexts } from './couple-effect-words.js';
import { capital, factorName, partText, rangeText } from './couple-names.js';
import { equalledText, savingTexts } from './couple-saving-words.js';
import { crossingTexts } from './couple-share-words.js';
import type { StudyInput } from './study-input.js';
import type { ScreenNeeds } from './study-words.js';

/** Sentences of more than one part say so many of them; the page has all. */
const MOST_PARTS = 2;

/** In the order of the page; `elsewhere`: where the rest stands. Nothing where nothing came out. */
export function statementTexts(analysis: CoupleAnalysis, figure: string, elsewhere = 'below'): string[] {
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
    const shown = more > 0 ? [...parts.slice(0, MOST_PARTS), `${formatCount(more)} more ${elsewhere}`] : parts;
    return [`${capital(shown.join('; '))}.`];
  });
}

export function screenLines(analysis: CoupleAnalysis, input: StudyInput, { folder, headline }: ScreenNeeds): string[] {
  const { figure, outcomes } = input;
  const planned = analysis.table.cells.reduce((sum, cell) => sum + cell.values.flat().length + cell.diagonal.length, 0);
  const seconds = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
  return [
    `Asked: ${designText(analysis)}.`,
    `Cost: ${planned > outcomes.length ? `${formatCount(outcomes.length)} of ` : ''}${formatQuantity(Math.max(planned, outcomes.length), 'training')}, ${formatDuration(seconds)} of training.${placeText(folder, input)}`,
    ...statementTexts(analysis, figure, 'in the report'),
    ...nextLines(analysis, input),
    `Answer: ${headline}.`,
  ];
}

/** `join (none, sum) x 7 sizes from 500 to 32,000 examples; in each of 14 cells 6 x 6 of initial weights and the training sample`. */
function designText({ table, held }: CoupleAnalysis): string {
  const settings = table.factors.map((factor) => `${factorName(table, factor.name)} (${factor.levels.join(', ')})`);
  const [rows, columns] = [table.cells[0]?.values.length ?? 0, table.cells[0]?.values[0]?.length ?? 0];
  const fresh = table.cells[0]?.diagonal.length ?? 0;
  const beside = fresh === 0 ? '' : ` and ${formatQuantity(fresh, 'fresh pair')}`;
  const still = held.length === 0 ? '' : `; ${joined(held.map(partText))} held`;
  return `${settings.join(' x ')} x ${formatQuantity(table.sizes.length, 'size')} from ${rangeText(table)}; in each of ${formatQuantity(table.cells.length, 'cell')} ${rows} x ${columns} of ${table.streams.map(partText).join(' and ')}${beside}${still}`;
}

/** Of a finished study that leaves something open: twice the weights and samples, and what those would tell. */
function nextLines({ table, effects }: CoupleAnalysis, { status }: StudyInput): string[] {
  const isOpen = effects.responses.some(({ response, determinants: { primary, rows } }) => {
    return response !== 'collapses' && primary === null && rows.length > 0;
  });
  if (!isOpen || (status !== 'exhausted' && status !== 'decided')) return [];
  const [rows, columns] = [2 * (table.cells[0]?.values.length ?? 0), 2 * (table.cells[0]?.values[0]?.length ?? 0)];
  const trainings = table.cells.length * rows * columns;
  return [
    `Next: the same command with --crossed ${rows}x${columns} --budget ${trainings} (${formatQuantity(trainings, 'training')} in all, with those that are there). ${powerText({ table: [rows, columns], sizes: table.sizes.length })}`,
  ];
}
