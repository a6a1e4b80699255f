/** @file Links, pictures and anchors of Markdown pages that lead nowhere within a folder. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** A sentence for each; `pages`: paths in `folder`, which links must not leave. Addresses elsewhere are not asked. */
export function linkFaults(folder, pages) {
  return pages.flatMap((page) => {
    const text = withoutCode(readFileSync(join(folder, page), 'utf8'));
    const links = [...text.matchAll(/\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"]+)"/g)].map(
      ([, one, other]) => one ?? other,
    );
    return links
      .filter((link) => !/^[a-z]+:/.test(link) && !leads(folder, page, link))
      .map((link) => `${page} -> ${link}`);
  });
}

function leads(folder, page, link) {
  const [path, anchor] = link.split('#');
  const file = path === '' ? join(folder, page) : join(folder, dirname(page), path);
  if (relative(folder, file).startsWith('..') || !existsSync(file)) return false;
  return anchor === undefined || anchorsOf(file).includes(anchor);
}

/** Names of the headings of a page, as GitHub makes them: of the words without marks, in small letters. */
function anchorsOf(file) {
  const headings = withoutCode(readFileSync(file, 'utf8')).matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading]) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function withoutCode(text) {
  return text
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => (code.includes('](') ? '' : code));
}
