/**
 * @file What a question came to, said once: one sentence, the facts under it, and what to do next. Terminal, page, Markdown, the list of
 * runs, the watch page and Python lay these texts out; a claim is composed nowhere else.
 */
import type { RunNotice } from '../view/run-notices.js';

/** What to go on with. */
export interface NextStep {
  /** The command as it can be typed where the run was started; null where a file is to be edited or used. */
  readonly command: string | null;
  /** The one to be used, where no command does: its path from there. */
  readonly file?: string;
  /** What it does, and what it costs: no full stop at its end. */
  readonly why: string;
  /** What that would tell, as whole sentences. */
  readonly detail?: string;
  /** It uses what was found: told whatever there is no room for. */
  readonly uses?: true;
}

/** What is told where there is little room, the first ones first: what warns of the sentence before what is found besides. */
export const RANKS = {
  open: 0,
  reason: 1,
  note: 2,
  against: 3,
  untried: 4,
  what: 5,
  also: 6,
  lead: 7,
  raced: 8,
  further: 9,
  assumes: 10,
  unused: 11,
} as const;

/** A text under a word of its own. */
export interface Fact {
  /** `Expect`, `Cost`. */
  readonly label: string;
  /** Whole, with a full stop. */
  readonly text: string;
  /** Of what must not be overlooked. */
  readonly notice?: RunNotice['kind'];
  /** Of {@link RANKS}; absent where it is told wherever the sentence is. */
  readonly rank?: number;
  /** Told where the answer takes one line: with it in these words. */
  readonly brief?: string;
}

export interface Shown {
  /** What was found, by its settings; null where the sentence says all. */
  readonly title: {
    readonly name: string;
    readonly id: string;
    /** What it is, for those who do not know its experiment. */
    readonly what?: string;
  } | null;
  /** What the sentence stands under: `Sure?`, `Result`, `Finding`. */
  readonly label: string;
  /** `sure`: it may be used. `open`: it is not settled. `bad`: it must not be used as it is. */
  readonly tone: 'sure' | 'open' | 'bad';
  /** Whole, with a full stop: it claims what the data can tell and no more. */
  readonly sentence: string;
  /** In the order of reading. */
  readonly facts: readonly Fact[];
  /** The most urgent first. */
  readonly next: readonly NextStep[];
}

/** All of it in one line, without a full stop at its end. */
export function headlineOf({ tone, sentence, facts }: Shown, name: string | null): string {
  const told = [...(name === null ? [] : [`${name}.`]), sentence];
  // What is of no use is not praised first.
  const first = tone === 'bad' ? told.reverse() : told;
  return [...first, ...facts.flatMap(({ brief }) => brief ?? [])].join(' ').replace(/\.$/, '');
}

/** Texts of the facts under these words, in the order of reading. */
export function textsUnder({ facts }: Pick<Shown, 'facts'>, ...labels: readonly string[]): readonly string[] {
  return facts.flatMap(({ label, text }) => (labels.includes(label) ? [text] : []));
}

/** What must not be overlooked. */
export function noticesIn({ facts }: Pick<Shown, 'facts'>): readonly RunNotice[] {
  return facts.flatMap(({ notice, text }) => (notice === undefined ? [] : [{ kind: notice, text }]));
}

/** As Markdown for a message or an issue: whole lines, with a line end after the last. `name`: of the run. */
export function shownMarkdown({ title, sentence, facts, next }: Shown, name: string): string {
  const found = title === null ? '' : `: \`${title.name.replaceAll('`', "'")}\` (${escapeMarkdown(title.id)})`;
  const [first] = next;
  const copied = first?.command ?? first?.file;
  const lines = [
    `**${escapeMarkdown(name)}**${found}`,
    '',
    sentence,
    '',
    ...facts.map(({ label, text }) => `- ${label}${label.endsWith('?') ? '' : ':'} ${text}`),
    ...(first === undefined
      ? []
      : [`- Next: ${copied === undefined ? `${first.why}.` : `\`${copied}\` (${first.why})`}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\|*_`<>[\]]/g, '\\$&');
}
