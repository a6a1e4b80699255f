/** @file What a run does with a command from outside, and what it answers. */
import { given } from '../../core/index.js';
import type { RunControl } from '../../evidence/drive/index.js';
import type { ControlAnswer, ControlRequest } from './control-socket.js';

/** `stop` aborts the run. Whatever is asked, at whatever moment, leaves the run in a state that it can say. */
export function obey(asked: ControlRequest, control: RunControl, stop: AbortController): ControlAnswer {
  if (stop.signal.aborted) return { error: 'The run is stopping already.' };
  switch (asked.action) {
    case 'pause':
      control.pause();
      return { done: 'paused from outside: no training starts until the run is told to go on' };
    case 'resume':
      control.resume();
      return { done: 'the run goes on' };
    case 'stop':
      stop.abort();
      return { done: 'stopped from outside: finished trainings are in the log; the same command goes on' };
    case 'extend':
      return extend(asked, control);
  }
}

function extend({ trials, minutes }: ControlRequest & { action: 'extend' }, control: RunControl): ControlAnswer {
  const { budget } = control;
  if (trials === undefined && minutes === undefined) return { error: 'Give a number of trials or minutes.' };
  if (trials !== undefined && budget.trials === undefined)
    return { error: 'The run has no budget of trials to raise.' };
  if (minutes !== undefined && budget.minutes === undefined)
    return { error: 'The run has no budget of minutes to raise.' };
  control.extend(given({ trials, minutes }));
  const now = control.budget;
  const limits = [
    ...(now.trials === undefined ? [] : [`${now.trials} trials`]),
    ...(now.minutes === undefined ? [] : [`${now.minutes} minutes`]),
  ];
  return { done: `the budget is ${limits.join(' and ')} by now` };
}
