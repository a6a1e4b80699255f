/** @file The driver of the fold: the loop that has a plan's trials trained and logs what comes back, and those who follow a log. */

export { Course } from './course.js';
export { LogFollower } from './log-follower.js';
export { type RunOptions, runPlan } from './run-plan.js';
export { type Budget, systemClock, waitingClock } from './stopwatch.js';
export { tracedPlan } from './traced-plan.js';
