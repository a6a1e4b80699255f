/** @file The strip above the page: what the run is at, changed in place so that nothing jumps and no focus is lost. */
import { formatCount } from '../../report/in-page.js';
import { curvePath } from '../curve-path.js';
import { element, SVG } from '../element.js';

/** The glimpse that the server sends. */
export interface ShownGlimpse {
  readonly state: string;
  readonly stateText: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly running: readonly { readonly name: string; readonly detail: string; readonly losses: (number | null)[] }[];
  readonly decisions: readonly { readonly number: number; readonly text: string }[];
  readonly decisionCount: number;
  readonly failures: readonly { readonly count: number; readonly text: string; readonly newest: string }[];
  readonly problem: string | null;
}

export interface Strip {
  show(glimpse: ShownGlimpse): void;
  /** A word on the connection. */
  say(text: string): void;
  /** What the page below rests on. */
  sayAsOf(text: string): void;
  /** Where the board goes. */
  readonly board: HTMLElement;
}

export function createStrip(home: string | null): Strip {
  const aside = stripElement('aside', 'live');
  aside.setAttribute('aria-label', 'The run at this moment');
  const head = stripElement('div', 'live-head');
  const state = stripElement('strong', 'live-state');
  const facts = stripElement('dl', 'live-facts');
  const word = stripElement('p', 'live-word');
  for (const one of [state, word]) one.setAttribute('role', 'status');
  const problem = stripElement('p', 'live-problem');
  problem.setAttribute('role', 'alert');
  const decisions = part('Decisions', 'live-decisions');
  const running = part('In training', 'live-running');
  const failures = part('Failures', 'live-failures');
  if (home !== null) {
    const link = document.createElement('a');
    link.href = home;
    link.textContent = 'All runs';
    head.append(link);
  }
  head.append(state, facts);
  const board = element('div', { class: 'live-board' });
  const beside = element('div', { class: 'live-beside' }, running.details, decisions.details, failures.details);
  const asOf = element('p', { class: 'live-as-of' });
  aside.append(head, problem, word, element('div', { class: 'live-body' }, board, beside), asOf);
  for (const { details } of [running, decisions, failures]) details.open = true;
  document.body.prepend(aside);
  return {
    board,
    say: (text) => setText(word, text),
    sayAsOf: (text) => setText(asOf, text),
    show: (glimpse) => {
      aside.dataset.state = glimpse.state;
      setText(state, glimpse.stateText);
      setText(problem, glimpse.problem ?? '');
      fill(
        facts,
        glimpse.facts.map(({ name, value }) => {
          const fact = stripElement('div');
          fact.append(stripElement('dt', '', name), ' ', stripElement('dd', '', value));
          return fact;
        }),
      );
      running.show(
        glimpse.running.map(({ name, detail, losses }) => {
          const item = stripElement('li');
          if (losses.length > 0) item.append(sparkline(losses));
          item.append(stripElement('span', 'live-name', name), ' ', stripElement('span', 'live-detail', detail));
          return item;
        }),
      );
      decisions.show(
        glimpse.decisions.map(({ number, text }) => {
          const item = stripElement('li', '', text);
          item.dataset.decisionNumber = String(number);
          return item;
        }),
        glimpse.decisionCount,
      );
      failures.show(
        glimpse.failures.map(({ count, text, newest }) => {
          const item = stripElement('li');
          const times = count === 1 ? '' : `${formatCount(count)} times, newest: `;
          item.append(
            stripElement('span', 'live-name', text),
            ' ',
            stripElement('span', 'live-detail', `${times}${newest}`),
          );
          return item;
        }),
        glimpse.failures.reduce((sum, { count }) => sum + count, 0),
      );
    },
  };
}

function part(title: string, name: string) {
  const details = document.createElement('details');
  details.className = name;
  const summary = document.createElement('summary');
  const list = document.createElement('ul');
  details.append(summary, list);
  return {
    details,
    /** `count`: of all, where only some are shown. */
    show: (items: HTMLElement[], count = items.length) => {
      details.hidden = items.length === 0;
      setText(summary, `${title} (${formatCount(count)})`);
      fill(list, items);
    },
  };
}

function stripElement(tag: string, name = '', text = ''): HTMLElement {
  const made = document.createElement(tag);
  if (name !== '') made.className = name;
  if (text !== '') made.textContent = text;
  return made;
}

/** Only what differs is replaced. */
function fill(parent: HTMLElement, children: HTMLElement[]): void {
  for (const [index, child] of children.entries()) {
    const present = parent.children[index];
    if (present === undefined) parent.append(child);
    else if (!present.isEqualNode(child)) present.replaceWith(child);
  }
  while (parent.children.length > children.length) parent.lastElementChild?.remove();
}

/** Screen readers read what is set, whether it differs or not. */
function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

const SIZE = { width: 96, height: 22, edge: 2 } as const;

/** Gaps where a loss is not finite. Nothing is said of the scale: each has its own. */
function sparkline(losses: readonly (number | null)[]): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${SIZE.width} ${SIZE.height}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const known = losses.filter((loss) => loss !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const spread = high - low || 1;
  const path = curvePath(
    losses.map((loss) => (loss === null ? null : 1 - (high - loss) / spread)),
    SIZE,
  );
  const line = document.createElementNS(SVG, 'path');
  // A single point is drawn as a line of no length, with round ends.
  line.setAttribute('d', losses.length < 2 ? path.replace(/^M(.*)$/, 'M$1L$1') : path);
  svg.append(line);
  return svg;
}
