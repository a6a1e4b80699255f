/** @file `report.html` of a study: its findings, its figures in the paper's form, and how to have them again. */

import type { Figure } from '../figures/index.js';
import { figuresIn, NO_SCRIPTS, type PageScripts, plainOpening, renderPage, tile } from '../html/page.js';
import { formatCount, formatDuration, formatQuantity } from '../number-text.js';
import { baselineStatements } from './beside-baselines.js';
import type { StudyInput } from './study-input.js';
import { wordsOf } from './study-kinds.js';
import { buildStudyRecord } from './study-record.js';
import { studySections } from './study-sections.js';

/** The whole page as UTF-8 text. */
export function renderStudy(input: StudyInput, scripts: PageScripts = NO_SCRIPTS): string {
  const record = buildStudyRecord(input);
  const { title } = wordsOf(input.analysis);
  return renderPage(
    {
      title: `${record.name}: ${title}`,
      kicker: `Surefoot · ${title}${record.data.simulated ? ' · simulated data' : ''}`,
      name: record.name,
      description: record.headline,
      opening: plainOpening(record.headline, baselineStatements(input), record.notices, [
        tile('trials', formatCount(record.trials.used), `${formatCount(record.trials.diverged)} diverged`),
        tile('candidates', formatCount(record.candidates.length), `${record.figure} on the selection set`),
        tile(
          'wall time',
          formatDuration(record.seconds),
          formatQuantity(record.stretches.at(-1)?.workers ?? 0, 'worker'),
        ),
      ]),
      sections: studySections(input, record),
      footer: 'Every figure on this page comes from the log of the study; study.json holds them for programs.',
    },
    scripts,
  );
}

/** In the order of the page. */
export function figuresOfStudy(input: StudyInput): Figure[] {
  return figuresIn(studySections(input, buildStudyRecord(input)));
}
