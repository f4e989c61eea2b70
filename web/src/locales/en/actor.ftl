# One actor.
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
