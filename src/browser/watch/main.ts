/**
 * @file What keeps a page that `surefoot watch` serves at its time: listens to the server, shows what goes on in a strip above the page
 * and puts newer parts in the place of older ones. Bundled into one script, which runs before the page's own.
 */
import { formatCount } from '../../report/in-page.js';
import { createBoard, type ShownBoard, type ShownNews } from './board.js';
import { createCourse, type ShownCourse } from './course.js';
import { createStrip, type ShownGlimpse } from './strip.js';
import { addStyle } from './style.js';
import { isMarking, PageParts } from './swap.js';

const settings = takeSettings();
const parts = new PageParts();
addStyle();
const strip = createStrip(settings.home);
const board = createBoard();
const course = createCourse();
strip.board.append(board.element, course.element);

let shown = settings.version;
let wanted = shown;
/** By the version of the page: trainings that its figures rest on. */
const trainings = new Map([[shown, settings.trainings]]);
let ended: number | undefined;
let isFetching = false;

const events = new EventSource(eventsAddress());
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
  strip.show(JSON.parse(data) as ShownGlimpse);
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
  const of = ended === undefined || ended <= (trainings.get(shown) ?? 0) ? '' : ` of ${formatCount(ended)}`;
  strip.sayAsOf(`Figures: as of training ${formatCount(trainings.get(shown) ?? 0)}${of}.`);
}

interface Settings {
  /** Of the page as it was served. */
  readonly version: number;
  /** That its figures rest on. */
  readonly trainings: number;
  /** The list of runs that this one is in; null where there is none. */
  readonly home: string | null;
}

function takeSettings(): Settings {
  const element = document.querySelector<HTMLMetaElement>('meta[name="surefoot-watch"]');
  element?.remove();
  return JSON.parse(element?.content ?? '{"version":0,"trainings":0,"home":null}') as Settings;
}

/** The address of what happens in this very run. */
function eventsAddress(): string {
  return `${location.pathname.replace(/\/$/, '')}/events`;
}
