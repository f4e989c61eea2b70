# Sources and the list of reports.
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
