// Report text is hostile: it may hold characters that hide, reorder or break what is around them.
// Svelte already keeps it from becoming markup; this makes what cannot be seen visible.

/** Control, bidi-control, zero-width and tag characters, and lone surrogates. Tab and line breaks stay; so do the joiners that Arabic, Persian and Indic scripts need. */
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** Text that is safe to lay among other text: hidden characters are written as `⟨U+202E⟩`. */
export function harmless(text: string): string {
  return text.replace(HIDDEN, (found) => `⟨U+${found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

/** The beginning of a text, cut at `most` characters on a code point's border; the text itself where it is short. */
export function beginning(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? most - 1 : most);
}

/** An address that a link may lead to: http and https only. */
export function safeLink(url: string | null): string | null {
  if (!url) return null;
  try {
    const { protocol, href } = new URL(url);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    return null;
  }
}
