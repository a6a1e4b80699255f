/** @file Secrets in foreign text: which variables hold them, and how their values are blotted out. */

/** A text without the values of secrets. */
export type Mask = (text: string) => string;

/** Masks nothing: for text without a secret. */
export const NO_MASK: Mask = (text) => text;

/** What stands in place of a secret. */
export const MASKED = '***';

/** Shorter values are too likely to be something else. */
const LEAST_LENGTH = 8;

/** Whether a variable of this name holds a secret, as far as its name tells. */
export function isSecretName(name: string): boolean {
  return /KEY|TOKEN|SECRET|PASSW/i.test(name);
}

/**
 * Blots out values of at least 8 characters, each line of a longer one by itself: as they are, as JSON and as a part of a URL, each
 * also where a line break went into it, real or written as `\n`; and where the text or a line of it was cut inside one (at its
 * beginning, at its end, before `...`), what is left of it.
 */
export function createMask(values: Iterable<string>): Mask {
  const parts = [...values].flatMap((value) => [value, ...value.split(/\r?\n/)]).filter(isLong);
  const forms = parts.flatMap((part) => {
    const inUrl = encodeURIComponent(part);
    return [part, JSON.stringify(part).slice(1, -1), inUrl, inUrl.replaceAll('%20', '+')];
  });
  const secrets = [...new Set(forms.map((form) => form.trim()))];
  if (secrets.length === 0) return NO_MASK;
  return (text) => secrets.reduce(blotCut, blotWhole(text, secrets));
}

function isLong(part: string): boolean {
  return part.trim().length >= LEAST_LENGTH;
}

/** A line break with the indentation after it, as a terminal, a logger or JSON puts one into a long word. */
const BREAK = /(?:\r?\n|(?:\\r)?\\n)[ \t]*/g;

/** Wherever a secret stands, without regard to line breaks in either. */
function blotWhole(text: string, secrets: readonly string[]): string {
  const breaks = [...text.matchAll(BREAK)];
  const joined = text.replaceAll(BREAK, '');
  const spans = secrets.flatMap((secret) => spansOf(joined, secret.replaceAll(BREAK, '')));
  let blotted = '';
  let from = 0;
  let passed = 0;
  let skipped = 0;
  /** Where a place of the joined text is in the text: before a break that stands there, or after it. */
  const placeOf = (place: number, isAfter: boolean): number => {
    for (let next = breaks[passed]; next !== undefined; next = breaks[passed]) {
      const at = next.index - skipped;
      if (isAfter ? at > place : at >= place) break;
      skipped += next[0].length;
      passed++;
    }
    return place + skipped;
  };
  for (const [start, end] of merged(spans)) {
    blotted += text.slice(from, placeOf(start, true)) + MASKED;
    from = placeOf(end, false);
  }
  return blotted + text.slice(from);
}

type Span = readonly [start: number, end: number];

function spansOf(text: string, part: string): readonly Span[] {
  const spans: Span[] = [];
  if (part.length < LEAST_LENGTH) return spans;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length))
    spans.push([at, at + part.length]);
  return spans;
}

/** In their order, those that overlap as one. */
function merged(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = [];
  for (const [start, end] of [...spans].sort(([a], [b]) => a - b)) {
    const last = all.at(-1);
    if (last !== undefined && start < last[1]) all[all.length - 1] = [last[0], Math.max(last[1], end)];
    else all.push([start, end]);
  }
  return all;
}

/** What is left of it at the end of a line or before dots, and at the beginning of a line. */
function blotCut(text: string, secret: string): string {
  const blotted = blotHeads(text, secret, /^(?:\.\.\.|…|\r?\n|$)/);
  if (!blotted.includes(secret.slice(-LEAST_LENGTH))) return blotted;
  return reversed(blotHeads(reversed(blotted), reversed(secret), /^[ \t]*(?:\n|$)/));
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}

/** Where the text goes on with the beginning of a secret, as far as it does, and then with `after`. */
function blotHeads(text: string, secret: string, after: RegExp): string {
  const head = secret.slice(0, LEAST_LENGTH);
  let blotted = '';
  let from = 0;
  for (let at = text.indexOf(head); at >= 0; at = text.indexOf(head, from)) {
    let end = at + head.length;
    while (end < text.length && end - at < secret.length && text[end] === secret[end - at]) end++;
    blotted +=
      text.slice(from, at) + (after.test(text.slice(end, end + LONGEST_INDENT)) ? MASKED : text.slice(at, end));
    from = end;
  }
  return blotted + text.slice(from);
}

/** Before what is left of a secret at the beginning of a line. */
const LONGEST_INDENT = 200;
