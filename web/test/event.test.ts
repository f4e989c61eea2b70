// The event's page, without a browser: values and the words behind them, corrections, tolls, footnotes.
import { describe, expect, it } from 'vitest';
import type { AccountView, EventView, StatementView } from '../src/api';
import { compared } from '../src/event/compare';
import { parted } from '../src/event/deciding';
import { Footnotes } from '../src/event/footnotes';
import { days, placeWords, type Entry, type Ledger } from '../src/event/record';
import { spoken } from '../src/event/spoken';
import { corrected, figureAimed, refused, saying, type SlotValue } from '../src/event/slots';
import { chartOf } from '../src/event/toll';
import { daysAs, readCount, readDays, writeCount, writeDays } from '../src/event/written';

function statement(slot: string, value: string, text = value, start = 0): StatementView {
  const end = start + [...text].length;
  return { slot, value, words: { text, start, end }, span: { start: 2 * start, end: 2 * end }, source: null, claim: null, by: 'test' };
}

function account(number: number, statements: StatementView[], more: Partial<AccountView> = {}): AccountView {
  return {
    account: `a${number}`, number, document: `d${number}`.padEnd(64, '0'), title: null, publisher: null, published: null, type: 'ASSAULT', mode: 'killing', status: 'happened',
    sentence: { text: 'Twelve died.', start: 0, end: 12 }, confidence: 0.9, by: 'test', statements, ...more,
  };
}

function value(slot: SlotValue['slot'], accounts: AccountView[], told: SlotValue['told']): SlotValue {
  return { slot, shown: 'x', written: 'x', accounts: accounts.map((a) => a.number), told, sources: [], judgement: null, leads: true };
}

describe('values and their words', () => {
  const police = statement('actor', 'Police of Kenya', 'the police');
  const army = statement('actor', 'the army');
  const one = account(1, [police, army]);

  it('finds the statement that says a value among several of the slot', () => {
    expect(saying(one, 'actor', 'Police of Kenya')).toEqual([police]);
    expect(saying(one, 'actor', 'The Army')).toEqual([army]);
    expect(saying(one, 'actor', 'nobody')).toEqual([]);
  });

  it('aims a correction of one of several by its words in each account', () => {
    const two = account(2, [statement('actor', 'police', 'police')]);
    const v = value('actor', [one, two], [{ account: one, statement: police }, { account: two, statement: two.statements[0]! }]);
    expect(corrected(v, 'riot police')).toEqual([
      { says: 'instead', slot: 'actor', value: 'riot police', numbers: ['a1'], words: 'the police', start: 0, end: 10 },
      { says: 'instead', slot: 'actor', value: 'riot police', numbers: ['a2'], words: 'police', start: 0, end: 6 },
    ]);
    expect(refused(v).map((j) => j.words)).toEqual(['the police', 'police']);
  });

  it('tells two values of the same words apart by where they stand', () => {
    const [first, second] = [statement('actor', 'police', 'police', 4), statement('actor', 'police', 'police', 40)];
    const twice = account(3, [first, second]);
    const v = value('actor', [twice], [{ account: twice, statement: first }, { account: twice, statement: second }]);
    expect(refused(v).map((j) => [j.numbers, j.start, j.end])).toEqual([[['a3'], 4, 10], [['a3'], 40, 46]]);
  });

  it('aims at a figure by where it stands in the record, not by its words', () => {
    const [killed, injured] = [statement('count', '3 killed', '3', 10), statement('count', '3 injured', '3', 20)];
    const view = { accounts: [account(1, [killed, injured])] } as unknown as EventView;
    const entry = (start: number) => ({ account: 1, words: { text: '3', span: { start, end: start + 2 } } }) as Entry;
    expect(figureAimed(view, entry(40))).toEqual({ numbers: ['a1'], slot: 'count', words: '3', start: 20, end: 21 });
    expect(figureAimed(view, entry(7))).toEqual({ numbers: ['a1'], slot: 'count', words: '3' });
  });

  it('tells a region from the town of its name', () => {
    const oruro = (precision: string) => placeWords({ words: 'Oruro', place: { name: 'Oruro', country: 'BO', admin1: 'Oruro', lat: 0, lon: 0, precision } });
    expect([oruro('town'), oruro('region')]).toEqual(['Oruro, BO', 'Oruro (region), BO']);
  });

  it('aims at all accounts at once where a slot has one value in each', () => {
    const v = value('place', [one, account(4, [])], []);
    expect(corrected(v, 'Oruro, BO')).toEqual([{ says: 'instead', slot: 'place', value: 'Oruro, BO', numbers: ['a1', 'a4'] }]);
  });

  it('parts the ticked from the rest, each from each, and keeps them together', () => {
    expect(parted(['a1', 'a2'], ['a3', 'a4']).map((j) => [j.says, ...j.numbers].join(' '))).toEqual(['not_same a1 a3', 'not_same a1 a4', 'not_same a2 a3', 'not_same a2 a4', 'same a1 a2']);
    expect(parted(['a1'], ['a2'])).toHaveLength(1);
  });
});

describe('accounts side by side', () => {
  it('marks the cell that says other than most, and not the one that says nothing', () => {
    const rows = compared([account(1, [statement('place', 'Almaty')]), account(2, [statement('place', 'ALMATY')]), account(3, [statement('place', 'Astana')]), account(4, [])]);
    const place = rows.find((r) => r.slot === 'place')!;
    expect(place.contested).toBe(true);
    expect(place.cells.map((c) => c.differs)).toEqual([false, false, true, false]);
    expect(rows.find((r) => r.slot === 'type')!.contested).toBe(false);
  });
});

