/**
 * @file The colours of every page and figure, by name, for light, dark and print. Charts name them as variables; a figure
 * that leaves its page has them resolved.
 */

export type Theme = 'light' | 'dark' | 'print';

/**
 * Blue (the choice), ochre (who still races) and vermillion (worse) are told apart in all common kinds of colour blindness; the
 * series begin with the set of Okabe and Ito (2008), https://jfly.uni-koeln.de/color/, darkened on white and lightened on
 * black for a contrast of 3 to 1. What is no series
 * differs from its neighbours by dash or mark as well.
 */
export const PALETTE: Readonly<Record<Theme, Readonly<Record<string, string>>>> = {
  light: {
    paper: '#ffffff',
    raised: '#f6f7f9',
    ink: '#16191f',
    muted: '#5c6470',
    line: '#dfe3e8',
    grid: '#eceef1',
    choice: '#0067a8',
    'choice-soft': '#d6e8f5',
    racing: '#8a6d00',
    late: '#4a5462',
    'late-soft': '#e6e9ed',
    dropped: '#8d96a3',
    worse: '#b8450c',
    'worse-soft': '#fbeade',
    'series-1': '#0067a8',
    'series-2': '#b8450c',
    'series-3': '#00805e',
    'series-4': '#a3568a',
    'series-5': '#8a6d00',
    'series-6': '#2f87c4',
    'series-7': '#5c6470',
    'series-8': '#6b3fa8',
  },
  dark: {
    paper: '#13161b',
    raised: '#1b2027',
    ink: '#e8ebef',
    muted: '#9aa4b1',
    line: '#2e353f',
    grid: '#232932',
    choice: '#62b5f0',
    'choice-soft': '#17364d',
    racing: '#e0c34a',
    late: '#b3bcc8',
    'late-soft': '#2a323c',
    dropped: '#8791a0',
    worse: '#f0935c',
    'worse-soft': '#33231a',
    'series-1': '#62b5f0',
    'series-2': '#f0935c',
    'series-3': '#3fc79a',
    'series-4': '#e09cc6',
    'series-5': '#e0c34a',
    'series-6': '#a8d4f5',
    'series-7': '#9aa4b1',
    'series-8': '#b99aec',
  },
  print: {
    paper: '#ffffff',
    raised: '#ffffff',
    ink: '#000000',
    muted: '#444444',
    line: '#bbbbbb',
    grid: '#e6e6e6',
    choice: '#005a94',
    'choice-soft': '#d6e8f5',
    racing: '#6f5800',
    late: '#444444',
    'late-soft': '#eeeeee',
    dropped: '#888888',
    worse: '#a33a06',
    'worse-soft': '#fbeade',
    'series-1': '#005a94',
    'series-2': '#a33a06',
    'series-3': '#00694d',
    'series-4': '#8c4576',
    'series-5': '#6f5800',
    'series-6': '#2f87c4',
    'series-7': '#444444',
    'series-8': '#5a3390',
  },
};

/** The palette as declarations of a style sheet. */
export function paletteVariables(theme: Theme): string {
  return Object.entries(PALETTE[theme])
    .map(([name, color]) => `--${name}: ${color};`)
    .join(' ');
}

/** Colours in the place of `var(--name)`, with a fallback or without, and of `currentColor`. */
export function resolveColors(svg: string, theme: Theme): string {
  const colors = PALETTE[theme];
  return svg
    .replace(/var\(--plot-background\b[^)]*\)/g, colors.paper as string)
    .replace(VARIABLE, (whole, name: string, fallback?: string) => colors[name] ?? fallback?.trim() ?? whole)
    .replace(/currentColor/g, colors.ink as string);
}

/** Colours of light behind each variable, for who cuts a drawing out of its page. */
export function withFallbacks(svg: string): string {
  return svg.replace(VARIABLE, (whole, name: string, fallback?: string) => {
    const color = PALETTE.light[name];
    return color === undefined || fallback !== undefined ? whole : `var(--${name}, ${color})`;
  });
}

const VARIABLE = /var\(--([a-z0-9-]+)(?:,([^()]*))?\)/g;
