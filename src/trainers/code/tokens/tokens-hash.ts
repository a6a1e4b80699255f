/** @file What two versions of a source are compared by: their tokens, so that comments and formatting do not count. */
import { createHash } from 'node:crypto';
import { languageOf } from '../language.js';
import { javascriptTokens } from './javascript-tokens.js';
import { pythonTokens } from './python-tokens.js';

/** A larger source is compared by its bytes. */
const LARGEST_SOURCE_BYTES = 2 * 1024 * 1024;

/** SHA-256 of the tokens; undefined where the bytes count: of other languages, of JSX, of no UTF-8, and in doubt. */
export function tokensHash(path: string, content: Uint8Array): string | undefined {
  if (content.length > LARGEST_SOURCE_BYTES) return undefined;
  const text = decode(content);
  const language = text === undefined ? undefined : languageOf(path, text.split('\n', 1)[0]);
  const tokens = text === undefined || /\.[jt]sx$/i.test(path) ? undefined : tokensOf(language, text);
  return (
    tokens &&
    createHash('sha256')
      .update(JSON.stringify([language, ...tokens]))
      .digest('hex')
  );
}

function tokensOf(language: ReturnType<typeof languageOf>, text: string): readonly string[] | undefined {
  if (language === 'python') return pythonTokens(text);
  return language === 'javascript' ? javascriptTokens(text) : undefined;
}

function decode(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}
