/** @file Colours and dashes of series that are drawn together: told apart without colour as well. */

export interface SeriesStyle {
  readonly color: string;
  readonly dash: string;
}

const STYLES: readonly SeriesStyle[] = [
  { color: 'var(--choice)', dash: '' },
  { color: 'var(--worse)', dash: '7,3' },
  { color: 'var(--racing)', dash: '2,3' },
  { color: 'var(--late)', dash: '9,3,2,3' },
  { color: 'var(--dropped)', dash: '4,4' },
];

/** Repeats itself after five series. */
export function seriesStyle(index: number): SeriesStyle {
  return STYLES[index % STYLES.length] as SeriesStyle;
}
