var e=Object.values(Object.assign({"./frame.ftl":`# The frame around every page.
title-overview = Overview
title-event = Event
title-reports = Reports
title-report = Report
title-review = Review
title-actors = Actors
title-actor = Actor
title-sources = Sources
title-add = Add reports
title-log = Log
title-coders = Coders
title-sign-in = Who decides

nav = Pages of the case
nav-overview = Overview
nav-review = Review
nav-reports = Reports
nav-actors = Actors
nav-sources = Sources
nav-coders = Coders
nav-log = Log
nav-add = Add

skip = Skip to the page
search = Search the events
search-hint = Search sentences, names, places
who-hint = Whose decisions are these?
who-none = Nobody named
language = Language
theme = Colours
theme-auto = As the computer
theme-light = Light
theme-dark = Dark
as-of = As of { $day }
read-only = Read only

loading = Loading…
failed = That did not work.
again = Try again
error-no-answer = The server does not answer. Is “qantar serve” still running?
not-found = No such page
not-found-long = The address leads nowhere.
close = Close
undo = Undo
undone = { $n ->
    [one] Taken back.
   *[other] { $n } decisions taken back.
  }
more = { $n ->
    [one] one more character
   *[other] { $n } more characters
  }
less = less

keys = Keys
keys-here = On this page
keys-everywhere = Everywhere
key-help = The keys
key-search = Search
key-overview = To the overview
key-review = To the review
key-reports = To the reports
key-actors = To the actors
key-sources = To the sources
key-log = To the log
`,"./ontology.ftl":`# The ontology in words. A way that means another thing under one type has a message of its own.

type-ACCUSE = Accusation
type-AGREE = Agreement
type-AID = Aid
type-ASSAULT = Assault
type-COERCE = Coercion
type-CONCEDE = Concession
type-CONSULT = Consultation
type-COOPERATE = Cooperation
type-MOBILIZE = Mobilisation
type-PROTEST = Protest
type-REJECT = Rejection
type-REQUEST = Request
type-RETREAT = Retreat
type-SANCTION = Sanction
type-SUPPORT = Support
type-THREATEN = Threat

mode-abduction = Abduction
mode-aid = Request for aid
mode-airstrike = Air strike
mode-alert = Alert
mode-allege = Allegation
mode-appeal = Appeal
mode-armed-attack = Armed attack
mode-arrest = Arrest
mode-back = Backing
mode-ban = Ban
mode-beating = Beating
mode-bombing = Bombing
mode-boycott = Boycott
mode-boycott-talks = Talks boycotted
mode-break-relations = Relations broken
mode-call = Call
mode-ceasefire = Ceasefire
mode-ceasefire-kept = Ceasefire kept
mode-censor = Censorship
mode-charge = Charge
mode-clash = Clash
mode-condemn = Condemnation
mode-crackdown = Crackdown
mode-crowd-control = Crowd control
mode-curfew = Curfew
mode-deal = Deal
mode-defy = Defiance
mode-demand = Demand
mode-demobilise = Demobilisation
mode-demonstration = Demonstration
mode-dismiss = Dismissal
mode-displace = Displacement
mode-ease = Easing
mode-economic-aid = Economic aid
mode-embargo = Embargo
mode-emergency = Emergency
mode-endorse = Endorsement
mode-execution = Execution
mode-exercise = Exercise
mode-expel = Expulsion
mode-extradite = Extradition
mode-force = Force
mode-humanitarian = Humanitarian aid
mode-hunger-strike = Hunger strike
mode-investigate = Investigation
mode-REQUEST-investigate = Call for inquiry
mode-joint-work = Joint work
mode-killing = Killing
mode-lift = Lifting
mode-mediate = Mediation
mode-meet = Meeting
mode-military-aid = Military aid
mode-militia = Militia
mode-obstruction = Obstruction
mode-other = Other
mode-pardon = Pardon
mode-police = Police
mode-policy-change = Change of policy
mode-REQUEST-policy-change = Call for a change of policy
mode-protest = Protest
mode-raid = Raid
mode-rally = Rally
mode-recognise = Recognition
mode-refuse = Refusal
mode-reject-demand = Demand rejected
mode-release = Release
mode-REQUEST-release = Call for release
mode-resign = Resignation
mode-REQUEST-resign = Call to resign
mode-riot = Riot
mode-sanction = Sanction
mode-seize = Seizure
mode-sentence = Sentence
mode-sexual = Sexual violence
mode-share = Sharing
mode-shelling = Shelling
mode-shelter = Shelter
mode-shooting = Shooting
mode-stabbing = Stabbing
mode-strike = Strike
mode-sue = Lawsuit
mode-surrender = Surrender
mode-suspend-aid = Aid suspended
mode-torture = Torture
mode-troops = Troops
mode-ultimatum = Ultimatum
mode-veto = Veto
mode-visit = Visit
mode-weapons = Weapons
mode-withdraw = Withdrawal
mode-withdraw-from-treaty = Treaty left

status-happened = happened
status-planned = planned
status-hypothetical = hypothetical
status-denied = denied

precision-site = exact place
precision-town = town
precision-district = district
precision-region = region
precision-country = country
precision-area = wide area

counted-killed = killed
counted-injured = injured
counted-detained = detained
counted-participants = participants
counted-other = other
`,"./overview.ftl":`# Overview: map, timeline, table.
n-of = { NUMBER($n) } of { $of ->
    [one] one event
   *[other] { NUMBER($of) } events
  }
summary = { $documents ->
    [one] one report
   *[other] { NUMBER($documents) } reports
  }, { $accounts ->
    [one] one account
   *[other] { NUMBER($accounts) } accounts
  }, { NUMBER($reviewed) } reviewed
behind = events are being brought up to date
asking = searching…
filters = Filters
table-only = Table only
events = Events

filter-type = Type
filter-status = Status
filter-country = Country
filter-reviewed = Reviewed
filter-confidence = Confidence
countries-all = All { $n } countries
countries-few = Fewer
reviewed-any = any
reviewed-yes = Reviewed
reviewed-no = Not yet
by-text = Words
by-party = Actor or target
by-party-hint = name contains…
by-actor = Actor
by-target = Target
by-place = Place
by-place-hint = name contains…
by-source = Said by
by-source-hint = source contains…
by-publisher = Printed by
by-document = Report
only-reviewed-yes = Reviewed
only-reviewed-no = Not reviewed
only-confidence = Confidence { $n } or more
only-undated = No day told
only-unplaced = No place on the map
only-area = Map area
drop = Drop { $what }
drop-all = Drop all filters
apart-undated = { NUMBER($n) } with no day told
apart-unplaced = { NUMBER($n) } with no place on the map

family-force = Force
family-protest = Protest
family-dispute = Dispute
family-accord = Accord

timeline = Events over time
timeline-heard = Bars of { $n } events from { $from } to { $to }. The two sliders and the two date fields choose days; the table lists the events.
lanes-heard = { $n } events have bars of their own.
day-from = From
day-to = To
days-clear = All days
span-zoom = Zoom to these days
span-usual = Usual span
span-all = Whole span
per-day = events a day
per-week = events a week
per-month = events a month
per-year = events a year
before = { NUMBER($n) } earlier
after = { NUMBER($n) } later
lanes-left = { NUMBER($n) } without room for a bar
vague = told vaguely
bin = { $days }: { NUMBER($n) } { $vague ->
    [0] { "" }
   *[other] + { NUMBER($vague) } told vaguely
  }
no-days = No event has a day.
no-day = no day

map = Map of the events
map-heard = { NUMBER($n) } events in view. The table lists the same events.
map-loading = The map is being drawn…
map-whole = All chosen events
map-card = { $n ->
    [one] One event
   *[other] { NUMBER($n) } events
  }
and-more = and { NUMBER($n) } more
nearer = Nearer
farther = Farther
search-area = Search this area
legend = Legend
legend-wide = somewhere within
legend-country = country only
borders = Borders: Natural Earth
borders-long = Borders and names of countries are Natural Earth’s. They show who is in control, not who is right; qantar takes no side.

column-when = When
column-what = What
column-where = Where
column-figures = Figures
column-reports = Reports
column-confidence = Conf.
sort-by = Order
against = against
part = part
origins = { $n ->
    [one] one independent origin
   *[other] { $n } independent origins
  }
none-chosen = No event is left under these filters.
none-at-all = The case has no events yet. Add reports, and they appear here.

download = Download
download-chosen = { $n ->
    [one] The chosen event as a table:
   *[other] The { NUMBER($n) } chosen events as a table:
  }
download-done = { $n } rows…
download-whole = The whole case:
export-acled = CSV, ACLED layout
export-ged = CSV, UCDP GED layout
export-jsonl = JSON Lines
export-geojson = GeoJSON
export-parquet = Parquet
saved = { $n ->
    [one] One row saved.
   *[other] { NUMBER($n) } rows saved.
  }

review-these = Review these
actors-of-these = Their actors
key-into-table = Into the table (then j, k, Enter)
key-table-only = Table only, or with the map
key-drop-all = Drop all filters
key-review-these = Review the chosen events
`})).join(`
`);export{e as default};