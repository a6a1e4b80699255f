/** @file Texts for the clipboard and files for the reader, and buttons that copy. */
import { claim } from './element.js';

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

/** Gives the reader a file. */
export function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has taken it over by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