describe('values as they are written', () => {
  it('reads and writes days', () => {
    for (const written of ['2022-01-05', '2022-01', '2022', '2022-01-05..2022-02-01']) expect(writeDays(readDays(written))).toBe(written);
    expect(writeDays({ as: 'days', from: '2022-02-01', to: '2022-01-05' })).toBeNull();
    expect(writeDays({ as: 'month', from: '2022-1', to: '' })).toBeNull();
    expect(writeDays(readDays('hostile; drop'))).toBeNull();
    expect(daysAs(readDays('2022-01-05'), 'month').from).toBe('2022-01');
    expect(daysAs(readDays('2022'), 'day').from).toBe('2022-01-01');
  });

  it('reads and writes counts', () => {
    expect(writeCount(readCount('killed', 12, 12))).toBe('killed 12');
    expect(writeCount(readCount('killed', 12, 15))).toBe('killed 12..15');
    expect(writeCount(readCount('injured', 500, null))).toBe('injured 500+');
    expect(writeCount(readCount('killed', null, 46))).toBe('killed 0..46');
    expect(writeCount(readCount('killed', null, null))).toBeNull();
    expect(writeCount({ what: 'killed', low: '15', high: '12', open: false })).toBeNull();
    expect(writeCount({ what: 'killed', low: '-3', high: '', open: false })).toBeNull();
  });

  it('names whole months and years as such', () => {
    expect(days({ from: '2024-02-01', to: '2024-02-29' })).toBe('2024-02');
    expect(days({ from: '2024-01-01', to: '2024-12-31' })).toBe('2024');
    expect(days({ from: '2024-02-01', to: '2024-02-03' })).toBe('2024-02-01 – 03');
    expect(days({ from: '2023-12-30', to: '2024-01-02' })).toBe('2023-12-30 – 2024-01-02');
  });
});

describe('the course of a toll', () => {
  const entry = (low: number | null, high: number | null, as_of: string | null, standing: Ledger['entries'][number]['standing'] = { is: 'in_force' }) => ({ account: 1, low, high, words: { text: '', span: { start: 0, end: 0 } }, voice: null, via: [], publisher: null, published: as_of, as_of, standing });

  it('draws ranges, open ends and what calls another too low', () => {
    const ledger: Ledger = { what: 'killed', best: 46, low: 46, high: null, rule: 'newest', entries: [entry(35, 35, '2019-06-04', { is: 'superseded', by: 1 }), entry(108, null, '2019-06-05'), entry(null, 46, '2019-06-06'), entry(null, null, '2019-06-06', { is: 'too_low', of: 2 })] };
    const { marks, band, best } = chartOf(ledger, 600, 190);
    expect(marks.map((m) => m.shape)).toEqual(['superseded', 'in_force', 'in_force', 'too_low']);
    expect(marks.map((m) => m.open)).toEqual([false, true, false, true]);
    expect(marks.map((m) => m.upTo)).toEqual([false, false, true, false]);
    expect(marks[3]!.low).toBe(marks[2]!.low);
    expect(marks[0]!.x).toBeLessThan(marks[1]!.x);
    expect(marks[2]!.x).toBeLessThan(marks[3]!.x);
    expect(band!.open).toBe(true);
    expect(best).toBeGreaterThan(marks[1]!.low);
  });

  it('stands without days, and without numbers', () => {
    const none: Ledger = { what: 'killed', best: null, low: null, high: null, rule: 'newest', entries: [entry(null, null, null)] };
    expect(chartOf(none, 600, 190).marks).toEqual([]);
    const undated: Ledger = { ...none, entries: [entry(3, 3, null), entry(3, 5, null)] };
    const chart = chartOf(undated, 300, 190);
    expect(chart.undated).toBe(true);
    expect(chart.marks.every((m) => Number.isFinite(m.x) && Number.isFinite(m.low))).toBe(true);
  });

  it('does not follow figures that call each other too low for ever', () => {
    const ring: Ledger = { what: 'killed', best: null, low: null, high: null, rule: 'newest', entries: [entry(null, null, null, { is: 'too_low', of: 1 }), entry(null, null, null, { is: 'too_low', of: 0 })] };
    expect(chartOf(ring, 300, 190).marks).toEqual([]);
  });
});

describe('footnotes', () => {
  it('numbers each report once and quotes each of its sentences once', () => {
    const notes = new Footnotes();
    const first = account(1, [], { document: 'x' });
    const second = account(2, [], { document: 'x', sentence: { text: 'More.', start: 20, end: 25 } });
    const third = account(3, [], { document: 'y' });
    expect(notes.all([first, second, third, first])).toEqual([1, 2]);
    expect(notes.list().map((n) => n.quotes.length)).toEqual([2, 1]);
  });
});

describe('what a statement says', () => {
  it('leaves out points and grains, and tells words of another sentence apart', () => {
    expect(spoken({ slot: 'place', value: 'Conakry, Conakry, GN (9.54 -13.68, town), from another sentence' })).toEqual({ shown: 'Conakry, Conakry, GN', elsewhere: true });
    expect(spoken({ slot: 'time', value: '2021-04-09 (day)' })).toEqual({ shown: '2021-04-09', elsewhere: false });
    expect(spoken({ slot: 'actor', value: 'protesters (crowd)' }).shown).toBe('protesters (crowd)');
  });
});
