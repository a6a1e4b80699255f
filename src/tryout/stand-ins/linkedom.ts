/** @file `linkedom`, where there is a browser: its own document. */

export function parseHTML(): { readonly document: Document } {
  return { document: document.implementation.createHTMLDocument('') };
}
