/** @file Sections: what the claim rests on, what statuses say, and the decisions of the race. */
import { CANDIDATE_STATUSES, STATUS_MEANINGS } from '../answer/index.js';
import type { Section } from '../figures/index.js';
import { noticeList, statementList } from '../html/first-screen.js';
import { html } from '../html/markup.js';
import { decisionTable, factList } from '../html/tables.js';
import { formatCount } from '../number-text.js';
import type { ReportView } from '../view/report-view.js';

/** The other statistics, each with its reason, and what happened on the way. */
export function reasonsSection({ answer, notices }: ReportView): Section | null {
  if (answer.details.length + notices.length === 0) return null;
  return {
    id: 'reasons',
    title: 'What the claim rests on',
    content: html`${noticeList(notices)}${statementList(answer.details)}`,
    figures: [],
  };
}

/** Those that somebody has. */
export function statusSection({ answer: { counts } }: ReportView): Section {
  const told = CANDIDATE_STATUSES.filter((status) => counts[status] > 0);
  return {
    id: 'statuses',
    title: 'What the statuses mean',
    content: factList(told.map((status) => [`${status} (${formatCount(counts[status])})`, STATUS_MEANINGS[status]])),
    figures: [],
  };
}

export function decisionSection({ result, telling }: ReportView): Section | null {
  if (result.decisions.length === 0) return null;
  return { id: 'decisions', title: 'Decisions', content: decisionTable(result, telling.nameOf), figures: [] };
}
