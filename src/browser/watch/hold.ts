/** @file What a reader has done to a part of the page, taken from the old one and done to the new: opened, chosen, written, focused. */

/** Elements that a reader changes, by what they are in their part. */
const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** Done to the part that has taken the place of `old`, once it is alive. */
export function hold(old: Element): (fresh: Element) => void {
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
