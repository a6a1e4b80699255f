/**
 * @file What keeps a page that `surefoot watch` serves at its time: listens to the server, shows what goes on in a strip above the page
 * with the buttons that pause, stop and extend the run, and puts newer parts in the place of older ones. Bundled into one script, which
 * runs before the page's own.
 */
import { createBoard, type ShownBoard, type ShownNews } from './board.js';
import { createCourse, type ShownCourse } from './course.js';
import { addressOf, hideToken, takeSettings } from './settings.js';
import { createStrip, type ShownGlimpse, type Strip, stripElement } from './strip.js';
import { addStyle } from './style.js';
import { isMarking, PageParts } from './swap.js';

interface Controls {
  show(glimpse: ShownGlimpse): void;
}

function createControls(strip: Strip, token: string): Controls {
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

const settings = takeSettings();
hideToken();
const parts = new PageParts();
addStyle();
const strip = createStrip(settings.home);
const board = createBoard();
const course = createCourse();
strip.board.append(board.element, course.element);
const controls = settings.control === null ? undefined : createControls(strip, settings.control);

let shown = settings.version;
let wanted = shown;
/** By the version of the page: trainings that its figures rest on. */
const trainings = new Map([[shown, settings.trainings]]);
let ended: number | undefined;
let isFetching = false;

const events = new EventSource(addressOf('events'));
let wasLost = false;
events.addEventListener('open', () => {
  if (wasLost) strip.say('');
  wasLost = false;
});
events.addEventListener('error', () => {
  wasLost = true;
  strip.say('The server of this page does not answer, so the page may be out of date. Trying again.');
});
events.addEventListener('glimpse', ({ data }: MessageEvent<string>) => {
  const glimpse = JSON.parse(data) as ShownGlimpse;
  strip.show(glimpse);
  controls?.show(glimpse);
});
events.addEventListener('board', ({ data }: MessageEvent<string>) => {
  const whole = JSON.parse(data) as ShownBoard;
  ended = whole.ended;
  board.show(whole);
  sayAsOf();
});
events.addEventListener('news', ({ data }: MessageEvent<string>) => {
  const news = JSON.parse(data) as ShownNews;
  ended = news.ended;
  board.add(news);
  sayAsOf();
});
events.addEventListener('course', ({ data }: MessageEvent<string>) => {
  const gone = JSON.parse(data) as ShownCourse;
  course.show(gone);
  board.showChances(gone.chances);
});
events.addEventListener('page', ({ data }: MessageEvent<string>) => {
  const page = JSON.parse(data) as { version: number; trainings: number };
  wanted = page.version;
  trainings.set(page.version, page.trainings);
  void catchUp();
});
sayAsOf();
document.addEventListener('selectionchange', () => void catchUp());
document.addEventListener('visibilitychange', () => void catchUp());

/** One page after the other, none while somebody marks text or nobody looks. */
async function catchUp(): Promise<void> {
  if (isFetching || wanted === shown || isMarking() || document.hidden) return;
  isFetching = true;
  const version = wanted;
  try {
    const response = await fetch(location.pathname, { headers: { accept: 'text/html' } });
    if (response.ok) {
      parts.swap(await response.text());
      shown = version;
      sayAsOf();
    }
  } catch {
    // The stream of events says that the server is gone, and comes back.
  } finally {
    isFetching = false;
  }
  if (wanted !== version) void catchUp();
}

/** Figures are made less often than trainings end. */
function sayAsOf(): void {
  const of = ended === undefined || ended <= (trainings.get(shown) ?? 0) ? '' : ` of ${ended.toLocaleString('en')}`;
  strip.sayAsOf(`Figures: as of training ${(trainings.get(shown) ?? 0).toLocaleString('en')}${of}.`);
}
