/**
 * @file Puts a newer page in the place of the one that is shown, part by part: parts that say the same stay as they are, and
 * of the others stays what the reader has done to them and where the reader is.
 */

/** The parts of a page as the server gave them, before any script has touched them. */
export class PageParts {
  #known: Map<string, string>;

  constructor() {
    this.#known = partsOf(document);
  }

  swap(text: string): void {
    const page = new DOMParser().parseFromString(text, 'text/html');
    const fresh = partsOf(page);
    const anchor = firstInView();
    const restore: (() => void)[] = [];
    const main = document.querySelector('main');
    const shown = new Map(elementsOf(document).map((element) => [keyOf(element), element]));
    let before: Element | null = null;
    for (const element of elementsOf(page)) {
      const key = keyOf(element);
      const old = shown.get(key);
      shown.delete(key);
      if (old !== undefined && this.#known.get(key) === fresh.get(key)) {
        before = old;
        continue;
      }
      const made = document.importNode(element, true);
      if (old === undefined) {
        if (before === null) main?.prepend(made);
        else before.after(made);
      } else {
        const done = hold(old);
        restore.push(() => done(made));
        old.replaceWith(made);
      }
      before = made;
    }
    for (const gone of shown.values()) gone.remove();
    for (const payload of page.querySelectorAll<HTMLElement>('script[data-payload]')) {
      const old = document.querySelector(`script[data-payload="${CSS.escape(payload.dataset.payload ?? '')}"]`);
      old?.replaceWith(document.importNode(payload, true));
    }
    document.title = page.title;
    this.#known = fresh;
    document.dispatchEvent(new Event('surefoot:replaced'));
    for (const one of restore) one();
    anchor?.();
  }
}

/** Somebody who is marking text would lose it. */
export function isMarking(): boolean {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed;
}

function partsOf(page: Document): Map<string, string> {
  return new Map(elementsOf(page).map((element) => [keyOf(element), element.outerHTML]));
}

function elementsOf(page: Document): Element[] {
  return [...(page.querySelector('main')?.children ?? [])];
}

function keyOf(element: Element): string {
  if (element.id !== '') return element.id;
  const siblings = [...(element.parentElement?.children ?? [])].filter(
    (one) => one.id === '' && one.tagName === element.tagName,
  );
  return `${element.tagName} ${siblings.indexOf(element)}`;
}

/** Keeps the part that is read where it is on the screen, whatever grows above it. */
function firstInView(): (() => void) | undefined {
  const part = elementsOf(document).find((element) => element.getBoundingClientRect().bottom > 0);
  if (part === undefined || scrollY === 0) return undefined;
  const key = keyOf(part);
  const { top } = part.getBoundingClientRect();
  return () => {
    const now = elementsOf(document).find((element) => keyOf(element) === key);
    if (now !== undefined) scrollBy({ top: now.getBoundingClientRect().top - top, behavior: 'instant' });
  };
}

/** Elements that a reader changes, by what they are in their part. */
const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** Done to the part that has taken the place of `old`, once it is alive. */
function hold(old: Element): (fresh: Element) => void {
  const open = new Set(named<HTMLDetailsElement>(old, 'details').flatMap(([name, one]) => (one.open ? [name] : [])));
  const pressed = new Set(
    named<HTMLElement>(old, 'button[aria-pressed]').flatMap(([name, one]) =>
      one.getAttribute('aria-pressed') === 'true' ? [name] : [],
    ),
  );
  const values = new Map(named<HTMLInputElement>(old, 'input, select').map(([name, one]) => [name, enteredIn(one)]));
  const scrolled = new Map(
    named<HTMLElement>(old, '.scroll').map(([name, one]) => [name, [one.scrollLeft, one.scrollTop] as const]),
  );
  const focused = named<HTMLElement>(old, FOCUSABLE).find(([, one]) => one === document.activeElement)?.[0];
  return (fresh) => {
    for (const [name, one] of named<HTMLDetailsElement>(fresh, 'details')) one.open = open.has(name);
    for (const [name, one] of named<HTMLElement>(fresh, 'button[aria-pressed]')) {
      if (pressed.has(name) && one.getAttribute('aria-pressed') !== 'true') one.click();
    }
    for (const [name, one] of named<HTMLInputElement>(fresh, 'input, select')) {
      const value = values.get(name);
      if (value !== undefined && value !== enteredIn(one)) setValue(one, value);
    }
    for (const [name, one] of named<HTMLElement>(fresh, '.scroll')) {
      const [left, top] = scrolled.get(name) ?? [0, 0];
      one.scrollLeft = left;
      one.scrollTop = top;
    }
    if (focused !== undefined) {
      named<HTMLElement>(fresh, FOCUSABLE)
        .find(([name]) => name === focused)?.[1]
        .focus({ preventScroll: true });
    }
  };
}

/** By their words, and of those with the same words by their number. */
function named<E extends Element>(root: Element, selector: string): [string, E][] {
  const counts = new Map<string, number>();
  return [...root.querySelectorAll<E>(selector)].map((element) => {
    const words = `${element.tagName} ${element.id} ${wordsOf(element)}`;
    const count = counts.get(words) ?? 0;
    counts.set(words, count + 1);
    return [`${words} ${count}`, element];
  });
}

/** Numbers change from page to page: a summary of `12 trials` is one of `13 trials` later. */
function wordsOf(element: Element): string {
  const own = element.matches('details') ? element.querySelector('summary') : element;
  const text = element.getAttribute('aria-label') ?? element.getAttribute('name') ?? own?.textContent ?? '';
  return text.replaceAll(/\d+/g, '#').slice(0, 80);
}

function enteredIn(input: HTMLInputElement): string {
  return input.type === 'checkbox' || input.type === 'radio' ? String(input.checked) : input.value;
}

function setValue(input: HTMLInputElement, value: string): void {
  if (input.type === 'checkbox' || input.type === 'radio') input.checked = value === 'true';
  else input.value = value;
  for (const kind of ['input', 'change']) input.dispatchEvent(new Event(kind, { bubbles: true }));
}
