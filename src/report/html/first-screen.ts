/** @file The first screen of every page: what was found, in one sentence, what to take away, and boxes beside one another. */
import type { Chart } from '../chart/chart.js';
import { renderFigures } from '../chart/draw.js';
import { capitalised } from '../view/phrases.js';
import type { RunNotice } from '../view/run-notices.js';
import { type Content, html, type Markup } from './markup.js';

export interface FirstScreen {
  /** `Winner`, `Finding`. */
  readonly kicker: string;
  /** What the sentence speaks of, such as the winner by its settings; null where the sentence says all. */
  readonly title: string | null;
  /** Beside the title, for commands and files; null for none. */
  readonly id: string | null;
  /** `sure`: it may be used. `open`: it is not settled. `bad`: it must not be used as it is. */
  readonly tone: 'sure' | 'open' | 'bad';
  /** One sentence, which claims what the data can tell and no more. */
  readonly sentence: string;
  /** What the claim rests on, a whole sentence each. */
  readonly grounds?: readonly string[];
  readonly actions: readonly FirstScreenAction[];
  /** What must not be overlooked. */
  readonly notices: readonly RunNotice[];
  /** Three at most; by the order of reading. */
  readonly boxes: readonly FirstScreenBox[];
  /** The picture that shows it, between the sentence and the boxes. */
  readonly figures: readonly Chart[];
}

/** A text for the clipboard, or a file beside the page. */
export type FirstScreenAction =
  | { readonly label: string; readonly copies: string }
  | { readonly label: string; readonly href: string };

export interface FirstScreenBox {
  /** `Expect`, `Cost`, `Next`. */
  readonly kicker: string;
  readonly content: Markup;
}

export function renderFirstScreen({
  kicker,
  title,
  id,
  tone,
  sentence,
  grounds = [],
  actions,
  notices,
  boxes,
  figures,
}: FirstScreen): Markup {
  return html`<section class="answer ${tone}" id="answer" aria-label="${kicker}">
<div class="found">
<h2><span class="label">${kicker}</span>${title === null ? null : html` <bdi>${title}</bdi>`}${id === null ? null : html` <small><bdi>${id}</bdi></small>`}</h2>
${actions.length === 0 ? null : html`<div class="actions">${actions.map(renderAction)}</div>`}
</div>
<p class="sentence">${sentence}</p>
${grounds.map(
  (text) => html`<p class="ground">${text}</p>
`,
)}${noticeList(notices)}${renderFigures(figures)}
<div class="boxes">${boxes.map(
    (box) => html`<section><h3 class="label">${box.kicker}</h3>
${box.content}</section>`,
  )}</div>
</section>`;
}

function renderAction(action: FirstScreenAction): Markup {
  return 'copies' in action
    ? html`<button type="button" class="scripted" data-copies="${action.copies}">${action.label}</button>`
    : html`<a class="button" href="${action.href}" download>${action.label}</a>`;
}

/** The figure of a box that is seen first, and what it is. */
export function bigFigure(value: string, words: Content): Markup {
  return html`<p class="big"><b>${value}</b> ${words}</p>`;
}

/** A bar of so much of a whole; the words say the same. `share` in [0, 1]. */
export function shareBar(share: number): Markup {
  return html`<div class="share" aria-hidden="true"><i style="width: ${(100 * Math.max(0, Math.min(1, share))).toFixed(1)}%"></i></div>`;
}

interface GivenStep {
  readonly command: string | null;
  readonly file?: string;
  readonly why: string;
}

/** What to go on with, each with its reason, and a button that copies it where it is a command or a file. */
export function commandList(steps: readonly GivenStep[]): Markup {
  return html`<ul class="commands">${steps.map(({ command, file, why }) => {
    const copied = command ?? file;
    return html`<li><span>${withCode(capitalised(why))}</span>${copied === undefined ? null : html`<code>${unbrokenWords(copied)}</code><button type="button" class="scripted" data-copies="${copied}" aria-label="Copy: ${copied}">copy</button>`}</li>`;
  })}</ul>`;
}

/** What stands between backticks is written as code. */
function withCode(text: string): Content {
  return text.split('`').map((part, place) => (place % 2 === 0 ? part : html`<code>${part}</code>`));
}

/** Lines end at blanks alone: an option is not torn from its dashes. */
function unbrokenWords(command: string): Content {
  return command.split(' ').map((word, place) => [place === 0 ? '' : ' ', html`<i>${word}</i>`]);
}

/** Null where there is nothing. */
export function noticeList(notices: readonly RunNotice[]): Markup | null {
  if (notices.length === 0) return null;
  return html`<ul class="notices">${notices.map(({ kind, text }) => html`<li class="${kind}">${text}</li>`)}</ul>`;
}

/** Whole sentences, one below the other. */
export function statementList(statements: readonly string[]): Markup {
  return html`${statements.map(
    (text) => html`<p class="statement">${text}</p>
`,
  )}`;
}
