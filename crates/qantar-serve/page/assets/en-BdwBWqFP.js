var e=Object.values(Object.assign({"./actor.ftl":`# One actor.
actor-which = Which actor? Choose one from the list.
actor-in-network = In the network
actor-acts-suffers = acts in { NUMBER($acts) }, suffers in { NUMBER($suffers) }
actor-what = What happens
actor-when = When
actor-when-heard = Events from { $first } to { $last }, { NUMBER($most) } at most
actor-span = Month or year
actor-undated = { $n ->
    [one] One event has no day.
   *[other] { $n } events have no day.
  }
actor-acts-on-none = It acts on nobody.
actor-acted-by-none = Nobody acts on it.
actor-names = Its names
actor-names-none = It has no other name.
actor-by = Decided by
actor-as-read = as read
actor-part = Part
actor-part-hint = Take the decision back: this name is another actor again
actor-parted = The names are apart again.
actor-merge = Merge names
actor-merge-n = { $n ->
    [one] Merge this name into the actor
   *[other] Merge { $count } names into the actor
  }
actor-merged = { $n ->
    [one] The name belongs to this actor now.
   *[other] { $n } names belong to this actor now.
  }
actor-alike = Names that may be the same
actor-typed = Another name, as reports write it
actor-why = Why (kept with the decision)
actor-events = Its events

as-table = As a table
may-not-write = Decisions need a name.
n-events = { $n ->
    [one] one event
   *[other] { NUMBER($n) } events
  }
events-when = When
events-type = Type
events-place = Where
events-sentence = As reported
events-reports = Reports
events-no-day = no day
`,"./actors.ftl":`# Actors and one actor.
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
`,"./event.ftl":`# Values, slots and figures, wherever they are shown.
slot = Slot
slots = What is told
value = Value
slot-type = What
slot-status = Took place
slot-actor = Who
slot-target = To whom
slot-place = Where
slot-time = When
slot-count = How many
days-open = no day known
days-until = until { $day }
days-since = from { $day }
no-day-told = no day told
no-place = no place told
no-publisher = publisher not named
not-told = not told
figure-open = no number
figure-up-to = up to { $n }
figure-or-more = { $n } or more
figure-between = told between
by-rule = by the rule “{ $rule }”
said-by = said by
said-by-column = Who says so
via = through
printed-by = Printed by
given-on = Given on
figure = Figure
standing = What became of it
no = No.
in-reports = { $n ->
    [one] 1 report
   *[other] { $n } reports
  }
also-told = also told
decided = decided
decided-by-person = A person decided this
read-as = read as { $slot }:
elsewhere-in-report = elsewhere in the report
sentence = Sentence

standing-in-force = stands
standing-superseded = the same voice gives another since
standing-superseded-by = the same voice says { $figure } since
standing-withdrawn = withdrawn
standing-part = a part of another
standing-too-low = says another is too low
standing-too-low-of = says { $figure } is too low
standing-refused = judged wrong

voice-own = the report itself
voice-official = official
voice-witness = witness
voice-media = media
voice-expert = expert
voice-ngo = rights group
voice-social_media = social media
voice-other = other

# The page of one event.
part-of = part of
event-origins = { $reports ->
    [one] 1 report
   *[other] { $reports } reports
  }, { $independent ->
    [one] 1 independent origin
   *[other] { $independent } independent origins
  }
event-origins-citing = { $independent ->
    [one] , citing
    [2] , both citing
   *[other] , all citing
  }
confidence = Confidence
confidence-percent = { $percent } % sure
reviewed = reviewed
not-reviewed = not reviewed
mine-right = you judged it right
mine-wrong = you judged it wrong
led-here = { $from } is now told under { $to }.
event-left = { $event } is left out of the record now: all its accounts are judged wrong. The log keeps the decision, and takes it back.
event-behind = Events are being brought up to date. This page follows.
name-yourself = Say who decides, to judge
figures = Figures
accounts = Accounts side by side
accounts-n = { $n ->
    [one] The one account
   *[other] { $n } accounts side by side
  }
all-accounts = Show all { $n } accounts
left-out = { $n ->
    [one] Left out: judged wrong
   *[other] Left out: { $n } judged wrong
  }
left-out-of = Judged wrong, and left out of
left-out-undo = Take { $account } in again
differs = says other than most
each-differs = each says its own
open-words = Open these words in the report
why-together = Why these are held to be one
all-ties = Show all { $n } ties
tie-together = held together
tie-apart = held apart
tie-probability = { $percent } % likely one happening
tie-vetoed = Kept apart whatever else:
tie-vetoed-short = ⊘ kept apart
reasons = reasons
feature-kind = Kind
feature-status = Status
feature-days = Days
feature-place = Place
feature-scope = Scope
feature-actors = Actors
feature-targets = Targets
feature-figures = Figures
feature-words = Words
feature-story = Story
feature-reports = Reports
parts = Parts of it
whole = The larger event
judgements = Decisions
judgements-none = No decision holds here.
judgements-gone = { $n ->
    [one] 1 decision no longer holds
   *[other] { $n } decisions no longer hold
  }
blind-hidden = Double coding is blind: others’ decisions show once you have decided.
notes = Notes
history = History
whole-history = Show all { $n } steps
toll-chart = Course of { $what }: { $n } figures; the table below holds the same
toll-table = Every figure of { $what }
event-sources = Sources

# Deciding.
decisions = Decisions
decide = Decide
right = Right
wrong = Wrong
edit = Edit
merge = Merge
split = Split
note = Note
brief = Brief to print
brief-leave = Back to the event
print = Print
save = Save
cancel = Cancel
why = Why
why-hint = Kept with the decision; may be left empty
because = because
instead = Instead
value-right = Right as told
value-wrong = Wrong: leave it out
value-edit = Put another value in its place
value-add = Add a value
value-undo-first = A person put this here; take that back first
value-right-of = { $slot }: right as told
value-wrong-of = { $slot }: wrong, leave it out
value-edit-of = { $slot }: put another value in its place
value-add-of = { $slot }: add a value
figure-right = Figure { $n }: right as told
figure-wrong = Figure { $n }: wrong, leave it out
figure-edit = Figure { $n }: put another in its place
account-right = This account is right
account-wrong = This account is wrong
account-right-of = { $account } is right
account-wrong-of = { $account } is wrong
tick-account = Tick { $account }, to split it off
undo-judgement = Undo decision { $n }
undone-by = taken back by #{ $n }
holds-no-more = no longer holds
edit-title = { $slot }: another value
add-title = { $slot }: add a value
field-type = Type
field-mode = Mode
field-days-as = Told as
days-as-day = a day
days-as-days = from, to
days-as-month = a month
days-as-year = a year
field-first-day = First day
field-last-day = Last day
field-counted = What is counted
field-least = Least
field-most = Most
field-or-more = or more
field-place-hint = as in the gazetteer: Oruro, BO; Oruro (region), BO
merge-title = The same happening as…
merge-long = Ticked events become one with this one. Nothing is lost: the decision can be taken back.
merge-none = No other event is much like this one.
merge-number = Or by its number
merge-add = Add
merge-do = { $n ->
    [0] Merge
    [one] Merge with 1 event
   *[other] Merge with { $n } events
  }
merge-no-number = Numbers of events look like e12.
merge-already = That number already leads here.
split-title = { $n ->
    [one] Split 1 account off
   *[other] Split { $n } accounts off
  }
split-long = { $n ->
    [one] The ticked account is said to tell of another happening than the other { $rest }.
   *[other] The { $n } ticked accounts stay together and are said to tell of another happening than the other { $rest }.
  }
split-tick-first = Tick the accounts that tell of something else, then split.
note-title = A note on { $event }
wrong-title = { $event } is not what the reports tell
wrong-long = { $n ->
    [one] Its account is left out of the record.
   *[other] Its { $n } accounts are left out of the record.
  }
decided-conflict = It contradicts an earlier decision: { $what }

did-right = { $event }: judged right.
did-wrong = { $event }: judged wrong.
did-note = Note kept.
did-merge = { $n } events are now one.
did-split = { $n ->
    [one] 1 account split off.
   *[other] { $n } accounts split off.
  }
did-instead = { $slot }: { $value } stands instead.
did-value-right = { $slot }: judged right.
did-value-wrong = { $slot }: { $value } left out.

says-right = Right
says-wrong = Wrong
says-instead = Instead
says-same = The same
says-not-same = Not the same
says-entity = Name
says-note = Note
says-missed = Missed
says-undo = Undo

key-right = Judge it right
key-wrong = Judge it wrong
key-edit = Edit a value
key-merge = Merge with another event
key-split = Split the ticked accounts off
key-note = Write a note
key-brief = The brief, to print
key-undo = Undo the last decision
`,"./frame.ftl":`# The frame around every page.
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
table-on-paper = The first { NUMBER($shown) } of { NUMBER($count) } rows. The whole table comes with an export.
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
`,"./more.ftl":`# Add, log, coders, sign-in, export, about.
add-what = Reports are read on this computer; nothing is sent anywhere else.
add-drop = Drop files or a folder here
add-looking = Looking into the folder…
add-files = Choose files
add-folder = Choose a folder
add-kinds = Plain text, Markdown, saved web pages (HTML), JSON, JSON Lines. Adding the same report twice does no harm.
add-anyone = Adding needs no name; deciding does.
add-closed = The case is open for reading only; nothing can be added.
add-nothing = There was no file in what was dropped.
add-running = Reading reports
add-stopping = Stopping after the report in hand…
add-stopped = Stopped. What was read is kept.
add-finished = All is read.
add-failed = Adding broke off. What was read is kept.
add-stop = Stop
add-progress = { NUMBER($done) } of { NUMBER($total) } reports
add-rate = { $n } a second
add-left = about { $time } left
add-seconds = { $n } s
add-minutes = { NUMBER($n) } min
add-new = New
add-unchanged = Known already
add-changed = Read anew
add-merging = Accounts are being merged into events…
add-look = { $n ->
    [one] Look at the one event
   *[other] Look at the { NUMBER($n) } events
  }
add-reports = To the reports
add-more = Add more
add-ended = Reading has ended: { NUMBER($new) } new reports, { NUMBER($problems) } problems
add-file = File
add-do = What to do
add-do-convert = Save it as plain text or HTML in the program that wrote it, and add that.
add-do-table = Turn its rows into JSON Lines with “text”, “title”, “published”, and add that.
add-do-unpack = Unpack it and add the folder.
add-do-words = It holds no text. Write down the words and add them as text.
add-do-mend = Open the file and see whether its text is whole; mend it and add it again.

log-intro = What was decided and changed, the newest first. Nothing is ever deleted: taking back is one more entry.
log-judgements = Decisions
log-all = Every entry
log-entries = { $n ->
    [one] one entry
   *[other] { NUMBER($n) } entries
  }
n-judgements = { $n ->
    [one] one decision
   *[other] { NUMBER($n) } decisions
  }
log-none = Nothing is decided yet.
log-number = No.
log-at = When
log-by = Who
log-by-all = Decisions of all
log-says = Says
log-what = About
log-why = Why
log-seconds = Seconds
log-holds = Holds
log-holds-yes = holds
log-holds-no = holds no more
log-undone-by = taken back by { $n }
log-undo = Undo decision { $n }
log-kind = What
log-subject = About
log-case = the whole case
log-says-right = right
log-says-wrong = wrong
log-says-instead = another value
log-says-same = one event
log-says-not_same = not one event
log-says-entity = one actor
log-says-note = note
log-says-missed = missed event
log-says-undo = taken back
log-kind-document_kept = report kept
log-kind-document_read_again = report read again
log-kind-origin_added = report found again elsewhere
log-kind-judged = decision

coders-what = Who decided how much, and how far they agree.
coders-none = Nobody has decided anything yet.
coders-judgements = Decisions
coders-records = Accounts judged
coders-seconds = Median seconds
coders-you = you
coders-agreement = Agreement
coders-alone = Agreement can be told once two people have decided on the same events.
coders-between = { $n ->
    [one] One account was decided on by more than one of:
   *[other] { NUMBER($n) } accounts were decided on by more than one of:
  }
coders-slot = About
coders-whole = the event as a whole
coders-alpha = Alpha
coders-scale = Alpha from 0 to 1
coders-meaning = In words
coders-units = Units
coders-too-few = too few to tell
coders-unknown = cannot be told: all say the same
coders-reliable = reliable
coders-tentative = enough for tentative conclusions
coders-weak = weak: look at the codebook together
coders-chance = no better than chance
coders-alpha-what = Krippendorff’s alpha for nominal data: 1 is full agreement, 0 what chance would give. The marks stand at 0.667 and 0.8.

sign-in-passwords = This case is shared: whoever decides signs in with a name and a password.
sign-in-name-alone = Every decision is kept with the name of whoever made it. On this computer a name is enough.
sign-in-now = Decisions are now kept under:
sign-in-other = Somebody else
sign-in-name = Name
sign-in-password = Password
sign-in-enter = Sign in
sign-in-take = Decide under this name
sign-in-out = Sign out
sign-in-forget = Forget the name
sign-in-mine = My decisions
sign-in-done = Decisions are now kept under { $name }.
sign-in-blind = Coding is blind: what others decided shows once you have decided yourself.

export = Export
export-what = All events of the case, each with the sentences and reports behind its cells.
take-acled = A table in ACLED’s columns, for analyses that expect them; the sources come in a second table.
take-ged = A table in the columns of the UCDP’s georeferenced events: deaths by side, low, best and high.
take-jsonl = Everything about every event, one a line; nothing is left out. For programs.
take-geojson = Events with places, for maps in QGIS, ArcGIS or a browser.
take-parquet = A compact table with types, for R, Python or DuckDB.
key-export = Export

about = About
about-short = works offline
about-what = qantar reads reports of political unrest, merges their accounts into events and keeps the words behind every cell.
about-version = This is version { $version }.
about-offline = It works without a network: reports, decisions and maps stay on this computer, and nothing is asked of any other.
about-credits = Data from others
about-earth = Borders and coasts: Natural Earth
about-geonames = Places: GeoNames, cut and laid out anew
about-plover = Event types and sectors: PLOVER
about-petrarch = Lists of nouns and groups: PETRARCH dictionaries
about-minilm = Starting weights of the models: all-MiniLM-L6-v2
about-public-domain = public domain
about-borders = Borders are drawn as Natural Earth draws them. That says nothing about whose they are.
about-licence = The program is under the MIT or the Apache 2.0 licence, at your choice. The file NOTICE names all sources in full.
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
`,"./report.ftl":`# The page of one report.
report-text = Text of the report
report-untitled = Report without a title
report-address = where it was published
report-problems = { $n ->
    [one] 1 thing could not be read as it should
   *[other] { $n } things could not be read as they should
  }
report-form = What was read
report-accounts = Accounts { $n }
report-claims = Claims { $n }
report-no-accounts = No event was found in this report. Select words to add one.
report-no-claims = Nobody is said to have said anything here.
added-by-person = added by a person
open-event = Open the event
light-sentence = Show the sentence
layers = What is marked
layer-events = Events
layer-claims = Claims
layer-places = Places
layer-times = Times
layer-figures = Figures
layer-names = Names
block-byline = Byline
block-heading = Heading
block-quote = Quotation
block-caption = Caption
block-noise = Not read
missed-here = An event was missed here
missed-title = An event that was missed
choose-type = choose…
missed-words = Words
missed-words-hint = Select words in the text, or write them as they stand in it.
missed-words-found = { $n ->
    [0] The report does not have these words.
   *[other] The report has these words { $n } times: give more of them.
  }
missed-save = Add the event
missed-done = The event was added.
one-a-line = one a line
count-add = Count
count-drop = Drop this count
key-next-words = Next marked words
key-previous-words = Previous marked words
key-to-form = From the words to the form
key-missed = An event was missed here
key-unlight = Leave the words
`,"./review.ftl":`# Review.
review-queue = Queue, most worth a look first
review-worth = Value of a look: { $percent } %
review-form = The record as a form
review-progress = { $n } decided, { $seconds } s each
review-left = { $n } left
review-saving = saving { $n }
review-save = { $n ->
    [0] Save changes
    [one] Save 1 change
   *[other] Save { $n } changes
  }
review-saved = { $n ->
    [one] 1 value stands instead.
   *[other] { $n } values stand instead.
  }
review-ties = The weakest ties that hold it together
review-whole-page = The event’s page
review-empty = Nothing is left to decide here.
review-undo-last = Undo the last decision
review-read-only = The case is open for reading only: nothing can be decided.
review-keys-move = move
review-keys-all = all keys
blind = Blind double coding
bulk = Decide on all { $n }
bulk-title = One decision for { $n } events
bulk-verdict = Decision
bulk-long-right = All { $n } events that match are judged right. It is one step back to undo.
bulk-long-wrong = All { $n } events that match are judged wrong and left out of the record. It is one step back to undo.
bulk-type-number = To be sure, type { $n }
bulk-do-right = Judge { $n } events right
bulk-do-wrong = Judge { $n } events wrong
bulk-progress = { $n } of { $of }
bulk-stop = Stop
bulk-done = { $n } events are decided.
bulk-undo = Undo all { $n } decisions
bulk-did-right = { $n ->
    [one] 1 event judged right.
   *[other] { $n } events judged right.
  }
bulk-did-wrong = { $n ->
    [one] 1 event judged wrong.
   *[other] { $n } events judged wrong.
  }
key-next = Next record
key-previous = Previous record
key-right-next = Right, and next
key-wrong-next = Wrong, and next
key-open = Open the event
`,"./sources.ftl":`# Sources and the list of reports.
sources-what = Who printed what, on which days, and what could not be read.
sources-none = The case holds no reports yet.
sources-outlet = Outlet
sources-outlets = Outlets
sources-accounts = Accounts
sources-first = First
sources-last = Last
sources-problems = Problems
sources-unread = Not read at all
sources-span = Published
sources-by-day = Reports by outlet and day
sources-day = Day
sources-strip = Reports by outlet and day; arrow keys walk over the cells
sources-strip-how = The darker, the more reports; the darkest cell has { $most }. ▼ marks days with far fewer reports than usual.
sources-cell = { $when }, { $publisher }: { $n ->
    [one] one report
   *[other] { $n } reports
  }
sources-others = all others
sources-untold = outlet not told
sources-sum = All outlets: { NUMBER($n) }.
sources-no-days = No report tells the day on which it was published.
sources-thin = Thin days
sources-thin-word = far fewer than usual
sources-thin-why = Quiet or unobserved? On these days the case holds far fewer reports than on days around them. That few events are known does not mean that little happened: a source may have been shut, cut off or not collected.
sources-thin-events = Events of that day
sources-usual = Usual
sources-troubles = What could not be read
sources-troubles-what = The rest of these reports is read. Mend the file and add it again, or open the report and set down by hand what is missing.
sources-troubles-none = Everything was read.
sources-refused = What could not be taken in
sources-refused-what = Nothing of these is in the case. They are listed until the case is thrown away, also when they were taken in later.
sources-from = From
sources-stage = Where
sources-why = What and why
stage-ingest = taking in
stage-segment = sentences
stage-mention = names
stage-time = times
stage-place = places
stage-event = events
stage-claim = claims
stage-entity = actors
n-reports = { $n ->
    [one] one report
   *[other] { NUMBER($n) } reports
  }
nav-events = Events
reports-search = Search titles and texts
reports-published = Published
reports-title = Title
reports-language = Language
reports-words = Words
reports-claims = Claims
reports-untitled = without a title ({ $id })
reports-all = All reports
reports-all-outlets = Reports of all outlets
reports-none-found = No report holds these words.
`})).join(`
`);export{e as default};