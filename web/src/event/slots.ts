// The slots of an event: for each every value that is given, with the statements of the reports behind it, and what a
// person's correction of it has to say.
import type { AccountView, EventView, NewJudgement, StatementView } from '../api';
import { coded } from '../text.svelte';
import { days, kindWords, placeWords, type Entry, type Event, type Kind, type Party, type Said, type When, type Where } from './record';

/** Slots in the order people read them. */
export const SLOTS = ['type', 'status', 'actor', 'target', 'place', 'time'] as const;
export type SlotName = (typeof SLOTS)[number] | 'count';

/** Where a value stands: an account, and the statement in it; `null` where the account says it without words of its own. */
export interface Told {
  account: AccountView;
  statement: StatementView | null;
}

export interface SlotValue {
  slot: SlotName;
  /** For people. */
  shown: string;
  /** As the form fills it in. */
  written: string;
  accounts: number[];
  told: Told[];
  /** Who is said to say so; empty where reports say it in their own voice. */
  sources: string[];
  judgement: number | null;
  /** The value to go by: every actor and target counts, of the rest only the first. */
  leads: boolean;
}

export interface SlotRow {
  slot: SlotName;
  values: SlotValue[];
}

/** Words of a slot are given once in an account; actors, targets and counts may be several. */
const SEVERAL: readonly SlotName[] = ['actor', 'target', 'count'];

const near = (a: string, b: string) => a.includes(b) || b.includes(a);

/** The statements of one account that say a value. */
export function saying(account: AccountView, slot: SlotName, value: string): StatementView[] {
  const all = account.statements.filter((s) => s.slot === slot);
  if (!SEVERAL.includes(slot) || all.length < 2) return all;
  const wanted = value.toLowerCase();
  const words = (s: StatementView) => [s.value, s.words.text].map((w) => w.toLowerCase());
  const same = all.filter((s) => words(s).includes(wanted));
  if (same.length) return same;
  return all.filter((s) => words(s).some((w) => near(w, wanted)));
}

/** A value in words, whatever its slot. */
interface Plain {
  shown: string;
  written: string;
  accounts: number[];
  judgement: number | null;
}

function plain<T>(said: readonly Said<T>[], shown: (value: T) => string, written: (value: T) => string = shown): Plain[] {
  return said.map((s) => ({ shown: shown(s.value), written: written(s.value), accounts: s.accounts, judgement: s.judgement ?? null }));
}

/** A place as the server takes it: `Oruro, BO`, with what it is where it is no town: `Oruro (region), BO`. */
function writtenPlace({ words, place }: Where): string {
  if (!place) return words;
  const name = place.precision === 'town' ? place.name : `${place.name} (${place.precision})`;
  return [name, place.country].filter(Boolean).join(', ');
}

/** Days as the server takes them: a day, a month, a year, or two days with `..` between. */
export function writtenDays({ interval: { from, to } }: When): string {
  if (!from || !to) return from ?? to ?? '';
  if (from === to) return from;
  const plain = days({ from, to });
  return /^\d{4}(-\d{2})?$/.test(plain) ? plain : `${from}..${to}`;
}

const name = (party: Party) => party.name;
const kindWritten = (kind: Kind) => `${kind.event_type} ${kind.mode}`;

const READS: Record<(typeof SLOTS)[number], (event: Event) => Plain[]> = {
  type: (e) => plain(e.kind, kindWords, kindWritten),
  status: (e) => plain(e.status, (s) => coded('status', s), (s) => s),
  actor: (e) => plain(e.actors, name),
  target: (e) => plain(e.targets, name),
  place: (e) => plain(e.place, placeWords, writtenPlace),
  time: (e) => plain(e.time, (w) => days(w.interval), writtenDays),
};

/** The event's record, typed. */
export function recordOf(view: EventView): Event {
  return view.event as unknown as Event;
}

/** Every slot with every value. */
export function slotRows(view: EventView): SlotRow[] {
  const event = recordOf(view);
  const accounts = new Map(view.accounts.map((a) => [a.number, a]));
  const values = (slot: (typeof SLOTS)[number]) =>
    READS[slot](event).map((value, i): SlotValue => {
      const told = value.accounts.flatMap((n): Told[] => {
        const account = accounts.get(n);
        if (!account) return [];
        const found = saying(account, slot, value.written);
        return found.length ? found.map((statement) => ({ account, statement })) : [{ account, statement: null }];
      });
      const sources = [...new Set(told.flatMap((x) => (x.statement?.source ? [x.statement.source] : [])))];
      return { slot, ...value, told, sources, leads: i === 0 || SEVERAL.includes(slot) };
    });
  return SLOTS.map((slot) => ({ slot, values: values(slot) }));
}

type Aim = Pick<NewJudgement, 'words' | 'start' | 'end'>;

/** The words of a statement and where they stand: an account may have two values of the same words. */
const wordsOf = ({ words: { text, start, end } }: StatementView): Aim => ({ words: text, start, end });

/** What has to be said so that a judgement is about this value and no other of the slot: in each account by its words there. */
function aimed(value: SlotValue): ({ numbers: string[] } & Aim)[] {
  if (!SEVERAL.includes(value.slot)) return [{ numbers: value.accounts.map((n) => `a${n}`) }];
  return value.told.map(({ account, statement }) => ({ numbers: [account.account], ...(statement ? wordsOf(statement) : {}) }));
}

/** The statement of an account that gives a figure; `null` where a person put it there. */
export function figureOf(account: AccountView | undefined, { words: { span } }: Entry): StatementView | null {
  return account?.statements.find((s) => s.slot === 'count' && s.span.start === span.start && s.span.end === span.end) ?? null;
}

/** What has to be said so that a judgement is about this figure. */
export function figureAimed(view: EventView, entry: Entry): { numbers: string[]; slot: SlotName } & Aim {
  const statement = figureOf(view.accounts.find((a) => a.number === entry.account), entry);
  return { numbers: [`a${entry.account}`], slot: 'count', ...(statement ? wordsOf(statement) : { words: entry.words.text }) };
}

/** Judgements that say a value is right. */
export function confirmed(value: SlotValue): NewJudgement[] {
  return [{ says: 'right', numbers: value.accounts.map((n) => `a${n}`), slot: value.slot }];
}

/** Judgements that leave a value out. */
export function refused(value: SlotValue): NewJudgement[] {
  return aimed(value).map((at) => ({ says: 'wrong', slot: value.slot, ...at }));
}

/** Judgements that put another value in its place. */
export function corrected(value: SlotValue, written: string): NewJudgement[] {
  return aimed(value).map((at) => ({ says: 'instead', slot: value.slot, value: written, ...at }));
}

/** Whether a correction can be aimed at it: a value that a person put there has no words in the report, and where the
 * account has several of the slot it cannot be told which it stands for. It is taken back first. */
export function canAim(value: SlotValue): boolean {
  return !SEVERAL.includes(value.slot) || value.told.every((x) => x.statement !== null);
}

/** Whether it can be left out: an event has a type and a status, and another can only come in its place. */
export function canLeaveOut(value: SlotValue): boolean {
  return value.slot !== 'type' && value.slot !== 'status' && canAim(value);
}
