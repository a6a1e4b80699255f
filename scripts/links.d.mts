/** @file Types of links.mjs. */

/** A sentence for each link, picture or anchor of `pages` that leads nowhere within `folder`. */
export function linkFaults(folder: string, pages: readonly string[]): string[];
