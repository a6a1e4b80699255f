/** @file Texts for the clipboard, and buttons that put one there. */
import { claim } from './claim.js';

/** Pages that come from a file may have no clipboard of their own. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.setAttribute('aria-hidden', 'true');
    area.style.cssText = 'position: fixed; opacity: 0';
    area.value = text;
    document.body.append(area);
    area.select();
    const isCopied = document.execCommand('copy');
    area.remove();
    return isCopied;
  }
}

/** How long a button says that it has copied. */
const SAID_MS = 1600;

export function enhanceCopies(root: ParentNode): void {
  for (const one of claim(root, 'button[data-copies]', 'copy')) {
    const before = one.textContent ?? '';
    one.setAttribute('aria-live', 'polite');
    one.addEventListener('click', async () => {
      const isCopied = await copyText(one.dataset.copies ?? '');
      one.textContent = isCopied ? 'copied' : 'not allowed';
      setTimeout(() => {
        one.textContent = before;
      }, SAID_MS);
    });
  }
}
