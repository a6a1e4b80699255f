/** @file How deep lists and objects of others may stand in one another: what goes through them by calling itself must come to an end. */
import { type InputError, inputError } from './errors.js';

/** Nothing that is meant is as deep. */
export const MOST_LEVELS = 100;

/** Whether lists and objects stand in one another deeper than {@link MOST_LEVELS}, or hold themselves. Calls itself not. */
export function isTooDeep(value: unknown): boolean {
  const levelOf = new Map<object, number>();
  const open: (readonly [value: unknown, level: number])[] = [[value, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [one, level] = next;
    // What several places share is looked at again only where it stands deeper.
    if (typeof one !== 'object' || one === null || (levelOf.get(one) ?? -1) >= level) continue;
    if (level > MOST_LEVELS) return true;
    levelOf.set(one, level);
    for (const member of Object.values(one)) open.push([member, level + 1]);
  }
  return false;
}

/** `what`: where it stands. */
export function tooDeep(what: string): InputError {
  return inputError`too-deep: ${what}: lists and objects stand in one another more than ${MOST_LEVELS} deep.
    Allowed: at most ${MOST_LEVELS} levels
    Fix: Write the value with fewer levels; an object that holds itself has no end.`;
}
