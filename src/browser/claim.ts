/** @file Finds what is not alive yet, each element once. */

/** Elements below `root` that fit and were not given out for this purpose before. */
export function claim(root: ParentNode, selector: string, purpose: string): HTMLElement[] {
  const fresh = [...root.querySelectorAll<HTMLElement>(`${selector}:not([data-alive~="${purpose}"])`)];
  for (const element of fresh) element.dataset.alive = `${element.dataset.alive ?? ''} ${purpose}`.trim();
  return fresh;
}
