/** @file A question of a log that does something else when outcomes are appended. */
import type { Outcome, Question } from '../../src/core/index.js';

export function withAppend(question: Question, append: (outcomes: readonly Outcome[]) => void): Question {
  return new Proxy(question, {
    get: (target, name) => {
      if (name === 'append') return append;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
