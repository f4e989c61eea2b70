# Add, log, coders, sign-in, export, about.
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
