# Overview: map, timeline, table.
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
