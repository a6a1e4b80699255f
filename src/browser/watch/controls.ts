/** @file Buttons that pause, stop and extend the run. */
import { addressOf } from './settings.js';
import { type ShownGlimpse, type Strip, stripElement } from './strip.js';

interface Controls {
  show(glimpse: ShownGlimpse): void;
}

export function createControls(strip: Strip, token: string): Controls {
  const send = async (command: object): Promise<void> => {
    strip.say('...');
    try {
      const response = await fetch(addressOf('command'), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-surefoot-command': token },
        body: JSON.stringify(command),
      });
      const answer = (await response.json()) as { done?: string; error?: string };
      strip.say(answer.error ?? sentence(answer.done ?? ''));
    } catch {
      strip.say('The server of this page does not answer.');
    }
  };
  let isPaused = false;
  const pause = button('Pause', () => send({ action: isPaused ? 'resume' : 'pause' }));
  const stop = button('Stop', () => {
    if (confirm('Stop the run? Finished trials are kept, and the same command goes on.')) void send({ action: 'stop' });
  });
  const trials = extension('trials', 50, send);
  const minutes = extension('minutes', 10, send);
  strip.controls.append(pause, stop, trials, minutes);
  return {
    show: ({ state, extendable }) => {
      isPaused = state === 'paused';
      const label = isPaused ? 'Go on' : 'Pause';
      if (pause.textContent !== label) pause.textContent = label;
      const isAtWork = state === 'running' || isPaused;
      for (const one of [pause, stop]) one.hidden = !isAtWork;
      trials.hidden = !isAtWork || !extendable.trials;
      minutes.hidden = !isAtWork || !extendable.minutes;
    },
  };
}

/** `Extend by [50] trials`. */
function extension(unit: 'trials' | 'minutes', usual: number, send: (command: object) => Promise<void>): HTMLElement {
  const form = document.createElement('form');
  const label = stripElement('label', '', 'by ');
  const input = document.createElement('input');
  input.type = 'number';
  input.min = '1';
  input.value = String(usual);
  label.append(input, ` ${unit}`);
  const submit = stripElement('button', '', 'Extend');
  form.append(submit, ' ', label);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send({ action: 'extend', [unit]: Number(input.value) });
  });
  return form;
}

function button(text: string, onClick: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.addEventListener('click', onClick);
  return made;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
