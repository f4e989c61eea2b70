// The address is the state: paths name what is looked at, the query says how. Every view can be sent to a colleague as a link.
import type { Component } from 'svelte';

/** A page's path, the file in `pages/` that draws it, and the names of what its path holds. */
export interface Route {
  path: RegExp;
  page: string;
  /** Names of the captured parts, given to the page as props. */
  holds: string[];
  /** Fluent message with the page's title. */
  title: string;
}

export const ROUTES: Route[] = [
  { path: /^\/$/, page: 'Overview', holds: [], title: 'title-overview' },
  { path: /^\/event\/(\d+)$/, page: 'Event', holds: ['number'], title: 'title-event' },
  { path: /^\/reports$/, page: 'Reports', holds: [], title: 'title-reports' },
  { path: /^\/report\/([0-9a-f]{8,64})$/, page: 'Report', holds: ['document'], title: 'title-report' },
  { path: /^\/review$/, page: 'Review', holds: [], title: 'title-review' },
  { path: /^\/actors$/, page: 'Actors', holds: [], title: 'title-actors' },
  { path: /^\/actor$/, page: 'Actor', holds: [], title: 'title-actor' },
  { path: /^\/sources$/, page: 'Sources', holds: [], title: 'title-sources' },
  { path: /^\/add$/, page: 'Add', holds: [], title: 'title-add' },
  { path: /^\/log$/, page: 'Log', holds: [], title: 'title-log' },
  { path: /^\/coders$/, page: 'Coders', holds: [], title: 'title-coders' },
  { path: /^\/sign-in$/, page: 'SignIn', holds: [], title: 'title-sign-in' },
];

// Each page is its own chunk, fetched when first needed: a new page is a new file in `pages/`.
const files = import.meta.glob<{ default: Component<Record<string, string>> }>('./pages/*.svelte');

/** Fetches a page's component; `null` where no page has that name. */
export async function loadPage(page: string): Promise<Component<Record<string, string>> | null> {
  const load = files[`./pages/${page}.svelte`];
  return load ? (await load()).default : null;
}

/** The route that a path leads to, with what the path holds. */
export function match(path: string): { route: Route; held: Record<string, string> } | null {
  for (const route of ROUTES) {
    const found = route.path.exec(path);
    if (found) {
      const held = Object.fromEntries(route.holds.map((name, i) => [name, decodeURIComponent(found[i + 1] ?? '')]));
      return { route, held };
    }
  }
  return null;
}

/** Where we are. Read `at.path` and `at.query` in components: they follow the address. */
class Place {
  path = $state(location.pathname);
  search = $state(location.search);
  query = $derived(new URLSearchParams(this.search));

  read() {
    this.path = location.pathname;
    this.search = location.search;
  }
}

export const at = new Place();

if (typeof window !== 'undefined') window.addEventListener('popstate', () => at.read());

/** Goes to a path on this page, as a link does. `replace` leaves no step in the history: for brushes and typing. */
export function go(to: string, { replace = false } = {}) {
  if (to === location.pathname + location.search) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', to);
  at.read();
}

/** Sets or drops values of the address's query; `null` and `''` drop. Keeps every other value. */
export function setQuery(values: Record<string, string | null | undefined>, { replace = false } = {}) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined || value === '') query.delete(name);
    else query.set(name, value);
  }
  const search = query.toString();
  go(location.pathname + (search ? `?${search}` : ''), { replace });
}

/** Lets plain clicks on links of this page go through the router; anything else stays the browser's. */
export function followLinks(event: MouseEvent) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest('a');
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (link.pathname.startsWith('/api/') || (link.hash && link.pathname === location.pathname)) return;
  event.preventDefault();
  go(link.pathname + link.search);
}
