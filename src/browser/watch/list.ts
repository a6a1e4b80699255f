/**
 * @file Keeps the list of runs at its time: asks for it again every few seconds and shows what has changed, cell by cell, each run in its
 * own row: what is ticked, typed, chosen or in focus stays. Bundled into a script of its own; without it the list stays as it was served.
 */
import { isMarking } from './swap.js';

const LOOK_EVERY_MS = 3000;
/** A list that took a second is asked for again after nine more at the earliest. */
const REST = 9;

const notice = document.createElement('p');
notice.setAttribute('role', 'status');
document.querySelector('#runs')?.before(notice);
let timer = setTimeout(look, LOOK_EVERY_MS);
let isLooking = false;
document.addEventListener('visibilitychange', () => void look());

/** Not while nobody looks, nor while somebody marks text. */
async function look(): Promise<void> {
  if (isLooking) return;
  isLooking = true;
  clearTimeout(timer);
  const startMs = performance.now();
  if (!document.hidden && !isMarking()) notice.textContent = await update();
  isLooking = false;
  timer = setTimeout(look, Math.max(LOOK_EVERY_MS, REST * (performance.now() - startMs)));
}

/** What is wrong; empty where nothing is. */
async function update(): Promise<string> {
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    if (!response.ok) {
      const problem = (page.querySelector('pre') ?? page.body).textContent.trim();
      return `The list may be out of date. The server says: ${problem}`;
    }
    showRuns(page);
    return '';
  } catch {
    return 'The server of this list does not answer, so the list may be out of date. Trying again.';
  }
}

function showRuns(page: Document): void {
  showStates(page);
  const [old, fresh] = [bodyOf(document), bodyOf(page)];
  if (old !== null && fresh !== null) showRows(old, fresh);
  // There are none any more, or the first have come.
  else if (old !== fresh) document.querySelector('#runs')?.replaceChildren(...childrenOf(page.querySelector('#runs')));
}

/** Counts of the filter; not while it may be open. */
function showStates(page: Document): void {
  const [select, fresh] = [document, page].map((one) => one.querySelector<HTMLSelectElement>('select[name="state"]'));
  if (!select || !fresh || select === document.activeElement || select.innerHTML === fresh.innerHTML) return;
  const { value } = select;
  select.replaceChildren(...childrenOf(fresh));
  select.value = value;
  if (select.selectedIndex < 0) select.value = '';
}

function showRows(old: Element, fresh: Element): void {
  const shown = new Map(childrenOf(old).map((row) => [keyOf(row), row]));
  const wanted = new Set(childrenOf(fresh).map(keyOf));
  const scrollBack = holdPlace(old);
  const focusBack = holdFocus(old);
  for (const [key, row] of shown) if (!wanted.has(key)) row.remove();
  let next = old.firstElementChild;
  for (const made of childrenOf(fresh)) {
    const row = shown.get(keyOf(made)) ?? made;
    if (row !== made) showCells(row, made);
    if (row === next) next = next.nextElementSibling;
    else old.insertBefore(row, next);
  }
  focusBack();
  scrollBack();
}

/** A ticked box is the same to HTML as one that is not, so it stays. */
function showCells(row: Element, made: Element): void {
  for (const [index, cell] of childrenOf(made).entries()) {
    const old = row.children[index];
    if (old?.outerHTML !== cell.outerHTML) old?.replaceWith(cell);
  }
}

/** A row that is moved loses the focus, and so does a link whose cell is another. */
function holdFocus(body: Element): () => void {
  const active = document.activeElement;
  if (active === null || !body.contains(active)) return () => {};
  const row = active.closest('tr');
  return () => {
    const now = row?.querySelector<HTMLElement>(active.tagName);
    if (now !== document.activeElement) now?.focus({ preventScroll: true });
  };
}

/** Most rows in view stay where they are, whatever comes above them; one that is sorted elsewhere does not take the reader along. */
function holdPlace(body: Element): () => void {
  const inView = childrenOf(body).flatMap((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return scrollY > 0 && bottom > 0 && top < innerHeight ? [{ row, top }] : [];
  });
  return () => {
    const shifts = inView
      .filter(({ row }) => row.isConnected)
      .map(({ row, top }) => row.getBoundingClientRect().top - top)
      .sort((a, b) => a - b);
    scrollBy({ top: shifts[Math.floor(shifts.length / 2)] ?? 0, behavior: 'instant' });
  };
}

function bodyOf(page: Document): Element | null {
  return page.querySelector('tbody.runs');
}

function childrenOf(element: Element | null): Element[] {
  return [...(element?.children ?? [])];
}

/** The folder of the run. */
function keyOf(row: Element): string {
  return row.querySelector('input')?.value ?? '';
}
