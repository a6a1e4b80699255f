/**
 * @file The site, made of the documents of the repository as they stand: no page is copied, links to files that are no pages lead to copies of
 * those files, and nothing is asked of anywhere else.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { addressOf, rewrites, SIDEBAR } from './pages.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const content = fileURLToPath(new URL('../content', import.meta.url));
/** `homepage` is there once scripts/release/address.mjs was told. */
const { homepage } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** Files that pages link to, by their paths in the repository. */
const linked = new Set();

/** Pages that say how to do a thing stand before those that list everything. All functions travel to the page as their text: they name nothing. */
const SEARCHING = {
  fuzzy: (term) => (term.length > 4 ? 0.2 : false),
  prefix: (term) => term.length > 2,
  boost: { title: 4, text: 2, titles: 1 },
  boostDocument: (id) => {
    if (/\/(CHANGELOG|ARCHITECTURE|CONTRIBUTING|inside|measurements|paper|api)\b/.test(id)) return 0.3;
    if (/\/(method|glossary|start|replay|couple)\b/.test(id)) return 1.6;
    return /\/(settings|[a-z]+-format|report|bridge|library)\b/.test(id) ? 0.7 : 1.2;
  },
};
const processTerm = (term) => {
  const word = term.toLowerCase();
  return /^(a|an|and|are|as|do|does|for|how|i|if|in|is|it|of|me|my|on|or|the|there|to|what|when|which|with)$/.test(word)
    ? null
    : word;
};

const CODE = { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' };

export default defineConfig({
  srcDir: 'content',
  outDir: fileURLToPath(new URL('../dist', import.meta.url)),
  cacheDir: fileURLToPath(new URL('../node_modules/.cache/vitepress', import.meta.url)),
  base: process.env.SITE_BASE ?? '/',
  rewrites: rewrites(),
  title: 'Surefoot',
  description: 'Finds the model that trains well every time.',
  lang: 'en',
  lastUpdated: false,
  metaChunk: true,
  markdown: { config: keepFiles, anchor: { slugify }, theme: CODE },
  buildEnd: ({ outDir }) => {
    for (const path of linked) {
      mkdirSync(join(outDir, 'files', dirname(path)), { recursive: true });
      cpSync(join(root, path), join(outDir, 'files', path));
    }
  },
  vite: { build: { chunkSizeWarningLimit: 20_000 } },
  themeConfig: {
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Method', link: '/method' },
      { text: 'Try it', link: '/try.html', target: '_self' },
      ...(homepage ? [{ text: 'Repository', link: homepage }] : []),
    ],
    sidebar: SIDEBAR,
    outline: [2, 3],
    externalLinkIcon: false,
    search: {
      provider: 'local',
      options: { miniSearch: { options: { processTerm }, searchOptions: SEARCHING } },
    },
  },
});

/** Addresses of headings, as GitHub makes them: links of the documents hold there and here. */
function slugify(text) {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');
}

/** A head of a column without a name is none. */
function emptyHeads(tokens) {
  for (const [place, token] of tokens.entries()) {
    if (token.type !== 'th_open' || tokens[place + 1]?.content !== '') continue;
    token.tag = 'td';
    tokens[place + 2].tag = 'td';
  }
}

/** Links of a page to what is no page: the files lie under `files/`. */
function keepFiles(md) {
  md.core.ruler.push('surefoot-files', ({ tokens, env }) => {
    emptyHeads(tokens);
    for (const token of tokens.flatMap((one) => [one, ...(one.children ?? [])])) {
      // A picture beside the page, as the bundler wants it written.
      if (/^html_/.test(token.type))
        token.content = token.content.replaceAll(/\b(src|srcset)="(?![a-z]+:|[./])/g, '$1="./');
      if (token.type !== 'link_open') continue;
      const href = token.attrGet('href') ?? '';
      if (/^(?:[a-z]+:|#|\/)/.test(href)) continue;
      const [path, anchor] = href.split('#');
      const file = posix.join(dirname(relative(content, env.realPath ?? env.path)), path);
      if (/\.md$/.test(file)) {
        const page = addressOf(file.replace(/^docs\//, '').replace(/\.md$/, ''));
        token.attrSet('href', `${page}${anchor === undefined ? '' : `#${anchor}`}`);
        continue;
      }
      if (!existsSync(join(root, file)) || !statSync(join(root, file)).isFile()) continue;
      linked.add(file);
      token.attrSet('href', `/files/${file}`);
      token.attrSet('target', '_self');
    }
  });
}
