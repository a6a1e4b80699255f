/** @file The switch between light, dark, and as the system has it; kept by the browser, never sent. */
import { button, claim, element, svgElement } from './element.js';

const KEY = 'surefoot-theme';

/** Each with the strokes of its sign. */
const THEMES = [
  [
    'light',
    'Light',
    'M8 5a3 3 0 1 0 0 6a3 3 0 0 0 0-6M8 1v1M8 14v1M1 8h1M14 8h1M3 3l.7.7M12.3 12.3l.7.7M3 13l.7-.7M12.3 3.7l.7-.7',
  ],
  ['dark', 'Dark', 'M13.5 9.5A6 6 0 1 1 6.5 2.5A5 5 0 0 0 13.5 9.5Z'],
  ['system', 'As the system', 'M2 3h12v8H2ZM6 14h4M8 11v3'],
] as const;

type Theme = (typeof THEMES)[number][0];

export function enhanceThemes(root: ParentNode): void {
  for (const place of claim(root, '[data-theme-switch]', 'theme')) addSwitch(place);
}

function addSwitch(place: HTMLElement): void {
  const row = element('div', { class: 'themes', role: 'group', 'aria-label': 'Theme' });
  const buttons = THEMES.map(([theme, name, strokes]) => {
    const one = button('', () => set(theme), { 'aria-label': name, title: name });
    one.append(svgElement('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svgElement('path', { d: strokes })));
    return one;
  });
  const set = (theme: Theme): void => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    keep(theme);
    for (const [index, [name]] of THEMES.entries()) {
      buttons[index]?.setAttribute('aria-pressed', String(name === theme));
    }
  };
  row.append(...buttons);
  place.replaceChildren(row);
  set(kept());
}

/** Where a browser keeps nothing for pages that come from files, the choice lasts as long as the page. */
function keep(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {}
}

function kept(): Theme {
  try {
    const text = localStorage.getItem(KEY);
    return THEMES.find(([theme]) => theme === text)?.[0] ?? 'system';
  } catch {
    return 'system';
  }
}
