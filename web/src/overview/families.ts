// Sixteen types are too many for the eye: on map and timeline they stand in four families, each with its own
// colour and shape. The families follow the ontology's, with protest taken out of material conflict.

export const FAMILIES = ['force', 'protest', 'dispute', 'accord'] as const;
export type Family = (typeof FAMILIES)[number];

const OF: Record<string, Family> = {
  ASSAULT: 'force', COERCE: 'force', MOBILIZE: 'force', SANCTION: 'force',
  PROTEST: 'protest',
  ACCUSE: 'dispute', REJECT: 'dispute', REQUEST: 'dispute', THREATEN: 'dispute',
  AGREE: 'accord', AID: 'accord', CONCEDE: 'accord', CONSULT: 'accord', COOPERATE: 'accord', RETREAT: 'accord', SUPPORT: 'accord',
};

/** The family of a type; a type that this page does not know is a dispute of words. */
export function familyOf(type: string): Family {
  return OF[type] ?? 'dispute';
}

/** For each type of the columns, the number of its family in `FAMILIES`. */
export function familyNumbers(types: readonly string[]): Uint8Array {
  return Uint8Array.from(types, (type) => FAMILIES.indexOf(familyOf(type)));
}
