/**
 * @file How far two colours look apart, also to people with a colour vision deficiency: CIEDE2000 (Sharma, Wu and Dalal
 * 2005, doi 10.1002/col.20070) after the simulation of Machado, Oliveira and Fernandes (2009, doi 10.1109/TVCG.2009.113).
 */

type Triple = readonly [number, number, number];

/** At severity 1, on linear RGB. */
const SIMULATIONS: Readonly<Record<Vision, readonly [Triple, Triple, Triple]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

export const VISIONS = ['normal', 'protanopia', 'deuteranopia', 'tritanopia'] as const;
export type Vision = (typeof VISIONS)[number];

/** Delta E of two colours `#rrggbb` as somebody sees them. */
export function seenDifference(first: string, second: string, vision: Vision): number {
  return ciede2000(labOf(simulate(linearOf(first), vision)), labOf(simulate(linearOf(second), vision)));
}

/** WCAG's ratio of luminances, 1 to 21. */
export function contrast(first: string, second: string): number {
  const [low, high] = [first, second].map((color) => luminance(linearOf(color))).sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (high + 0.05) / (low + 0.05);
}

function linearOf(color: string): Triple {
  const channel = (at: number): number => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function luminance([red, green, blue]: Triple): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function simulate([red, green, blue]: Triple, vision: Vision): Triple {
  const seen = SIMULATIONS[vision].map(([r, g, b]) => Math.min(1, Math.max(0, r * red + g * green + b * blue)));
  return seen as unknown as Triple;
}

/** Under D65. */
function labOf([red, green, blue]: Triple): Triple {
  const root = (share: number): number => (share > 216 / 24389 ? Math.cbrt(share) : ((24389 / 27) * share + 16) / 116);
  const x = root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = root(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = root((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Of two colours in L*a*b*. */
export function ciede2000([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const meanBefore = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const stretch = 1 + 0.5 * (1 - Math.sqrt(meanBefore ** 7 / (meanBefore ** 7 + 25 ** 7)));
  const [c1, c2] = [Math.hypot(stretch * a1, b1), Math.hypot(stretch * a2, b2)];
  const [h1, h2] = [hueOf(stretch * a1, b1), hueOf(stretch * a2, b2)];
  const grey = c1 * c2 === 0;
  const turn = grey ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const far = Math.abs(h1 - h2) > 180;
  const hue = grey ? h1 + h2 : far ? (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2 : (h1 + h2) / 2;
  const [light, chroma] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const weight =
    1 - 0.17 * cosine(hue - 30) + 0.24 * cosine(2 * hue) + 0.32 * cosine(3 * hue + 6) - 0.2 * cosine(4 * hue - 63);
  const byLight = (l2 - l1) / (1 + (0.015 * (light - 50) ** 2) / Math.sqrt(20 + (light - 50) ** 2));
  const byChroma = (c2 - c1) / (1 + 0.045 * chroma);
  const byHue = (2 * Math.sqrt(c1 * c2) * Math.sin((turn * Math.PI) / 360)) / (1 + 0.015 * chroma * weight);
  const rotation =
    -Math.sin((60 * Math.exp(-(((hue - 275) / 25) ** 2)) * Math.PI) / 180) *
    2 *
    Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7));
  return Math.sqrt(byLight ** 2 + byChroma ** 2 + byHue ** 2 + rotation * byChroma * byHue);
}

function hueOf(a: number, b: number): number {
  return (Math.atan2(b, a) * (180 / Math.PI) + 360) % 360;
}

function cosine(degrees: number): number {
  return Math.cos((degrees * Math.PI) / 180);
}
