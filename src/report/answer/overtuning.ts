/** @file What choosing has won on examples that chose nobody: the winner's lead over the first listed candidate there, and what it was. */
import { lossWord } from '../direction.js';
import { estimateText, formatQuantity, formatShare, formatValue, formatWithin, halfWidth } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import { examplesText } from '../view/choice-words.js';
import type { Telling } from '../view/telling.js';

export interface AnswerLead {
  /** `shown`: better on fresh examples, too. `open`: not shown there. `lost`: worse there. */
  readonly kind: 'shown' | 'open' | 'lost';
  /** Whole, with a full stop. */
  readonly sentence: string;
}

/** Null where nobody is chosen, and where it cannot be told. */
export function leadOnFresh(result: Result): AnswerLead | null {
  const { overtuning, winner } = result;
  if (winner === null || overtuning === undefined || 'reason' in overtuning) return null;
  const { chosenBy, final } = overtuning;
  const { low, high } = final;
  const where = `on ${examplesText(result)}`;
  const before = formatWithin(chosenBy.lead, halfWidth(final));
  const word = lossWord(result);
  if (high !== null && high < 0) {
    const sentence = `Worse than the first listed candidate ${where}, by ${figureText(turned(final))} ${word}; where it was chosen it led by ${before}.`;
    return { kind: 'lost', sentence };
  }
  if (low !== null && low > 0) {
    const sentence = `Leads the first listed candidate by ${figureText(final)} ${word} ${where}, and led by ${before} where it was chosen.`;
    return { kind: 'shown', sentence };
  }
  const sentence = `Not shown to be better than the first listed candidate ${where}: its lead is ${figureText(final)} ${word}, and was ${before} where it was chosen.`;
  return { kind: 'open', sentence };
}

/** Both leads, what they rest on, and the gap between them; or why there is none. */
export function overtuningText(result: Result, { nameOf }: Telling): string | null {
  const { overtuning, winner } = result;
  if (winner === null || overtuning === undefined) return null;
  if ('reason' in overtuning) return `not measured (${overtuning.reason}).`;
  const { against, level, chosenBy, final, lost } = overtuning;
  const gap = figureText(lost);
  const before = formatWithin(chosenBy.lead, halfWidth(final));
  const now = figureText(final);
  const borrowed = final.trainingsOfFirst === 1 ? ', which is taken to vary as those of all candidates' : '';
  const of = `${formatQuantity(final.trainings, 'training')} of the winner, ${formatQuantity(final.trainingsOfFirst, 'training')} of the other${borrowed}`;
  const sure =
    final.low === null
      ? `no interval: ${final.reason ?? ''}`
      : `${formatShare(level)}, for further trainings and further examples`;
  return `Its mean lead over ${nameOf(against)}, the first listed, was ${before} ${lossWord(result)} where it was chosen (${formatQuantity(chosenBy.trainings, 'race training')} of each), and is ${now} on ${examplesText(result)} (${of}). The gap is ${gap} (${sure}).`;
}

interface Bounded {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** `0.012 [0.004, 0.020]`. */
function figureText(figure: Bounded): string {
  return estimateText(figure.value, figure, 'value', (value) => formatValue(value, 2));
}

function turned({ value, low, high }: Bounded): Bounded {
  return { value: -value, low: high && -high, high: low && -low };
}
