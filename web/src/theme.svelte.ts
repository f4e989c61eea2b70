// Light, dark or as the computer says; kept on this computer.
export type Theme = 'auto' | 'light' | 'dark';

const KEPT = 'qantar.theme';

class Look {
  theme = $state<Theme>('auto');
  /** Grows with every change of colours, so that canvases know to draw anew. */
  turn = $state(0);
}

export const look = new Look();

/** Shows the kept theme. */
export function applyTheme() {
  const kept = localStorage.getItem(KEPT);
  look.theme = kept === 'light' || kept === 'dark' ? kept : 'auto';
  document.documentElement.dataset['theme'] = look.theme;
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => look.turn++);
}

export function setTheme(theme: Theme) {
  localStorage.setItem(KEPT, theme);
  look.theme = theme;
  document.documentElement.dataset['theme'] = theme;
  look.turn++;
}

/** A colour of the theme as it is now, for canvas and map: `colour('accent')`. Resolves `light-dark()`. */
export function colour(name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  probe.hidden = true;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}
