/**
 * @file The process that makes pages for `surefoot watch`: folding a log and drawing take long for large runs, and must neither
 * hold up the server nor take time from trainings.
 */
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type FollowedStore, fileAt, openFollowedStore } from '../../evidence/log/index.js';
import { raceReportOf } from '../../report/index.js';
import { type FollowedQuestion, followQuestion } from '../conclude/logged-question.js';
import { pageScript, watchScript } from '../folder/answer-folder.js';
import { newestQuestion } from '../folder/logged-run.js';
import { RUN_FILES } from '../folder/run-files.js';
import type { MadePage, MadeStand, PageAnswer, PageRequest } from './page-maker.js';

/** At a lower priority than trainings. */
const NICE = 10;
/** A board shows fewer. */
const MOST_STATUSES = 1000;
/** A log in memory for each. */
const MOST_FOLLOWED = 4;

interface Followed {
  readonly log: FollowedStore;
  readonly file: string | undefined;
  question: FollowedQuestion | undefined;
  /** What it was asked for: with another budget it is another plan. */
  asked: string;
}

const followed = new Map<string, Followed>();
const scripts = { scripts: [watchScript(), pageScript()], mayConnect: true };

setPriority(NICE);
// Loaded once: no page is the slower for it.
const drawing = import('../../report/pages.js');
process.on('disconnect', () => process.exit(0));
// The server ends this process: a terminal sends these signals to both.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('message', async (request: PageRequest) => {
  const { id } = request;
  let answer: PageAnswer;
  try {
    await drawing;
    const startedMs = performance.now();
    const made = await make(request);
    answer = { id, ...made, ms: performance.now() - startedMs };
  } catch (error) {
    answer = { id, error: error instanceof Error ? error.message : String(error) };
  }
  process.send?.(answer);
});

async function make({
  folder,
  isRunning,
  isDrawn,
}: PageRequest): Promise<Omit<MadeStand, 'ms'> | Omit<MadePage, 'ms'>> {
  const one = follow(folder);
  one.log.refresh();
  // The connection ends with the next turn of the loop, and the run may be about to close the log.
  await setImmediate();
  const newest = newestQuestion(one.log.store);
  const asked = JSON.stringify([newest.number, newest.request]);
  if (one.question === undefined || one.asked !== asked) one.question = followQuestion(one.log.store, newest, folder);
  one.asked = asked;
  const report = one.question.report(isRunning);
  const answer = raceReportOf(report)?.view.answer;
  const stand = answer && {
    claim: answer.claim.sentence,
    statuses: [...answer.statuses].slice(0, MOST_STATUSES),
    outlooks: one.question.outlooks(),
  };
  const made = { trainings: newest.usedOutcomes().length, stand };
  return isDrawn ? { ...made, html: await report.page(scripts) } : made;
}

function follow(folder: string): Followed {
  const path = join(folder, RUN_FILES.log);
  const file = fileAt(path);
  let one = followed.get(folder);
  if (one === undefined || one.file !== file) {
    one = { log: openFollowedStore(path), file, question: undefined, asked: '' };
  }
  // The one that was looked at last comes last.
  followed.delete(folder);
  followed.set(folder, one);
  const [oldest] = followed.keys();
  if (followed.size > MOST_FOLLOWED && oldest !== undefined) followed.delete(oldest);
  return one;
}
