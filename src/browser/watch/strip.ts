/** @file The strip above the page: what the run is at, changed in place so that nothing jumps and no focus is lost. */
import { formatCount } from '../../report/in-page.js';
import { sparkline } from '../curve-path.js';
import { element } from '../element.js';

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
  const state = element('strong', { class: 'live-state', role: 'status' });
  const facts = element('dl', { class: 'live-facts' });
  const word = element('p', { class: 'live-word', role: 'status' });
  const problem = element('p', { class: 'live-problem', role: 'alert' });
  const decisions = part('Decisions', 'live-decisions');
  const running = part('In training', 'live-running');
  const failures = part('Failures', 'live-failures');
  const link = home === null ? [] : [element('a', { href: home }, 'All runs')];
  const board = element('div', { class: 'live-board' });
  const beside = element('div', { class: 'live-beside' }, running.details, decisions.details, failures.details);
  const asOf = element('p', { class: 'live-as-of' });
  const aside = element(
    'aside',
    { class: 'live', 'aria-label': 'The run at this moment' },
    element('div', { class: 'live-head' }, ...link, state, facts),
    ...[problem, word, element('div', { class: 'live-body' }, board, beside), asOf],
  );
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
        glimpse.facts.map(({ name, value }) =>
          element('div', {}, element('dt', {}, name), ' ', element('dd', {}, value)),
        ),
      );
      running.show(
        glimpse.running.map(({ name, detail, losses }) =>
          element('li', {}, ...(losses.length === 0 ? [] : [curveOf(losses)]), ...told(name, detail)),
        ),
      );
      decisions.show(
        glimpse.decisions.map(({ number, text }) => element('li', { 'data-decision-number': number }, text)),
        glimpse.decisionCount,
      );
      failures.show(
        glimpse.failures.map(({ count, text, newest }) => {
          const times = count === 1 ? '' : `${formatCount(count)} times, newest: `;
          return element('li', {}, ...told(text, `${times}${newest}`));
        }),
        glimpse.failures.reduce((sum, { count }) => sum + count, 0),
      );
    },
  };
}

function part(title: string, name: string) {
  const summary = element('summary');
  const list = element('ul');
  const details = element('details', { class: name, open: true }, summary, list);
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

/** What it is about, and more of it. */
function told(name: string, detail: string): readonly (Node | string)[] {
  return [element('span', { class: 'live-name' }, name), ' ', element('span', { class: 'live-detail' }, detail)];
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
function curveOf(losses: readonly (number | null)[]): SVGSVGElement {
  const known = losses.filter((loss) => loss !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const spread = high - low || 1;
  const levels = losses.map((loss) => (loss === null ? null : 1 - (high - loss) / spread));
  return sparkline(levels, SIZE, { preserveAspectRatio: 'none', 'aria-hidden': 'true' });
}
