# The frame around every page.
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
