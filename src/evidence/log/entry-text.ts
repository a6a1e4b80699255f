/** @file What an entry of a log says, in one line: for people who follow what is written. */
import { decisionText, formatQuantity, outcomeText } from '../../core/index.js';
import type { LogEntry } from './log-entry.js';

/** Of a configuration. */
const MOST_CHARACTERS = 160;

/** The table, with what tells its entries apart. */
export function entryText(entry: LogEntry): string {
  const text = detailOf(entry);
  return text === '' ? entry.table : `${entry.table} ${text}`;
}

function detailOf(entry: LogEntry): string {
  switch (entry.table) {
    case 'outcome':
      return outcomeText(entry.outcome);
    case 'decision':
      return decisionText(entry.decision);
    case 'candidate':
      return `${entry.id}: ${JSON.stringify(entry.configuration).slice(0, MOST_CHARACTERS)}`;
    case 'question':
      return `${entry.number} of ${formatQuantity(entry.candidates.length, 'candidate')}: ${String(entry.request.kind ?? '')}`;
    case 'stretch':
      return `${entry.number}: ${entry.seconds} s so far`;
    case 'proposal':
      return `after ${formatQuantity(entry.outcomes, 'training')}: ${formatQuantity(entry.candidates.length, 'candidate')}`;
    case 'notice':
      return `${entry.kind}: ${entry.text}`;
    case 'claim':
      return entry.name;
    case 'conclusion':
      return `${entry.status}: ${entry.headline}`;
    case 'forgotten':
      return entry.trial;
    default:
      return '';
  }
}
