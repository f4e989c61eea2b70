// Moments and lengths of time in words and figures.

/** A moment as the reader's own clock shows it, to the minute: `2026-11-29 08:15`. What is no moment is shown as it is. */
export function moment(at: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** The day of a moment or day as it was written. */
export function dayIn(at: string | null): string {
  return at?.slice(0, 10) ?? '';
}

/** Seconds, with a digit after the point below ten. */
export function seconds(n: number, language: string): string {
  const style = { maximumFractionDigits: n < 10 ? 1 : 0 };
  return new Intl.NumberFormat(language, style).format(n);
}
