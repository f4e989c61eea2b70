// Accounts side by side: what each says of each slot, and where one says other than most.
import type { AccountView, StatementView } from '../api';
import { coded } from '../text.svelte';
import { kindWords } from './record';
import { SLOTS, type SlotName } from './slots';
import { spoken, type Spoken } from './spoken';

export interface CellView {
  /** What the account says of the slot, for people. */
  values: (Spoken & { statement: StatementView | null })[];
  /** Whether most accounts that say something of the slot say something else. */
  differs: boolean;
}

export interface CompareRow {
  slot: SlotName;
  cells: CellView[];
  /** Whether any two accounts that say something say different things. */
  contested: boolean;
}

function told(account: AccountView, slot: SlotName): CellView['values'] {
  if (slot === 'type') return [{ shown: kindWords({ event_type: account.type, mode: account.mode ?? 'other' }), elsewhere: false, statement: null }];
  if (slot === 'status') return [{ shown: coded('status', account.status), elsewhere: false, statement: null }];
  return account.statements.filter((s) => s.slot === slot).map((s) => ({ ...spoken(s), statement: s }));
}

const keyOf = (values: CellView['values']) => [...new Set(values.map((v) => v.shown.toLowerCase()))].sort().join('\n');

/** The value that most of the accounts which say something give; of equals the one given first. None where each says its own. */
function usual(keys: readonly string[]): string | null {
  const times = new Map<string, number>();
  for (const key of keys) if (key) times.set(key, (times.get(key) ?? 0) + 1);
  let best: string | null = null;
  for (const [key, n] of times) if (best === null || n > times.get(best)!) best = key;
  return best !== null && times.get(best)! > 1 ? best : null;
}

export function compared(accounts: readonly AccountView[]): CompareRow[] {
  return [...SLOTS, 'count' as const].map((slot) => {
    const values = accounts.map((a) => told(a, slot));
    const keys = values.map(keyOf);
    const most = usual(keys);
    const contested = new Set(keys.filter(Boolean)).size > 1;
    return { slot, contested, cells: values.map((v, i) => ({ values: v, differs: contested && most !== null && !!keys[i] && keys[i] !== most })) };
  });
}
