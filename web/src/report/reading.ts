// A reading as the server hands it out (`qantar.reading/1`): the text as kept, and what was found in it.
// Offsets are Unicode code points into the text, half-open.
import { api, type ReportView } from '../api';
import { Offsets } from '../offsets';

export interface Range {
  start: number;
  end: number;
}

export interface Words extends Range {
  text: string;
}

export type BlockKind = 'title' | 'byline' | 'heading' | 'paragraph' | 'caption' | 'quote' | 'noise';

export interface Block extends Range {
  kind: BlockKind;
}

export interface Entity {
  id: string;
  name: string;
  type: string;
  mentions: (Words & { kind: string })[];
  country: string | null;
  sector: string | null;
}

export interface Toponym extends Words {
  name: string | null;
  country: string | null;
  admin1: string | null;
  precision: string | null;
  metonymic: boolean;
}

export interface Timex extends Words {
  from: string | null;
  to: string | null;
  grain: string;
}

export interface Count extends Words {
  what: string;
  low: number | null;
  high: number | null;
  part: Words | null;
  withdrawn: boolean;
  claims: string[];
}

export interface ReadEvent {
  id: string;
  type: string;
  mode: string;
  status: string;
  trigger: Words;
  sentence: Words;
  also_in?: { trigger: Words; sentence: Words }[];
  actors: Words[];
  targets: Words[];
  place: (Words & { name: string | null; country: string | null; inherited: boolean }) | null;
  time: (Words & { from: string | null; to: string | null; inherited: boolean }) | null;
  counts: Count[];
  claims: string[];
  confidence: number;
}

export interface Claim {
  id: string;
  kind: 'direct' | 'indirect';
  source: Words & { name: string | null; type: string };
  via: (Words & { name: string | null })[];
  cue: Words;
  content: Words;
  sentence: Words;
  confidence: number;
}

export interface Reading {
  document: {
    id: string;
    url: string | null;
    title: string | null;
    author: string | null;
    publisher: string | null;
    published: string | null;
    dateline: { place: string | null; date: string | null } | null;
    language: string | null;
    text: string;
    blocks: Block[];
  };
  sentences: Range[];
  entities: Entity[];
  places: Toponym[];
  times: Timex[];
  events: ReadEvent[];
  claims: Claim[];
}

/** A report with its offsets, as the pages use it. */
export interface Kept {
  view: ReportView;
  reading: Reading;
  offsets: Offsets;
}

/** How many reports are kept at hand. */
const AT_HAND = 8;
const kept = new Map<string, Promise<Kept>>();

async function fetched(document: string): Promise<Kept> {
  const view = await api.report(document);
  const reading = view.reading as unknown as Reading;
  return { view, reading, offsets: new Offsets(reading.document.text) };
}

/** A report, asked for once: texts never change. `anew` where its accounts may have. */
export function report(document: string, anew = false): Promise<Kept> {
  const known = kept.get(document);
  if (known && !anew) return known;
  const asked = fetched(document);
  kept.delete(document);
  kept.set(document, asked);
  asked.catch(() => kept.delete(document));
  const oldest = kept.keys().next();
  if (kept.size > AT_HAND && !oldest.done) kept.delete(oldest.value);
  return asked;
}

/** The sentences that the words stand in; the words themselves where none was read. */
export function sentenceOf(sentences: readonly Range[], words: Range): Range {
  let low = 0;
  let high = sentences.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sentences[middle]!.end <= words.start) low = middle + 1;
    else high = middle;
  }
  let { start, end } = words;
  for (let i = low; i < sentences.length && sentences[i]!.start < words.end; i++) {
    start = Math.min(start, sentences[i]!.start);
    end = Math.max(end, sentences[i]!.end);
  }
  return { start, end };
}
