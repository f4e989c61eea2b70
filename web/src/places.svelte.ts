// Names of countries in the page's language, from the browser's own tables.
import { language } from './text.svelte';

/** The name of a country by its ISO code; the code where the browser knows no name, `''` for none. */
export function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames([language()], { type: 'region', fallback: 'code' }).of(code) ?? code;
}
