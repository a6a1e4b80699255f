/** @file Reads numbers in sentences as a person does: what is written, and how much of it is known. Knows nothing of how they were made. */

export interface ReadNumber {
  readonly value: number;
  /** What one step of the last digit that is shown is worth. */
  readonly step: number;
  readonly text: string;
}

const NUMBER = /(?<![\w.=:/#-])[−-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+−-]?\d+)?(?![\w=])/g;

/** One number, as it is shown: `1,234`, `−0.020`, `1.5e-7`, `∞`. Undefined for other texts. */
export function readNumber(text: string): ReadNumber | undefined {
  const plain = text.trim().replaceAll('−', '-').replaceAll(',', '');
  if (/^-?∞$/.test(plain)) return { value: plain.startsWith('-') ? -Infinity : Infinity, step: 0, text };
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(plain);
  if (parts === null) return undefined;
  const [, , whole = '', fraction, exponent = '0'] = parts;
  // Of 13,050 nobody knows whether the last digit is one.
  const zeros = fraction === undefined && whole !== '0' ? (/0*$/.exec(whole)?.[0].length ?? 0) : 0;
  const step = 10 ** (Number(exponent) + zeros - (fraction?.length ?? 0));
  return { value: Number(plain), step, text };
}

/** All numbers of a sentence; those that are part of a name or a setting are none. */
export function numbersIn(text: string): readonly ReadNumber[] {
  return [...text.matchAll(NUMBER)].flatMap(([found]) => readNumber(found) ?? []);
}

/** Whether somebody who knows the value would show it so. */
export function shows(shown: ReadNumber | undefined, value: number): boolean {
  if (shown === undefined) return false;
  if (!Number.isFinite(value)) return shown.value === value;
  return Math.abs(shown.value - value) <= shown.step * 0.5001 + Math.abs(value) * 1e-9;
}
