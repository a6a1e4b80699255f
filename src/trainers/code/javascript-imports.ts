/** @file The modules that a JavaScript or TypeScript source asks for, as far as it writes their names out. */
import type { parse } from 'es-module-lexer';

/**
 * Specifiers of `import`, `export ... from`, `import()`, `require()` and `new URL(..., import.meta.url)`, each once. A
 * source that is no JavaScript to the lexer (JSX, some TypeScript) is searched as text: better a file too many.
 */
export async function javascriptImports(source: string): Promise<string[]> {
  const found = [
    ...(await importsByLexer(source)),
    ...matches(source, /\brequire(?:\.resolve)?\s*\(\s*(['"`])([^'"`\n$]+)\1\s*\)/g),
    ...matches(source, /\bnew\s+URL\s*\(\s*(['"`])([^'"`\n$]+)\1\s*,\s*import\.meta\.url\b/g),
  ];
  return [...new Set(found)];
}

async function importsByLexer(source: string): Promise<string[]> {
  // Loaded when the first such file is met: most runs have none.
  const lexer = await import('es-module-lexer');
  lexer.initSync();
  let imports: ReturnType<typeof parse>[0];
  try {
    [imports] = lexer.parse(source);
  } catch {
    return matches(source, /\b(?:from|import)\s*\(?\s*(['"`])([^'"`\n$]+)\1/g);
  }
  return imports.flatMap(({ n }) => (n === undefined ? [] : [n]));
}

/** The second group of every match. */
function matches(source: string, pattern: RegExp): string[] {
  return Array.from(source.matchAll(pattern), (match) => match[2] as string);
}
