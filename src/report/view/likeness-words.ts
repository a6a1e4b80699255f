/** @file The words for likeness: information that is no part of a verdict, a sentence for each thing that does not fit, and none where all does. */
import { formatValue } from '../number-text.js';
import type { ResultLikeness } from '../result/answer-schema.js';
import type { Result } from '../result/result-schema.js';

const SENTENCES: Readonly<Record<keyof ResultLikeness, string>> = {
  loadings: 'candidates react differently to the samples that they share',
  shapes: 'the losses of candidates differ in shape',
  order: 'losses change with the order of trials',
};

export function likenessTexts({ likeness }: Pick<Result, 'likeness'>): readonly string[] {
  if (likeness === undefined) return [];
  return (Object.keys(SENTENCES) as (keyof ResultLikeness)[]).flatMap((name) => {
    const finding = likeness[name];
    if (finding === null || finding.fits) return [];
    return [`For information: ${SENTENCES[name]} (p = ${formatValue(finding.pValue, 2)}).`];
  });
}
