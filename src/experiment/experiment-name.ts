/** @file The name of an experiment: which ones are allowed, and one made of the name of a file. */

/** No characters that control a terminal, or turn the direction of writing. */
const CONTROLS = String.raw`\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069`;

/** What a name of an experiment looks like: at most 100 characters, none that a path, a file system or a terminal takes for its own. */
export const EXPERIMENT_NAME = new RegExp(String.raw`^[^\s.\-/\\:*?"<>|${CONTROLS}][^/\\:*?"<>|${CONTROLS}]{0,99}$`);

const LONGEST = 60;

/**
 * A name that is allowed, and needs no quotes in a shell: letters, digits, dots and underscores stay, and what stands between
 * them becomes a dash. Of a text without letters and digits it is `experiment`.
 *
 * @example soundName('My patients (2024)'); // 'My-patients-2024'
 */
export function soundName(text: string): string {
  const words = text.normalize('NFC').replaceAll(/[^\p{L}\p{M}\p{N}._]+/gu, '-');
  const name = Array.from(words.replace(/^[^\p{L}\p{N}_]+/u, ''))
    .slice(0, LONGEST)
    .join('')
    .replace(/[-.]+$/, '');
  return name === '' ? 'experiment' : name;
}
