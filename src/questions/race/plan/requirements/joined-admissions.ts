/** @file Several requirements as one: a candidate that meets all of them may win. */
import type { Admission } from '../adaptive/admission.js';

/** Undefined where there is none. */
export function joinedAdmissions(admissions: readonly Admission[]): Admission | undefined {
  if (admissions.length < 2) return admissions[0];
  return {
    begin: () => {
      const all = admissions.map((one) => one.begin());
      return {
        take: (candidate, outcome) => {
          for (const one of all) one.take(candidate, outcome);
        },
        exclude: (excluded) => {
          for (const one of all) one.exclude(excluded);
        },
        refusal: (candidate, excluded) => {
          for (const one of all) {
            const found = one.refusal(candidate, excluded);
            if (found !== undefined) return found;
          }
          return undefined;
        },
        pursued: (leader, estimates) => {
          const found = all.map((one) => one.pursued(leader, estimates)).filter((one) => one >= 0);
          return found[0] ?? -1;
        },
        answer: (chosen, excluded) => Object.assign({}, ...all.map((one) => one.answer(chosen, excluded))),
      };
    },
  };
}
