# Review.
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
