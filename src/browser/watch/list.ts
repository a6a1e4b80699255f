/**
 * @file Keeps the list of runs at its time: asks for it again every few seconds and shows what has changed. Bundled into a script
 * of its own; without it the list stays as it was served.
 */
import { showRuns } from './runs.js';
import { hideToken } from './settings.js';
import { isMarking } from './swap.js';

const LOOK_EVERY_MS = 3000;
/** A list that took a second is asked for again after nine more at the earliest. */
const REST = 9;

hideToken();
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
