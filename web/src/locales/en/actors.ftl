# Actors and one actor.
actors-what = Who acts on whom, as the events tell it.
actors-search = Search the names
actors-most = Show at most
actors-all-events = In all events
actors-all = All actors
actors-none = No actors yet. They come with the reports.
actors-none-found = No actor has such a name.
actors-network = Network of actors
actors-tables = Actors and ties as tables
actors-ties = Ties
actors-ties-of = the { NUMBER($shown) } ties of most events, of { NUMBER($total) }
actors-of = the { NUMBER($shown) } with most events, of { NUMBER($total) }
actors-name = Name
actors-sector = Sector
actors-events = Events
actors-acts = Acts
actors-suffers = Suffers
actors-actor = Who acts
actors-target = On whom
actors-types = What happened
actors-kind-force = forces of the state
actors-kind-office = offices of the state
actors-kind-armed = other armed groups
actors-kind-people = people, parties, movements
actors-kind-bodies = organisations, press, business
actors-kind-untold = not told
actors-no-webgl = This browser cannot draw the network (no WebGL). The tables hold all that it would show.
actors-no-ties = None of these actors acts on another one.
actors-laying = Laying out the network…
actors-fit = Whole network
actors-how = Size: events. Arrows: from who acts to whom it is done, wider for more events. Arrow keys move between neighbours, Enter opens.
actors-alone = { $n ->
    [one] One actor without ties stands in the table only.
   *[other] { $n } actors without ties stand in the table only.
  }
actors-acts-on = Acts on
actors-acted-by = Acted on by
actors-spoken = { $name }: { $n ->
    [one] one event
   *[other] { $n } events
  }, { $neighbours ->
    [one] one neighbour
   *[other] { $neighbours } neighbours
  }
key-actors-neighbour = To the neighbour that lies that way (in the network)
key-actors-open = Open the actor in hand
key-actors-none = Let go of the actor in hand
key-actors-nearer = Nearer
key-actors-farther = Farther
key-actors-whole = The whole network

# Sectors (PLOVER).
sector-GOV = government
sector-MIL = military
sector-COP = police
sector-JUD = judiciary
sector-LEG = legislature
sector-SPY = intelligence
sector-ELI = elites
sector-HLH = health authorities
sector-REB = rebels
sector-PRM = paramilitaries
sector-UAF = unidentified armed
sector-CRM = criminals
sector-CVL = civilians
sector-OPP = opposition
sector-PTY = parties
sector-LAB = labour
sector-AGR = farmers
sector-EDU = education
sector-REL = religion
sector-REF = refugees
sector-JRN = journalists
sector-NGO = NGOs
sector-IGO = international bodies
sector-MED = medics
sector-BUS = business
