// What a statement says, without what is only for machines: the server writes a place with its point and a day with its grain.
import type { StatementView } from '../api';
import { kindWords } from './record';

const POINT = / \(-?\d+(\.\d+)? -?\d+(\.\d+)?, [a-z_]+\)/;
const GRAIN = / \([a-z-]+\)$/;
const ELSEWHERE = ', from another sentence';

export interface Spoken {
  shown: string;
  /** The words stand in another sentence than the account's own. */
  elsewhere: boolean;
}

export function spoken({ slot, value }: Pick<StatementView, 'slot' | 'value'>): Spoken {
  const elsewhere = value.endsWith(ELSEWHERE);
  const words = elsewhere ? value.slice(0, -ELSEWHERE.length) : value;
  if (slot === 'place') return { shown: words.replace(POINT, ''), elsewhere };
  if (slot === 'time') return { shown: words.replace(GRAIN, ''), elsewhere };
  const kind = slot === 'type' ? /^([A-Z]+) ([a-z-]+)$/.exec(words) : null;
  return { shown: kind ? kindWords({ event_type: kind[1]!, mode: kind[2]! }) : words, elsewhere };
}
