// What a form for a missed event begins with: what the reading found in the sentence that the words stand in.
import type { Count, Range, Reading, Timex, Toponym } from './reading';
import { sentenceOf } from './reading';

export interface Hints {
  /** The sentence, or sentences, of the words. */
  sentence: Range;
  /** Names and words for those who may have done or suffered it, each once. */
  who: string[];
  places: string[];
  times: string[];
  /** `killed 12`, as figures of other events in the same sentence were read. */
  counts: string[];
}

const WHO = new Set(['PER', 'ORG', 'GROUP', 'NORP', 'GPE']);

const within = (a: Range, b: Range) => a.start >= b.start && a.end <= b.end;
const once = (words: readonly string[]) => [...new Set(words)];

/** `killed 12..15`, as the server takes it; nothing where there is no lower bound. */
function written({ what, low, high }: Count): string[] {
  if (low === null) return [];
  return [high === null ? `${what} ${low}+` : low === high ? `${what} ${low}` : `${what} ${low}..${high}`];
}

export function hintsOf(reading: Reading, words: Range): Hints {
  const sentence = sentenceOf(reading.sentences, words);
  const here = <T extends Range>(all: readonly T[]) => all.filter((x) => within(x, sentence));
  const mentions = reading.entities.filter((e) => WHO.has(e.type)).flatMap((e) => here(e.mentions).filter((m) => m.kind !== 'pronoun'));
  const args = reading.events.flatMap((e) => here([...e.actors, ...e.targets]));
  const text = (all: readonly { text: string; start: number }[]) => once(all.toSorted((a, b) => a.start - b.start).map((x) => x.text));
  return {
    sentence,
    who: text([...mentions, ...args]).slice(0, 12),
    places: text(here<Toponym>(reading.places).filter((p) => !p.metonymic)),
    times: text(here<Timex>(reading.times).filter((x) => x.from || x.to)),
    counts: once(reading.events.flatMap((e) => here(e.counts)).filter((c) => !c.part && !c.withdrawn).flatMap(written)),
  };
}

/** Where words stand that a person typed: exactly once, or how often otherwise. */
export function placeOf(text: string, words: string): { start: number; end: number } | number {
  const wanted = words.trim();
  if (!wanted) return 0;
  const first = text.indexOf(wanted);
  if (first < 0) return 0;
  let times = 1;
  for (let at = text.indexOf(wanted, first + 1); at >= 0 && times < 100; at = text.indexOf(wanted, at + 1)) times++;
  return times === 1 ? { start: first, end: first + wanted.length } : times;
}
