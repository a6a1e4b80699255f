/** @file What the server tells the page that it serves. */

interface Settings {
  /** Of the page as it was served. */
  readonly version: number;
  /** That its figures rest on. */
  readonly trainings: number;
  /** Goes with every command; null where none are taken. */
  readonly control: string | null;
  /** The list of runs that this one is in; null where there is none. */
  readonly home: string | null;
}

/** Taken out of the page, so that nothing else finds it there. */
export function takeSettings(): Settings {
  const element = document.querySelector<HTMLMetaElement>('meta[name="surefoot-watch"]');
  element?.remove();
  return JSON.parse(element?.content ?? '{"version":0,"trainings":0,"control":null,"home":null}') as Settings;
}

/** The address of something of this very run: `events`, `command`. */
export function addressOf(what: string): string {
  return `${location.pathname.replace(/\/$/, '')}/${what}`;
}

/** The token stands in no address that is shown, kept or sent along. */
export function hideToken(): void {
  const address = new URL(location.href);
  if (!address.searchParams.has('token')) return;
  address.searchParams.delete('token');
  history.replaceState(null, '', address);
}
