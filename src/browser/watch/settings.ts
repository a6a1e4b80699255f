/** @file What the server tells the page that it serves. */

interface Settings {
  /** Of the page as it was served. */
  readonly version: number;
  /** That its figures rest on. */
  readonly trainings: number;
  /** The list of runs that this one is in; null where there is none. */
  readonly home: string | null;
}

export function takeSettings(): Settings {
  const element = document.querySelector<HTMLMetaElement>('meta[name="surefoot-watch"]');
  element?.remove();
  return JSON.parse(element?.content ?? '{"version":0,"trainings":0,"home":null}') as Settings;
}

/** The address of what happens in this very run. */
export function eventsAddress(): string {
  return `${location.pathname.replace(/\/$/, '')}/events`;
}
