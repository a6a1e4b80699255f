/**
 * @file Refuses placeholders where a shell would not read the quoted value as one word: a value comes out in single quotes
 * of its own, and inside of others, in a comment or in a here-document those protect nothing. `"{configuration.a}"`
 * would run what stands in `$(...)` in the value.
 */
import { basename } from 'node:path';
import { type InputError, inputError } from '../../core/index.js';

type Context = 'plain' | 'single quotes' | 'double quotes' | 'backquotes' | 'a comment' | 'a here-document';

/** Where a placeholder stands in a line for /bin/sh. */
export interface QuotedPlace {
  readonly name: string;
  readonly position: number;
}

/** Throws an InputError (`placeholder-quoted`) for the first place where a value would not be one word. */
export function checkShellLine(line: string, places: readonly QuotedPlace[]): void {
  const contexts = contextsOf(line);
  for (const { name, position } of places) {
    const context = contexts[position] as Context | 'escaped';
    const before = line[position - 1];
    if (context === 'plain' && before !== '$') continue;
    throw quoted(name, context === 'plain' ? 'directly after $' : whereIs(context), fixFor(name, context));
  }
}

const SHELLS = ['sh', 'bash', 'dash', 'zsh', 'ksh', 'ash', 'fish'];

/** Throws an InputError (`placeholder-in-script`) for a setting in the script of a shell that a command starts itself. */
export function checkScripts(command: readonly string[], settingsIn: (text: string) => readonly string[]): void {
  command.forEach((script, index) => {
    const [program, option] = [command[index - 2], command[index - 1]];
    if (program === undefined || option === undefined) return;
    if (!SHELLS.includes(basename(program)) || !/^-[a-z]*c$/.test(option)) return;
    const [name] = settingsIn(script);
    if (name === undefined) return;
    throw inputError`placeholder-in-script: trainer.command: {${name}} stands in a script of ${basename(program)}, which would run whatever its value holds.
      Allowed: settings as arguments of a script
      Fix: Give it as an argument: [${basename(program)}, ${option}, 'echo "$1"', ${basename(program)}, '{${name}}'], or use { shell: ... }.`;
  });
}

/** For each character of a line, what the shell reads it in. Where that cannot be told for sure, it is not `plain`. */
function contextsOf(line: string): readonly (Context | 'escaped')[] {
  const contexts: (Context | 'escaped')[] = [];
  const stack: Context[] = ['plain'];
  for (let at = 0; at < line.length; at++) {
    const context = stack.at(-1) as Context;
    const character = line[at] as string;
    contexts.push(context);
    if (character === '\\' && ESCAPING.includes(context)) {
      contexts.push('escaped');
      at++;
    } else if (ENDS[context] === character && stack.length > 1) stack.pop();
    else if (context === 'plain' || context === 'double quotes') {
      const opened = openedAt(line, at, context);
      if (opened === undefined) continue;
      stack.push(opened.context);
      for (let more = 1; more < opened.length; more++, at++) contexts.push(context);
    }
  }
  return contexts;
}

const ESCAPING: readonly Context[] = ['plain', 'double quotes', 'backquotes'];

const ENDS: Readonly<Record<Context, string>> = {
  plain: ')',
  'single quotes': "'",
  'double quotes': '"',
  backquotes: '`',
  'a comment': '\n',
  // To the end of the line as it is written: where it ends is not looked for.
  'a here-document': '',
};

function openedAt(
  line: string,
  at: number,
  context: 'plain' | 'double quotes',
): { readonly context: Context; readonly length: number } | undefined {
  const character = line[at];
  if (character === '`') return { context: 'backquotes', length: 1 };
  if (line.startsWith('$(', at)) return { context: 'plain', length: 2 };
  if (context === 'double quotes') return undefined;
  if (character === '"') return { context: 'double quotes', length: 1 };
  if (character === "'") return { context: 'single quotes', length: 1 };
  if (character === '(') return { context: 'plain', length: 1 };
  if (character === '#' && /^$|[\s;&|()]/.test(line[at - 1] ?? '')) return { context: 'a comment', length: 1 };
  const isHereDocument = line.startsWith('<<', at) && line[at + 2] !== '<' && line[at - 1] !== '<';
  return isHereDocument ? { context: 'a here-document', length: 2 } : undefined;
}

function whereIs(context: Context | 'escaped'): string {
  return context === 'escaped' ? 'directly after a backslash' : `in ${context}`;
}

function fixFor(name: string, context: Context | 'escaped'): string {
  const alone = `{${name}} always stays one word`;
  switch (context) {
    case 'single quotes':
      return `Take it out of the quotes: ${alone}. Beside other text: 'some text '{${name}}.`;
    case 'double quotes':
      return `Take it out of the quotes: ${alone}. Beside other text: "some text "{${name}}.`;
    case 'backquotes':
      return `Write $(...) in place of the backquotes: there ${alone}.`;
    case 'a comment':
      return `Remove it from the comment, or write {{${name}}}.`;
    case 'a here-document':
      return `Give it as an argument, or use \`pass: environment\`.`;
    case 'plain':
    case 'escaped':
      return `Write it by itself: ${alone}.`;
  }
}

function quoted(name: string, where: string, fix: string): InputError {
  return inputError`placeholder-quoted: trainer.command: {${name}} stands ${where}, where its value would not stay one word.
    Allowed: placeholders outside of quotes; their values are quoted for the shell
    Fix: ${fix}`;
}
