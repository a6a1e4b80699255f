/**
 * @file The licences of what is bundled, as one text: each package with its version, its licence and its notices, and what the heads of
 * its files say of older works that they come from. Bundling leaves comments out; those who wrote them ask to be named.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';

const HEAD = `Surefoot comes with parts of the packages below, bundled into its files, and with data. Each stands under its own licence, which
follows with the names of what it is for.`;
/** Data that come along, with their licence inside. */
const DIGITS = 'examples/digits.npz';
const RULE = '-'.repeat(80);

/** `modules`: paths of bundled files; those of no package are passed over. @throws where a package has no licence with it. */
export function licensesOf(modules) {
  /** By their words, however they are laid out. */
  const texts = new Map();
  const add = (text, name) => {
    const words = text.replaceAll(/\s+/g, ' ');
    const { names } = texts.get(words) ?? { names: new Set() };
    texts.set(words, { text, names: names.add(name) });
  };
  for (const [folder, files] of packagesOf(modules)) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const title = `${name} ${version} (${license})`;
    const [own, ...others] = readdirSync(folder)
      .filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file))
      .sort();
    if (own === undefined) throw new Error(`${name} is bundled and has no licence with it.`);
    for (const file of [own, ...others]) add(tidy(readFileSync(join(folder, file), 'utf8')), title);
    for (const file of files) for (const notice of noticesIn(readFileSync(file, 'utf8'))) add(notice, title);
  }
  const data = unzipSync(readFileSync(DIGITS))['LICENSE.txt'];
  add(tidy(strFromU8(data)), DIGITS);
  const sections = [...texts.values()].map(({ text, names }) => `${[...names].sort().join('\n')}\n\n${text}`);
  return `${[HEAD, ...sections.sort()].join(`\n\n${RULE}\n\n`)}\n`;
}

/** Folder of each package to its bundled files. */
function packagesOf(modules) {
  const packages = new Map();
  for (const path of modules) {
    const folder = path.match(/^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0];
    if (folder === undefined || path.startsWith('\0')) continue;
    packages.set(folder, [...(packages.get(folder) ?? []), path]);
  }
  return packages;
}

/** Comments that name who holds a right, without the licence that is the package's own. */
function noticesIn(source) {
  const comments = source.match(/\/\*[\s\S]*?\*\/|(?:^[ \t]*\/\/.*\n?)+/gm) ?? [];
  return comments
    .map((one) => one.replaceAll(/^[ \t]*(?:\/\*+!?|\*\/|\*|\/\/) ?|\*\/$/gm, ''))
    .map((one) => tidy(one.replace(/@license Apache-2\.0[\s\S]*?limitations under the License\.(?:\s*## Notice)?/, '')))
    .filter((one) => /copyright/i.test(one));
}

function tidy(text) {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[ \t]+$/gm, '')
    .trim();
}
