/** @file Whether a page of the docs tells what programs read: fields of records by where they stand, columns of tables. */
import { readFileSync } from 'node:fs';

export const readPage = (path: string): string => readFileSync(path, 'utf8');

/** The first cells of the rows of its tables. */
export const firstCells = (text: string): readonly string[] =>
  [...text.matchAll(/^\| ([^|]+) \|/gm)].map(([, cell = '']) => cell);

/** As code: `name`, `name[]`, `name: value`, or at the end of a path. */
export const isNamed = (text: string, name: string): boolean =>
  new RegExp(String.raw`\x60(?:[\w.]+\.)?${name.replaceAll(/[.+]/g, '\\$&')}(?:\[\])?[\x60.:]`).test(text);

const titleOf = (section: string): string => section.split('\n')[0] ?? '';

const isOf = (name: string, section: string): boolean =>
  isNamed(titleOf(section), name) || titleOf(section) === `${name[0]?.toUpperCase()}${name.slice(1)}s`;

/** Where a field may stand: under a heading of what it is within, or in a row or a paragraph that names that. */
function placesOf(sections: readonly string[], within: readonly string[]): string {
  return (
    within.length === 0
      ? sections.filter((section) => titleOf(section) === 'The whole')
      : sections.flatMap((section) =>
          within.some((name) => isOf(name, section))
            ? [section]
            : section.split(/\n(?=\|)|\n\n/).filter((block) => within.some((name) => isNamed(block, name))),
        )
  ).join('\n');
}

/** The fields, as paths, that a page tells nothing of. */
export function untoldFields(page: string, fields: readonly (readonly string[])[]): readonly string[] {
  const sections = page.split(/^#+ /m);
  const paths = [...new Map(fields.map((path) => [path.join('.'), path])).values()];
  return paths
    .filter((path) => !isNamed(placesOf(sections, path.slice(0, -1)), path.at(-1) as string))
    .map((path) => path.join('.'));
}
