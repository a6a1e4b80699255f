/** @file The progress of a run as lines: two that are renewed on a terminal, or plain ones that stay. */
import pc from 'picocolors';
import { scoreOf } from '../../core/index.js';
import type { Criterion } from '../../stats/index.js';
import { showCriterion } from '../direction.js';
import type { Direction } from '../input.js';
import { columnFormat, formatCount, formatDuration, formatQuantity } from '../number-text.js';
import { remainingText } from '../progress/remaining.js';
import type { Leader, RunProgress } from '../progress/run-progress.js';
import { isolate, legible, nameCandidates } from '../view/candidate-names.js';
import { wholeName, withId } from '../view/telling.js';
import { columnsOf, fitText, printable, type TerminalOptions } from './terminal-text.js';

/** What a race is about; a study has no criterion. */
export interface ProgressSubject {
  /** On losses. */
  readonly criterion: Criterion | null;
  /** `maximize` where losses are negated scores; `minimize` by default. */
  readonly direction?: Direction;
  /** The settings in which a candidate differs; empty where there are none. */
  readonly labelOf: (candidate: string) => string;
  /** True where the rule decides trial by trial: then nobody leaves for good, and there are no rounds to count. */
  readonly isOpen: boolean;
}

const GAP = '  ';
/** Columns of the bar, a share of the line. */
const BAR = { least: 8, most: 24, share: 0.2 };

interface Part {
  readonly text: string;
  readonly paint: (text: string) => string;
  /** The lower, the longer it stays where there is little room. */
  readonly rank: number;
}

/**
 * `race  ████████░░░░░░░░  142 trainings  4 running  5 undecided  3 min 05 s  at most 8 min left`, and the leading four below:
 * no line is wider than asked for. What has no room is left out, the count of trainings last.
 */
export function formatProgressLines(
  progress: RunProgress,
  subject: ProgressSubject,
  { width, colors }: TerminalOptions,
): string[] {
  const { bold, dim, cyan } = pc.createColors(colors);
  const { trials, elapsedSeconds } = progress;
  const parts: Part[] = [
    { text: stageText(progress, subject), paint: dim, rank: 4 },
    { text: bar(shareDone(progress), width), paint: cyan, rank: 3 },
    { text: countText(progress), paint: bold, rank: 0 },
    { text: trials.running > 0 ? `${formatCount(trials.running)} running` : '', paint: String, rank: 6 },
    { text: leftText(progress, subject), paint: String, rank: 5 },
    { text: formatDuration(elapsedSeconds), paint: dim, rank: 2 },
    { text: etaText(progress), paint: String, rank: 1 },
  ];
  const room = (kept: readonly Part[]): number =>
    kept.reduce((left, { text }) => left - columnsOf(text) - GAP.length, width + GAP.length);
  let kept = parts.filter(({ text }) => text !== '');
  while (kept.length > 1 && room(kept) < 0) {
    const last = kept.reduce((least, part) => (part.rank > least.rank ? part : least));
    kept = kept.filter((part) => part !== last);
  }
  const first = kept.map(({ text, paint }) => paint(fitText(text, width))).join(GAP);
  const strip = leaderStrip(progress, subject, width);
  return strip === '' ? [first] : [first, dim(strip)];
}

/** `[3 min 05 s] race: 142 trainings, 4 running, 5 undecided; best filters=8 relu (c12ab34) q3 0.2314 of 8 trainings; 3-8 min left`. */
export function formatProgressNote(progress: RunProgress, subject: ProgressSubject): string {
  const { trials, leaders, elapsedSeconds } = progress;
  const [best] = leaders;
  const stage = stageText(progress, subject);
  const counts = [
    countText(progress),
    ...(trials.running > 0 ? [`${formatCount(trials.running)} running`] : []),
    ...(trials.failed > 0 ? [`${formatCount(trials.failed)} failed`] : []),
    ...(trials.diverged > 0 ? [`${formatCount(trials.diverged)} diverged`] : []),
    leftText(progress, subject),
  ].filter((text) => text !== '');
  const text = [
    `${stage === '' ? '' : `${stage}: `}${counts.join(', ')}`,
    ...(best === undefined || progress.decisions === 0 ? [] : [bestText(best, leaders, subject)]),
    etaText(progress),
  ].filter((part) => part !== '');
  return `[${formatDuration(elapsedSeconds)}] ${text.join('; ')}`;
}

/** With all settings in which it differs, as the winner is named, and its id, which commands take. */
function bestText(best: Leader, leaders: readonly Leader[], subject: ProgressSubject): string {
  const name = wholeName(namesOf(leaders, subject), best.candidate);
  const [value] = valueTexts(leaders, subject);
  return `best ${printable(withId(name, best.candidate))} ${criterionName(subject)} ${value} of ${formatQuantity(best.trials, 'training')}`;
}

