# Страница сообщения.
report-text = Текст сообщения
report-untitled = Сообщение без заголовка
report-address = где опубликовано
report-problems = { $n ->
    [one] { $n } место прочитано не полностью
    [few] { $n } места прочитаны не полностью
   *[many] { $n } мест прочитано не полностью
  }
report-form = Что прочитано
report-accounts = Изложения { $n }
report-claims = Высказывания { $n }
report-no-accounts = В этом сообщении событий не найдено. Выделите слова, чтобы добавить событие.
report-no-claims = Здесь никому не приписано никаких слов.
added-by-person = добавлено человеком
open-event = Открыть событие
light-sentence = Показать предложение
layers = Что отмечено
layer-events = События
layer-claims = Высказывания
layer-places = Места
layer-times = Время
layer-figures = Числа
layer-names = Имена
block-byline = Подпись
block-heading = Подзаголовок
block-quote = Цитата
block-caption = Подпись к снимку
block-noise = Не читается
missed-here = Здесь пропущено событие
missed-title = Пропущенное событие
choose-type = выберите…
missed-words = Слова
missed-words-hint = Выделите слова в тексте или впишите их так, как они в нём стоят.
missed-words-found = { $n ->
    [0] В сообщении нет таких слов.
    [one] Эти слова встречаются { $n } раз: приведите больше слов.
    [few] Эти слова встречаются { $n } раза: приведите больше слов.
   *[many] Эти слова встречаются { $n } раз: приведите больше слов.
  }
missed-save = Добавить событие
missed-done = Событие добавлено.
one-a-line = по одному на строке
count-add = Число
count-drop = Убрать это число
key-next-words = Следующие отмеченные слова
key-previous-words = Предыдущие отмеченные слова
key-to-form = От слов к полям
key-missed = Здесь пропущено событие
key-unlight = Снять выделение слов
