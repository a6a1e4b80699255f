/** @file The driver of the fold: the loop that has a plan's trials trained and logs what comes back, and those who follow a log. */
export type { Budget } from './budget.js';
export { systemClock, waitingClock } from './clock.js';
export { Course } from './course.js';
export { LogFollower } from './log-follower.js';
export { type RunOptions, runPlan } from './run-plan.js';
export { tracedPlan } from './traced-plan.js';
