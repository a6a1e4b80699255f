/** @file `captions.txt` beside the files of figures: what each shows and how it is read, ready to be put under it. */
import type { Figure } from '../../report/pages.js';
import { captionText } from '../../report/pages.js';

export function captionsText(name: string, figures: readonly Figure[], notes: readonly string[]): string {
  const parts = figures.map(
    (figure) => `${figure.id}\n  ${figure.title}\n  ${figure.conclusion} ${captionText(figure)}`,
  );
  return `Figures of ${name}\n\n${[...parts, ...notes].join('\n\n')}\n`;
}
