/** @file The commands in a line for a shell, as words: enough to see which programs and files it names. */

/** Words of one simple command, quotes taken off; files that output goes into are left out. */
export type ShellCommand = readonly string[];

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
