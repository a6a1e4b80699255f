/** @file Units: those that a column's name says, `length (cm)`, `speed [km/h]`, `width_mm`; and what may stand beside a number. */

const PREFIXED = 'm|g|s|A|K|mol|Hz|N|Pa|J|W|Wh|C|V|F|Ω|ohm|T|lm|lx|Bq|Gy|Sv|eV|L|l|bar|B|b|pc';
const PLAIN =
  'min|h|d|days?|weeks?|months?|yrs?|years?|ha|ft|in|mi|mph|lb|oz|psi|°|°C|°F|deg|rad|%|‰|ppm|ppb|px|dB|mmHg|k?cal|EUR|USD|GBP|CHF|JPY|CNY|€|\\$|£|¥';
const ONE = `(?:(?:[yzafpnµumcdhkMGTPEZ]|da)?(?:${PREFIXED})|${PLAIN})(?:\\^?-?[0-9]|[²³])?`;
/** A product or quotient of units, `1/s` among them. */
const UNIT = new RegExp(`^(?:1(?=/)|${ONE})(?:[*·/ ]${ONE})*$`);
/** Only what is nothing else as the last part of a name. */
const ENDING = /_(mm|cm|km|kg|mg|ml|km2|m2|m3|kw|kwh|mwh|ms|hz|khz|mhz|ghz|kpa|hpa|kev|mev|gev|eur|usd|gbp|chf)$/i;

/** Null where the name says none. @example unitOf('petal width (cm)') // 'cm' */
export function unitOf(name: string): string | null {
  const inside = /[([]([^()[\]]+)[)\]]\s*$/.exec(name)?.[1]?.trim();
  if (inside !== undefined) return UNIT.test(inside) ? inside : null;
  return ENDING.exec(name)?.[1] ?? null;
}

/** Whether a text is a unit, or a product or quotient of some. @example isUnit('km/h') // true */
export function isUnit(text: string): boolean {
  return UNIT.test(text);
}
