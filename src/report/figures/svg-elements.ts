/** @file Finds whole elements in markup that our own code made: well-formed, and without their name in any text. */

/** The outermost elements of that name, in their order. */
export function elementsOf(markup: string, name: string): string[] {
  const found: string[] = [];
  let [depth, start] = [0, 0];
  for (const match of markup.matchAll(new RegExp(`<(/?)${name}\\b[^>]*?(/?)>`, 'g'))) {
    const [tag, closes, isEmpty] = match;
    if (closes === '' && depth === 0) start = match.index;
    if (isEmpty === '') depth += closes === '' ? 1 : -1;
    if (depth === 0) found.push(markup.slice(start, match.index + tag.length));
  }
  return found;
}
