/** @file An experiment has an end and could be written down: no value that holds itself, none that JSON has no form for. */
import { InputError } from '../core/index.js';
import { nameOf } from './schema-error.js';
import type { Path } from './yaml-source.js';

/**
 * Throws InputError for the first value that holds itself (an alias inside its own anchor, a cyclic object), is a BigInt, a
 * function or a symbol, is undefined in a list, or is named `__proto__`. An undefined member of an object counts as absent. `locate` tells where a path
 * stands.
 */
export function requirePlainValue(root: unknown, locate: (path: Path) => string): void {
  const around = new Set<object>();
  const checked = new Set<object>();
  const visit = (value: unknown, path: Path): void => {
    if (typeof value !== 'object' || value === null) {
      const inList = typeof path.at(-1) === 'number';
      const isPlain = value === undefined ? !inList : !['bigint', 'function', 'symbol'].includes(typeof value);
      if (!isPlain) throw notPlain(`\`${nameOf(path)}\` is ${describe(value)}`, locate(path));
      return;
    }
    if (around.has(value)) throw notPlain(`\`${nameOf(path)}\` holds itself`, locate(path));
    // What several places share is checked once: aliases of aliases would multiply.
    if (checked.has(value)) return;
    checked.add(value);
    around.add(value);
    if (Array.isArray(value))
      value.forEach((member, index) => {
        visit(member, [...path, index]);
      });
    else
      for (const [key, member] of Object.entries(value)) {
        // Set on an object of JavaScript it would vanish, or change what the object is.
        if (key === '__proto__')
          throw notPlain(`\`${nameOf([...path, key])}\` is a name that JavaScript reserves`, locate(path));
        visit(member, [...path, key]);
      }
    around.delete(value);
  };
  visit(root, []);
}

function describe(value: unknown): string {
  if (typeof value === 'bigint') return `the BigInt ${value}`;
  return value === undefined ? 'undefined' : `a ${typeof value}`;
}

function notPlain(what: string, place: string): InputError {
  return new InputError({
    code: 'not-plain',
    what: `${place}: ${what}.`,
    allowed: 'null, true, false, numbers, texts, and finite lists and objects of these',
    fix: 'Write the value itself.',
  });
}
