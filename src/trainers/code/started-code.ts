/** @file Finds what a command starts: the scripts, modules and other files that its words name, also inside `bash -c '...'`. */
import { basename, delimiter, dirname, resolve } from 'node:path';
import { isInstalled, isSystemProgram, languageOf } from './code-place.js';
import type { FileTree } from './file-tree.js';
import { packageFiles } from './python-imports.js';

/** Something that begins to run, with what it takes to find what it imports. */
export interface StartedCode {
  /** Absolute. */
  readonly path: string;
  /** Source that stands in the command itself, at `path` so to say. */
  readonly inline?: { readonly language: 'python' | 'javascript'; readonly source: string };
  /** The Python that runs it, as the command names it; undefined for other languages. */
  readonly interpreter?: string;
  /** Where Python looks for modules, first places first; absolute. */
  readonly pythonPath: readonly string[];
}

export interface StartContext {
  /** Absolute folder that the command runs in. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly tree: FileTree;
}

const PYTHON = /^(?:python|pypy)[\d.]*w?(?:\.exe)?$/;
const SHELL = /^(?:ba|da|z|k|a)?sh$/;
const NODE = /^(?:node|nodejs|bun|deno|tsx|ts-node)$/;

/** What a command line starts: a program with its arguments, or a line for a shell. */
export function startedBy(
  command: readonly string[] | { readonly shell: string },
  context: StartContext,
): StartedCode[] {
  return 'shell' in command ? startedByShell(command.shell, context) : startedByWords(command, context);
}

/** The same for the text of a shell script. */
export function startedByShell(text: string, context: StartContext): StartedCode[] {
  let { folder } = context;
  return shellCommands(text).flatMap((words) => {
    const started = startedByWords(words, { ...context, folder });
    if (words[0] === 'cd' && words[1] !== undefined) folder = resolve(folder, words[1]);
    return started;
  });
}

function startedByWords(words: ShellCommand, context: StartContext): StartedCode[] {
  const { folder, tree, environment } = context;
  const assignments = words.filter((word) => /^[A-Za-z_]\w*=/.test(word)).map((word) => splitOnce(word));
  const pythonPath = pathsIn({ ...environment, ...Object.fromEntries(assignments) }.PYTHONPATH, folder);
  let program: 'python' | 'shell' | 'node' | undefined;
  let python: { readonly interpreter?: string } = {};
  return words.flatMap((word, index): StartedCode[] => {
    const name = basename(word);
    const before = words[index - 1] ?? '';
    const inline = (language: 'python' | 'javascript') => [
      {
        path: resolve(folder, '<command>'),
        inline: { language, source: word },
        pythonPath: [folder, ...pythonPath],
        ...python,
      },
    ];
    if (program === 'python' && before === '-c') return inline('python');
    if (program === 'shell' && /^-[a-z]*c$/.test(before)) return startedByShell(word, context);
    if (program === 'node' && /^(?:-e|-p|--eval|--print)$/.test(before)) return inline('javascript');
    if (program === 'python' && before === '-m') {
      const places = [folder, ...pythonPath];
      return moduleFiles(word, places, tree).map((path) => ({ path, pythonPath: places, ...python }));
    }
    if (program === undefined && PYTHON.test(name)) python = { interpreter: word };
    program ??= PYTHON.test(name) ? 'python' : SHELL.test(name) ? 'shell' : NODE.test(name) ? 'node' : undefined;
    return [word, ...(word.includes('=') ? [splitOnce(word)[1]] : [])].flatMap((text) => {
      const path = fileAt(resolve(folder, text), program, tree);
      if (text === '' || path === undefined || isInterpreter(path, tree)) return [];
      // Python looks beside the script first, wherever links lead.
      return [{ path, pythonPath: [dirname(path), ...pythonPath], ...python }];
    });
  });
}

/** The file itself, or what a folder stands for when a program is given it. */
function fileAt(path: string, program: string | undefined, tree: FileTree): string | undefined {
  if (tree.isFile(path)) return path;
  const inside = { python: ['__main__.py'], node: ['index.js', 'index.mjs', 'index.ts'] }[program ?? ''] ?? [];
  return inside.map((name) => resolve(path, name)).find((name) => tree.isFile(name));
}

/** A program that runs somebody else's code is no code of the user's; its version is what counts. */
function isInterpreter(path: string, tree: FileTree): boolean {
  if (isInstalled(path)) return true;
  if (languageOf(path, undefined) !== undefined) return false;
  const name = basename(path);
  return PYTHON.test(name) || SHELL.test(name) || NODE.test(name) || isSystemProgram(path, tree);
}

/** `python -m a.b` runs `a/b.py` or `a/b/__main__.py`. */
function moduleFiles(name: string, places: readonly string[], tree: FileTree): readonly string[] {
  const main = packageFiles(`${name}.__main__`, places, tree);
  return main.length > 0 ? main : packageFiles(name, places, tree);
}

function pathsIn(list: string | undefined, folder: string): string[] {
  return (list ?? '')
    .split(delimiter)
    .filter((place) => place !== '')
    .map((place) => resolve(folder, place));
}

function splitOnce(word: string): [string, string] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

/** Words of one simple command, quotes taken off; files that output goes into are left out. */
type ShellCommand = readonly string[];

/** Never throws: what is unfinished or beyond this reader comes out as words that name no file. */
export function shellCommands(text: string): ShellCommand[] {
  const commands: string[][] = [[]];
  let word: string | undefined;
  let isOutput = false;
  const endWord = () => {
    if (word === undefined) return;
    if (!isOutput) commands.at(-1)?.push(word);
    isOutput = false;
    word = undefined;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (char === "'" || char === '"') {
      const { content, end } = quoted(text, at);
      word = (word ?? '') + content;
      at = end - 1;
    } else if (char === '\\') {
      at++;
      if (text[at] !== '\n') word = (word ?? '') + (text[at] ?? '');
    } else if (char === ' ' || char === '\t' || char === '\r') {
      endWord();
    } else if (char === '#' && word === undefined) {
      const end = text.indexOf('\n', at);
      at = (end < 0 ? text.length : end) - 1;
    } else if (char === '>' || char === '<') {
      // A number in front of it is no argument.
      if (word !== undefined && /^\d$/.test(word)) word = undefined;
      endWord();
      isOutput = char === '>';
      if (text[at + 1] === '&') at++;
    } else if ('\n;&|()`'.includes(char)) {
      endWord();
      isOutput = false;
      if (commands.at(-1)?.length !== 0) commands.push([]);
    } else {
      word = (word ?? '') + char;
    }
  }
  endWord();
  return commands.filter((command) => command.length > 0);
}

/** What stands in quotes that begin at `start`, and where they are over. */
function quoted(text: string, start: number): { readonly content: string; readonly end: number } {
  const quote = text[start] as string;
  const parts: string[] = [];
  let at = start + 1;
  while (at < text.length && text[at] !== quote) {
    // Between double quotes a backslash takes the meaning of these alone.
    if (quote === '"' && text[at] === '\\' && '"\\$`\n'.includes(text[at + 1] ?? ' ')) at++;
    parts.push(text[at] as string);
    at++;
  }
  return { content: parts.join(''), end: at + 1 };
}
