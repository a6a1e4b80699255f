/** @file Secrets in foreign text: which variables hold them, and how their values are blotted out. */

/** A text without the values of secrets. */
export type Mask = (text: string) => string;

/** For text that nobody has a secret in. */
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
 * Blots out values of at least 8 characters, each line of a longer one by itself: as they are, as JSON and as a part of a URL; and
 * where the text was cut inside one (at its beginning, at its end, before `...`), what is left of it.
 */
export function createMask(values: Iterable<string>): Mask {
  const parts = [...values].flatMap((value) => [value, ...value.split(/\r?\n/)]).filter(isLong);
  const forms = parts.flatMap((part) => [part, JSON.stringify(part).slice(1, -1), encodeURIComponent(part)]);
  // The longest first: one may hold another.
  const secrets = [...new Set(forms)].sort((a, b) => b.length - a.length);
  if (secrets.length === 0) return NO_MASK;
  return (text) => secrets.reduce((masked, secret) => blotCut(masked.replaceAll(secret, MASKED), secret), text);
}

function isLong(part: string): boolean {
  return part.length >= LEAST_LENGTH;
}

function blotCut(text: string, secret: string): string {
  let blotted = text;
  if (text.includes(secret.slice(0, LEAST_LENGTH))) {
    for (let length = secret.length - 1; length >= LEAST_LENGTH; length--) {
      const start = secret.slice(0, length);
      blotted = blotted.replaceAll(`${start}...`, `${MASKED}...`);
      if (blotted.endsWith(start)) blotted = `${blotted.slice(0, -length)}${MASKED}`;
    }
  }
  if (!text.includes(secret.slice(-LEAST_LENGTH))) return blotted;
  for (let length = secret.length - 1; length >= LEAST_LENGTH; length--) {
    if (blotted.startsWith(secret.slice(-length))) return `${MASKED}${blotted.slice(length)}`;
  }
  return blotted;
}
