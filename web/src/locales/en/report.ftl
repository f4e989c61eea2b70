# The page of one report.
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
