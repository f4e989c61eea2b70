// Who is at the page, and in which case: asked once, kept for all pages.
import { api, type Session } from './api';

class Here {
  session = $state.raw<Session | null>(null);
}

export const here = new Here();

export async function loadSession(): Promise<Session> {
  here.session = await api.session();
  return here.session;
}

/** Says who decides: with a password where the case has them. */
export async function signIn(name: string, password?: string): Promise<Session> {
  here.session = await api.signIn(name, password);
  return here.session;
}

export async function signOut() {
  await api.signOut();
  await loadSession();
}

/** Whether judgements may be written: somebody is named and the case is open for writing as of now. */
export function mayWrite(): boolean {
  const s = here.session;
  return !!s && !s.read_only && !s.as_of && !s.sign_in && !!s.coder;
}
