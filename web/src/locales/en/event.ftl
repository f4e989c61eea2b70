# Values, slots and figures, wherever they are shown.
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
