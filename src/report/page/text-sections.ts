/**
 * @file Sections without a drawing: what the claim rests on, what statuses mean, decisions, who never worked, the same run again,
 * settings in detail.
 */
import { CANDIDATE_STATUSES, STATUS_MEANINGS } from '../answer/statuses.js';
import type { Section } from '../chart/index.js';
import { factList, objectFacts, originFacts } from '../html/facts.js';
import { noticeList } from '../html/first-screen.js';
import { html } from '../html/markup.js';
import type { RunFile } from '../input.js';
import { formatCount } from '../number-text.js';
import { decisionTable } from '../race/decisions.js';
import type { ResultNeverWorked } from '../result/figure-schema.js';
import { failuresText, NEVER_WORKED_HEADING } from '../result/never-worked.js';
import type { RunFacts, TrialCounts } from '../result/run-facts.js';
import { renderTable } from '../table/table-html.js';
import type { ReportView } from '../view/report-view.js';

export function reproduceSection({ result, files }: ReportView): Section {
  return sameRunSection(result, files, 'run');
}

/** `what` has been run: a race or a study. */
export function sameRunSection(
  record: RunFacts & { readonly command: string | null; readonly trials: TrialCounts },
  files: readonly RunFile[],
  what: 'run' | 'study',
): Section {
  const { command, trials } = record;
  return {
    id: 'same-run',
    title: 'The same run again',
    content: html`${command === null ? null : html`<pre tabindex="0"><code>${command}</code></pre>`}
${originFacts(record, trials)}
${files.length === 0 ? null : html`<details><summary>Files of the ${what}</summary>${factList(files.map(({ name, content }) => [name, content] as const))}</details>`}`,
    figures: [],
  };
}

export function detailSection({ result }: ReportView): Section {
  return {
    id: 'details',
    title: 'In detail',
    content: html`<details><summary>Settings of the race</summary>${factList(objectFacts(result.plan))}</details>
<details><summary>How randomness is derived</summary><p>${result.seeds.derivation}</p></details>`,
    figures: [],
  };
}

/** The other statistics, each with its reason, and what happened on the way. */
export function reasonsSection({ answer, notices }: ReportView): Section | null {
  if (answer.details.length + notices.length === 0) return null;
  return {
    id: 'reasons',
    title: 'What the claim rests on',
    content: html`${noticeList(notices)}${factList(answer.details.map(({ label, text }) => [label, text]))}`,
    figures: [],
  };
}

/** Only those statuses that some candidate has. */
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
  const content = renderTable(decisionTable(result, telling.nameOf));
  return content && { id: 'decisions', title: 'Decisions', content, figures: [] };
}

/** Null where everybody worked. */
export function neverWorkedSection({ result, telling }: ReportView): Section | null {
  return listNeverWorked(result.neverWorked, (id) => telling.nameWithId(id));
}

/** The same for a race or a study. */
export function listNeverWorked(
  neverWorked: readonly ResultNeverWorked[],
  nameOf: (id: string) => string,
): Section | null {
  const content = renderTable<ResultNeverWorked>({
    id: 'never-worked',
    caption: 'Candidates that never worked',
    note: `${NEVER_WORKED_HEADING}.`,
    columns: [
      { key: 'candidate', of: ({ candidate }) => nameOf(candidate) },
      { key: 'trainings', unit: 'count', of: ({ trials }) => trials },
      { key: 'failed with', unit: 'sentence', of: failuresText },
    ],
    rows: neverWorked,
    all: 'in the table of all candidates',
  });
  return content && { id: 'never-worked', title: 'Never worked', content, figures: [] };
}
