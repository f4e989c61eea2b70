// Numbered footnotes for a brief: every report once, in the order in which it is first referred to.
import type { AccountView, Quote } from '../api';

export interface Footnote {
  n: number;
  document: string;
  title: string | null;
  publisher: string | null;
  published: string | null;
  /** Sentences that the brief rests on, each once, in the order of the text. */
  quotes: Quote[];
}

export class Footnotes {
  readonly #byDocument = new Map<string, Footnote>();

  /** The number of an account's report; its sentence is quoted there. */
  of(account: AccountView): number {
    let note = this.#byDocument.get(account.document);
    if (!note) {
      note = { n: this.#byDocument.size + 1, document: account.document, title: account.title, publisher: account.publisher, published: account.published, quotes: [] };
      this.#byDocument.set(account.document, note);
    }
    if (!note.quotes.some((q) => q.start === account.sentence.start)) {
      note.quotes = [...note.quotes, account.sentence].sort((a, b) => a.start - b.start);
    }
    return note.n;
  }

  /** Numbers of several accounts' reports, ascending, each once. */
  all(accounts: readonly AccountView[]): number[] {
    return [...new Set(accounts.map((a) => this.of(a)))].sort((a, b) => a - b);
  }

  list(): Footnote[] {
    return [...this.#byDocument.values()];
  }
}
