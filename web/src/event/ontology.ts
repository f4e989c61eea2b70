// The ontology, asked for once.
import { api, type Ontology } from '../api';

let asked: Promise<Ontology> | null = null;

export function ontology(): Promise<Ontology> {
  asked ??= api.ontology().catch((error: unknown) => {
    asked = null;
    throw error;
  });
  return asked;
}
