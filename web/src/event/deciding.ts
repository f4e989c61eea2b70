// Decisions go to the server one after the other; whatever comes of them can be taken back together.
import { api, type Judged, type NewJudgement } from '../api';
import { fail, tell } from '../said.svelte';
import { t } from '../text.svelte';

export interface Outcome {
  judgements: number[];
  events: string[];
  conflicts: string[];
  behind: boolean;
}

/** Sends judgements in order. Throws what the server refuses, after keeping in `done` what it took. */
async function send(judgements: NewJudgement[], done: Outcome) {
  for (const judgement of judgements) {
    const judged: Judged = await api.judge(judgement);
    done.judgements.push(...judged.judgements);
    done.events = judged.events;
    done.conflicts = judged.conflicts;
    done.behind = judged.behind;
  }
}

/** Refreshes, and once more when events have followed, where they were behind. `onbehind` is told while they are. */
export async function settled(refresh: () => unknown, onbehind: (behind: boolean) => void = () => {}): Promise<void> {
  await refresh();
  try {
    if (!(await api.summary()).behind) return;
    onbehind(true);
    await followed();
    await refresh();
  } catch (error) {
    fail(error);
  } finally {
    onbehind(false);
  }
}

/** Takes decisions down, says so with a way back, and refreshes. Gives what came of it; `null` where nothing was taken. */
export async function decide(judgements: NewJudgement[], words: string, refresh: () => unknown, onbehind?: (behind: boolean) => void): Promise<Outcome | null> {
  const done: Outcome = { judgements: [], events: [], conflicts: [], behind: false };
  try {
    await send(judgements, done);
    const conflict = done.conflicts[0];
    tell(conflict ? `${words} ${t('decided-conflict', { what: conflict })}` : words, done.judgements, () => void settled(refresh, onbehind));
  } catch (error) {
    fail(error);
    if (!done.judgements.length) return null;
  }
  await (done.behind ? settled(refresh, onbehind) : refresh());
  return done;
}

/** Waits until events have followed the newest judgements, in a large case; at most half a minute. */
async function followed(): Promise<void> {
  for (let i = 0; i < 40; i++) {
    await new Promise((done) => setTimeout(done, i < 10 ? 250 : 1000));
    if (!(await api.summary()).behind) return;
  }
}

/** Judgements that part the ticked accounts from the rest, each from each, and keep the ticked ones together. */
export function parted(ticked: readonly string[], rest: readonly string[]): NewJudgement[] {
  const apart = ticked.flatMap((a) => rest.map((b): NewJudgement => ({ says: 'not_same', numbers: [a, b] })));
  return ticked.length > 1 && rest.length ? [...apart, { says: 'same', numbers: [...ticked] }] : apart;
}
