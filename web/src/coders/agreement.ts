// What a coefficient of agreement means in a plain word: Krippendorff's own borders (Content Analysis, 2004, p. 241):
// from 0.800 on conclusions may rest on the data, from 0.667 on only tentative ones.

/** With fewer units than this, alpha says little (guess, 2026-11). */
export const TOO_FEW = 10;

/** A Fluent message. */
export function meaning(alpha: number | null, units: number): string {
  if (units < TOO_FEW) return 'coders-too-few';
  if (alpha === null) return 'coders-unknown';
  if (alpha >= 0.8) return 'coders-reliable';
  if (alpha >= 0.667) return 'coders-tentative';
  return alpha > 0 ? 'coders-weak' : 'coders-chance';
}
