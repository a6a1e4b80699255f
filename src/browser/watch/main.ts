/**
 * @file What keeps a page that `surefoot watch` serves at its time: listens to the server, shows what goes on in a strip above
 * the page, and puts newer parts in the place of older ones. Bundled into one script, which runs before the page's own.
 */
import { createControls } from './controls.js';
import { addressOf, takeSettings } from './settings.js';
import { createStrip, type ShownGlimpse } from './strip.js';
import { addStyle } from './style.js';
import { isMarking, PageParts } from './swap.js';

const settings = takeSettings();
// The token stands in no address that is shown, kept or sent along.
if (location.search.includes('token=')) history.replaceState(null, '', location.pathname);
const parts = new PageParts();
addStyle();
const strip = createStrip(settings.home);
const controls = settings.control === null ? undefined : createControls(strip, settings.control);

let shown = settings.version;
let wanted = shown;
let isFetching = false;

const events = new EventSource(addressOf('events'));
let wasLost = false;
events.addEventListener('open', () => {
  if (wasLost) strip.say('');
  wasLost = false;
});
events.addEventListener('error', () => {
  wasLost = true;
  strip.say('The server of this page does not answer; what is shown may be old. It is tried again.');
});
events.addEventListener('glimpse', ({ data }: MessageEvent<string>) => {
  const glimpse = JSON.parse(data) as ShownGlimpse;
  strip.show(glimpse);
  controls?.show(glimpse);
});
events.addEventListener('page', ({ data }: MessageEvent<string>) => {
  wanted = Number(data);
  void catchUp();
});
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
    }
  } catch {
    // The stream of events says that the server is gone, and comes back.
  } finally {
    isFetching = false;
  }
  if (wanted !== version) void catchUp();
}
