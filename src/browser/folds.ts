/** @file Folded parts: opened for whoever goes to an address in them, and all of them on paper. */

/** Once a page: addresses and printers belong to the whole of it. */
export function openFoldsOnDemand(): void {
  addEventListener('hashchange', openAddressed);
  addEventListener('surefoot:filled', openAddressed, { once: true });
  // The address may be the one that the page has already.
  document.addEventListener('click', ({ target }) => {
    const link = (target as Element | null)?.closest<HTMLAnchorElement>('a[href^="#"]');
    if (link?.hash === location.hash) openAddressed();
  });
  let opened: readonly HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>('.fold details:not([open])')];
    for (const fold of opened) fold.open = true;
  });
  addEventListener('afterprint', () => {
    for (const fold of opened) fold.open = false;
    opened = [];
  });
  openAddressed();
}

function openAddressed(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target === null) return;
  const closed: HTMLDetailsElement[] = [];
  const own = target.querySelector<HTMLDetailsElement>(':scope > details');
  if (own?.open === false) closed.push(own);
  for (let fold = target.closest('details'); fold !== null; fold = fold.parentElement?.closest('details') ?? null) {
    if (!fold.open) closed.push(fold);
  }
  if (closed.length === 0) return;
  for (const fold of closed) fold.open = true;
  target.scrollIntoView();
}
