// Sectors of actors in five kinds. A kind is told by colour and by shape, and by its word in every label.

export type Shape = 'square' | 'circle';

export interface Kind {
  /** Fluent message. */
  label: string;
  /** Colour of the theme. */
  colour: string;
  /** Squares are the state's. */
  shape: Shape;
  sectors: readonly string[];
}

export const KINDS: readonly Kind[] = [
  { label: 'actors-kind-force', colour: 'family-force', shape: 'square', sectors: ['MIL', 'COP', 'SPY'] },
  { label: 'actors-kind-office', colour: 'family-dispute', shape: 'square', sectors: ['GOV', 'LEG', 'JUD', 'HLH', 'ELI'] },
  { label: 'actors-kind-armed', colour: 'family-force', shape: 'circle', sectors: ['REB', 'PRM', 'UAF', 'CRM'] },
  { label: 'actors-kind-people', colour: 'family-protest', shape: 'circle', sectors: ['CVL', 'OPP', 'PTY', 'LAB', 'AGR', 'EDU', 'REL', 'REF'] },
  { label: 'actors-kind-bodies', colour: 'family-accord', shape: 'circle', sectors: ['JRN', 'NGO', 'IGO', 'MED', 'BUS'] },
];

/** Actors whose sector no report tells. */
export const UNTOLD: Kind = { label: 'actors-kind-untold', colour: 'ink-faint', shape: 'circle', sectors: [] };

export function kindOf(sector: string | null): Kind {
  return KINDS.find((kind) => sector !== null && kind.sectors.includes(sector)) ?? UNTOLD;
}
