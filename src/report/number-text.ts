/** @file Numbers as people read them: significant digits, thousands, shares and durations. */

const INFINITY_SIGN = '∞';

/** Four significant digits by default, trailing zeros kept so that columns align; `∞` for infinite values. */
export function formatValue(value: number, significantDigits = 4): string {
  if (value === Number.POSITIVE_INFINITY) return INFINITY_SIGN;
  if (value === Number.NEGATIVE_INFINITY) return `−${INFINITY_SIGN}`;
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  const text =
    magnitude < 1e-4 || magnitude >= 1e6
      ? value.toExponential(significantDigits - 1).replace('e+', 'e')
      : value.toFixed(decimalsOf(value, significantDigits));
  return text.replace('-', '−').replace('e−', 'e-');
}

/** Decimals that leave `significantDigits` digits of a value; never negative. */
function decimalsOf(value: number, significantDigits: number): number {
  return Math.max(0, significantDigits - 1 - Math.floor(Math.log10(Math.abs(value))));
}

/** `41,567`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 trial`, `2 trials`. */
export function formatQuantity(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** `1.2 GB`: three significant digits, in powers of 1,000. */
export function formatBytes(bytes: number): string {
  const power = Math.max(0, Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** power;
  return `${value >= 100 ? formatCount(value) : Number(value.toPrecision(3))} ${UNITS[power]}`;
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** A share in [0, 1] as a percentage, `18 %`; below 10 % with one decimal, so that 0.4 % is not shown as nothing. */
export function formatShare(share: number): string {
  const percent = share * 100;
  return `${percent > 0 && percent < 9.95 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

/** `41 s`, `3 min 05 s`, `2 h 07 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${twoDigits(whole % 60)} s`;
  return `${formatCount(Math.floor(minutes / 60))} h ${twoDigits(minutes % 60)} min`;
}

/** The same as one figure, for what is only estimated: `8 s`, `12 min`, `3.5 h`, `41 h`, `3.2 days`. */
export function formatAbout(seconds: number): string {
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 99.5) return `${Math.round(minutes)} min`;
  const hours = minutes / 60;
  if (hours < 48) return `${hours < 9.95 ? hours.toFixed(1) : hours.toFixed(0)} h`;
  const days = hours / 24;
  return `${days < 9.95 ? days.toFixed(1) : formatCount(days)} days`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
