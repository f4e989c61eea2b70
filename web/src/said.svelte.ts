// What the page tells its user in passing: a spoken live region, a toast with an undo.
import { api, ApiError } from './api';
import { t } from './text.svelte';

export interface Toast {
  words: string;
  kind: 'done' | 'failed';
  /** Judgements that the toast's button takes back. */
  undo: number[];
  /** Called after they are taken back. */
  after?: () => void;
}

class Said {
  toast = $state.raw<Toast | null>(null);
  spoken = $state('');
}

export const said = new Said();
let clearing: ReturnType<typeof setTimeout> | undefined;

/** How long a toast stays, in milliseconds. One that can be undone stays longer. */
const STAYS = { done: 4_000, undo: 12_000, failed: 12_000 };

function show(toast: Toast) {
  clearTimeout(clearing);
  said.toast = toast;
  said.spoken = toast.words;
  clearing = setTimeout(() => (said.toast = null), STAYS[toast.undo.length ? 'undo' : toast.kind]);
}

/** Says that something was done; with judgements, offers to take them back. */
export function tell(words: string, undo: number[] = [], after?: () => void) {
  show({ words, kind: 'done', undo, ...(after ? { after } : {}) });
}

/** Says aloud only, for those who hear the page. */
export function speak(words: string) {
  said.spoken = words;
}

/** Says what went wrong, in the server's words where it spoke. */
export function fail(error: unknown) {
  show({ words: wordsOf(error), kind: 'failed', undo: [] });
}

/** An error in words for people. */
export function wordsOf(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.status === 0) return t('error-no-answer');
    return error.help ? `${error.message}. ${error.help}` : error.message;
  }
  return error instanceof Error ? error.message : String(error);
}

/** Takes back what the shown toast tells of; `u` and Ctrl+Z do it too. Without a toast there is nothing to take back here. */
export async function undoLast(): Promise<boolean> {
  const toast = said.toast;
  if (!toast?.undo.length) return false;
  try {
    await api.undo(toast.undo);
    tell(t('undone', { n: toast.undo.length }));
    toast.after?.();
  } catch (error) {
    fail(error);
  }
  return true;
}

export function dismiss() {
  said.toast = null;
}
