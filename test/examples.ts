/** @file How many examples a test tries that generates them: few in `npm test`, which is run all day, and all of them in `npm run soak`. */

/** `all` where ALL_EXAMPLES is set. What a test allows for chance must hold for both numbers. */
export const examples = (few: number, all: number): number => (process.env.ALL_EXAMPLES === undefined ? few : all);