/** What comes once has no number. */
function stageText({ phase, round }: RunProgress, { isOpen }: ProgressSubject): string {
  if (phase === '') return '';
  if (phase === 'final') return 'fresh';
  if (phase === 'probation') return phase;
  return isOpen || round < 2 ? printable(phase) : `${printable(phase)} ${formatCount(round)}`;
}

/** With the number of all, where it is known. */
function countText({ trials, remaining }: RunProgress): string {
  if (remaining?.kind !== 'exact') return `${formatQuantity(trials.done, 'training')}`;
  return `${formatCount(trials.done)} of ${formatQuantity(trials.done + remaining.trials.most, 'training')}`;
}

/** The leader is contested by the others; under other rules it is one of those that are still in. */
function leftText({ contested, phase }: RunProgress, { isOpen }: ProgressSubject): string {
  if (contested === null || phase === '' || phase === 'final' || phase === 'probation') return '';
  return isOpen ? `${formatCount(contested)} undecided` : `${formatCount(contested + 1)} left`;
}

function etaText({ remaining }: RunProgress): string {
  return remaining === null ? '' : (remainingText(remaining) ?? '');
}

/** At least so much is done; null where nothing is known of what is left. */
function shareDone({ trials, remaining }: RunProgress): readonly [least: number, most: number] | null {
  if (remaining === null) return null;
  const { least, most } = remaining.trials;
  const share = (left: number): number => (trials.done + left === 0 ? 0 : trials.done / (trials.done + left));
  return [share(most), share(least)];
}

/** Full as far as is certain, half where it may be; empty where nothing is known. */
function bar(done: readonly [least: number, most: number] | null, lineWidth: number): string {
  if (done === null) return '';
  const width = Math.min(BAR.most, Math.max(BAR.least, Math.floor(BAR.share * lineWidth)));
  const [sure, maybe] = done.map((share) => Math.floor(share * width)) as [number, number];
  return '█'.repeat(sure) + '▒'.repeat(maybe - sure) + '░'.repeat(width - maybe);
}

const SEPARATOR = ' | ';
/** A name of fewer columns says nothing. */
const NARROWEST_NAME = 6;

/** `q3: filters=8 relu 0.2314 (8) | tanh 0.2410 (6)`: value and trials of as many as there is room for. */
function leaderStrip(progress: RunProgress, subject: ProgressSubject, width: number): string {
  const { leaders, decisions } = progress;
  if (decisions === 0 || subject.criterion === null) return '';
  const values = valueTexts(leaders, subject);
  const names = shortNames(leaders, subject);
  const counted = leaders.map(({ trials }, index) => ` ${values[index]} (${trials})`);
  const bare = leaders.map((_, index) => ` ${values[index]}`);
  const lead = `${criterionName(subject)}: `;
  for (let count = leaders.length; count > 0; count--) {
    for (const figures of [counted, bare]) {
      const fixed = figures.slice(0, count).reduce((sum, text) => sum + text.length, lead.length);
      const widths = shareRoom(names.slice(0, count).map(columnsOf), width - fixed - SEPARATOR.length * (count - 1));
      if (widths === null) continue;
      const fitting = widths.map((own, index) => fitText(names[index] as string, own));
      // Two that are cut to the same text cannot be told apart.
      if (new Set(fitting).size < new Set(names.slice(0, count)).size) continue;
      const entries = fitting.map((name, index) => `${name}${figures[index]}`);
      return lead + entries.join(SEPARATOR);
    }
  }
  return '';
}

/** The widest are cut, until all fit; null where that says nothing any more. The first is the longest, and cut first. */
function shareRoom(wanted: readonly number[], room: number): number[] | null {
  const widths = [...wanted];
  let over = widths.reduce((sum, own) => sum + own, 0) - room;
  while (over > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] as number) <= NARROWEST_NAME) return null;
    widths[widest] = (widths[widest] as number) - 1;
    over--;
  }
  return widths;
}

/** The first by all of its settings, the others by those in which they differ from it. */
function shortNames(leaders: readonly Leader[], { labelOf }: ProgressSubject): string[] {
  const settings = leaders.map(({ candidate }) => (legible(labelOf(candidate)) || legible(candidate)).split(' '));
  const [first] = settings;
  return settings.map((own) => {
    const telling = own === first ? own : own.filter((setting) => !first?.includes(setting));
    return isolate((telling.length === 0 ? own : telling).join(' '));
  });
}

function namesOf(leaders: readonly Leader[], { labelOf }: ProgressSubject) {
  return nameCandidates(leaders.map(({ candidate }) => ({ id: candidate, label: labelOf(candidate) })));
}

/** Leaders' values are told as they are shown. */
function valueTexts(leaders: readonly Leader[], { direction = 'minimize' }: ProgressSubject): string[] {
  const values = leaders.map(({ value }) => value ?? scoreOf('loss', direction).worst);
  return values.map(columnFormat(values));
}

function criterionName({ criterion, direction = 'minimize' }: ProgressSubject): string {
  return criterion === null ? '' : showCriterion(criterion, direction).name;
}
