// One registry of keys: what is registered is also what the `?` sheet prints, and two meanings for one key are refused.
import { untrack } from 'svelte';

export interface Key {
  /** `j`, `?`, `Escape`, `Ctrl+z`, or two keys one after the other: `g m`. */
  key: string;
  /** Fluent message that says what it does. */
  label: string;
  /** What it does; returning `false` leaves the key to the browser. */
  action: (event: KeyboardEvent) => void | boolean;
  /** Where it holds: a page's name, or `everywhere`. */
  page: string;
}

class Registry {
  keys = $state.raw<Key[]>([]);
}

const registry = new Registry();
let before = '';
let beforeAt = 0;

/** How long the first of two keys is remembered, in milliseconds. */
const PAIR_MS = 1200;

/** Whether two keys would be heard at once: the same key, or one beginning the other, on the same page. */
export function clash(a: Pick<Key, 'key' | 'page'>, b: Pick<Key, 'key' | 'page'>): boolean {
  const meet = a.page === b.page || a.page === 'everywhere' || b.page === 'everywhere';
  const same = a.key === b.key || a.key.startsWith(`${b.key} `) || b.key.startsWith(`${a.key} `);
  return meet && same;
}

/** Registers keys until the returned function is called: `$effect(() => register([...]))`. Throws on a clash. */
export function register(keys: Key[]): () => void {
  const held = untrack(() => registry.keys);
  for (const [i, key] of keys.entries()) {
    const other = [...held, ...keys.slice(0, i)].find((k) => clash(k, key));
    if (other) throw new Error(`key ${key.key} of ${key.page} (${key.label}) is taken: ${other.label} of ${other.page}`);
  }
  registry.keys = [...held, ...keys];
  return () => {
    registry.keys = untrack(() => registry.keys).filter((k) => !keys.includes(k));
  };
}

/** All keys that hold now, for the sheet. */
export function registered(): Key[] {
  return registry.keys;
}

/** The name of a pressed key as registered: modifiers first, letters by what they write. */
export function nameOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): string {
  const held = event.ctrlKey || event.metaKey ? 'Ctrl+' : event.altKey ? 'Alt+' : '';
  return held + event.key;
}

/** Whether the keys belong to a field that the user writes in. */
function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(checkbox|radio|range|button)$/.test((target as HTMLInputElement).type));
}

/** Hears the window's keys. An open dialog takes all but Escape and its own. */
export function hear(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || writing(event.target)) return;
  if (document.querySelector('dialog[open]') && event.key !== '?') return;
  const name = nameOf(event);
  const pair = event.timeStamp - beforeAt < PAIR_MS ? `${before} ${name}` : '';
  const key = registry.keys.find((k) => k.key === pair) ?? registry.keys.find((k) => k.key === name);
  before = name;
  beforeAt = event.timeStamp;
  if (key && key.action(event) !== false) event.preventDefault();
}
