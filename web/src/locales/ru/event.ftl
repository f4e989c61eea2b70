# Значения, поля и числа, где бы они ни показывались.
slot = Поле
slots = Что сообщается
value = Значение
slot-type = Что
slot-status = Состоялось ли
slot-actor = Кто
slot-target = Кого
slot-place = Где
slot-time = Когда
slot-count = Сколько
days-open = день неизвестен
days-until = до { $day }
days-since = с { $day }
no-day-told = день не назван
no-place = место не названо
no-publisher = издание не названо
not-told = не сообщается
figure-open = без числа
figure-up-to = до { $n }
figure-or-more = { $n } и более
figure-between = называют
by-rule = по правилу «{ $rule }»
said-by = со слов:
said-by-column = Кто говорит
via = через:
printed-by = Издание
given-on = Дата
figure = Число
standing = Что с ним стало
no = №
in-reports = { $n ->
    [one] { $n } сообщение
    [few] { $n } сообщения
   *[many] { $n } сообщений
  }
also-told = также сообщается
decided = решено
decided-by-person = Это решил человек
read-as = прочитано в поле «{ $slot }»:
elsewhere-in-report = в другом месте сообщения
sentence = Предложение

standing-in-force = в силе
standing-superseded = тот же источник позже назвал другое
standing-superseded-by = тот же источник позже назвал { $figure }
standing-withdrawn = отозвано
standing-part = часть другого числа
standing-too-low = называет другое число заниженным
standing-too-low-of = называет { $figure } заниженным
standing-refused = признано неверным

voice-own = само сообщение
voice-official = власти
voice-witness = очевидец
voice-media = СМИ
voice-expert = эксперт
voice-ngo = правозащитники
voice-social_media = соцсети
voice-other = прочие

# Страница события.
part-of = часть события
event-origins = { $reports ->
    [one] { $reports } сообщение
    [few] { $reports } сообщения
   *[many] { $reports } сообщений
  }, { $independent ->
    [one] { $independent } независимый источник
    [few] { $independent } независимых источника
   *[many] { $independent } независимых источников
  }
event-origins-citing = { $independent ->
    [one] , со ссылкой на:
    [2] , оба ссылаются на:
   *[other] , все ссылаются на:
  }
confidence = Уверенность
confidence-percent = уверенность { $percent } %
reviewed = проверено
not-reviewed = не проверено
mine-right = вы признали верным
mine-wrong = вы признали неверным
led-here = { $from } теперь ведёт к { $to }.
event-left = { $event } больше не входит в записи: все его сообщения признаны неверными. Решение хранится в журнале, там же его можно отменить.
event-behind = События обновляются. Страница последует за ними.
name-yourself = Назовите себя, чтобы принимать решения
figures = Числа
accounts = Сообщения рядом
accounts-n = { $n ->
    [one] { $n } изложение
    [few] { $n } изложения рядом
   *[many] { $n } изложений рядом
  }
all-accounts = Показать все изложения: { $n }
left-out = { $n ->
    [one] Исключено: { $n } неверное изложение
    [few] Исключено: { $n } неверных изложения
   *[many] Исключено: { $n } неверных изложений
  }
left-out-of = Признано неверным и исключено из
left-out-undo = Вернуть { $account }
differs = расходится с большинством
each-differs = каждый сообщает своё
open-words = Открыть эти слова в сообщении
why-together = Почему это считается одним событием
all-ties = Показать все связи: { $n }
tie-together = объединены
tie-apart = разделены
tie-probability = одно событие с вероятностью { $percent } %
tie-vetoed = Разделены при любых условиях:
tie-vetoed-short = ⊘ разделены
reasons = доводы
feature-kind = Вид
feature-status = Статус
feature-days = Дни
feature-place = Место
feature-scope = Охват
feature-actors = Кто
feature-targets = Кого
feature-figures = Числа
feature-words = Слова
feature-story = Сюжет
feature-reports = Сообщения
parts = Его части
whole = Более крупное событие
judgements = Решения
judgements-none = Действующих решений здесь нет.
judgements-gone = { $n ->
    [one] { $n } решение больше не действует
    [few] { $n } решения больше не действуют
   *[many] { $n } решений больше не действуют
  }
blind-hidden = Слепое двойное кодирование: чужие решения откроются после вашего.
notes = Заметки
history = История
whole-history = Показать все шаги: { $n }
toll-chart = Ход чисел «{ $what }»: { $n }; то же в таблице ниже
toll-table = Все числа «{ $what }»
event-sources = Источники

# Решения.
decisions = Решения
decide = Решить
right = Верно
wrong = Неверно
edit = Исправить
merge = Объединить
split = Разделить
note = Заметка
brief = Справка для печати
brief-leave = Назад к событию
print = Печать
save = Сохранить
cancel = Отмена
why = Почему
why-hint = Хранится вместе с решением; можно не заполнять
because = потому что
instead = Вместо этого
value-right = Верно, как сообщается
value-wrong = Неверно: исключить
value-edit = Заменить другим значением
value-add = Добавить значение
value-undo-first = Это внёс человек; сначала отмените его решение
value-right-of = { $slot }: верно, как сообщается
value-wrong-of = { $slot }: неверно, исключить
value-edit-of = { $slot }: заменить другим значением
value-add-of = { $slot }: добавить значение
figure-right = Число { $n }: верно, как сообщается
figure-wrong = Число { $n }: неверно, исключить
figure-edit = Число { $n }: заменить другим
account-right = Это изложение верно
account-wrong = Это изложение неверно
account-right-of = { $account } верно
account-wrong-of = { $account } неверно
tick-account = Отметить { $account }, чтобы отделить
undo-judgement = Отменить решение { $n }
undone-by = отменено решением № { $n }
holds-no-more = больше не действует
edit-title = { $slot }: другое значение
add-title = { $slot }: добавить значение
field-type = Тип
field-mode = Вид
field-days-as = Указано как
days-as-day = день
days-as-days = с … по …
days-as-month = месяц
days-as-year = год
field-first-day = Первый день
field-last-day = Последний день
field-counted = Что считается
field-least = Не меньше
field-most = Не больше
field-or-more = или больше
field-place-hint = как в справочнике: Oruro, BO; Oruro (region), BO
merge-title = То же событие, что и…
merge-long = Отмеченные события станут одним с этим. Ничего не теряется: решение можно отменить.
merge-none = Похожих событий нет.
merge-number = Или по номеру
merge-add = Добавить
merge-do = { $n ->
    [0] Объединить
    [one] Объединить с { $n } событием
   *[other] Объединить с { $n } событиями
  }
merge-no-number = Номер события выглядит так: e12.
merge-already = Этот номер уже ведёт сюда.
split-title = { $n ->
    [one] Отделить { $n } изложение
    [few] Отделить { $n } изложения
   *[many] Отделить { $n } изложений
  }
split-long = { $n ->
    [one] Отмеченное изложение будет отнесено к другому событию, чем остальные ({ $rest }).
   *[other] Отмеченные изложения ({ $n }) останутся вместе и будут отнесены к другому событию, чем остальные ({ $rest }).
  }
split-tick-first = Отметьте изложения, которые говорят о другом, затем разделите.
note-title = Заметка к { $event }
wrong-title = { $event } — не то, о чём сообщается
wrong-long = { $n ->
    [one] Его изложение исключается из записи.
   *[other] Его изложения ({ $n }) исключаются из записи.
  }
decided-conflict = Противоречит прежнему решению: { $what }

did-right = { $event }: признано верным.
did-wrong = { $event }: признано неверным.
did-note = Заметка сохранена.
did-merge = { $n ->
    [few] { $n } события стали одним.
   *[other] { $n } событий стали одним.
  }
did-split = { $n ->
    [one] Отделено { $n } изложение.
    [few] Отделены { $n } изложения.
   *[many] Отделено { $n } изложений.
  }
did-instead = { $slot }: теперь { $value }.
did-value-right = { $slot }: признано верным.
did-value-wrong = { $slot }: { $value } исключено.

says-right = Верно
says-wrong = Неверно
says-instead = Вместо
says-same = Одно и то же
says-not-same = Не одно и то же
says-entity = Имя
says-note = Заметка
says-missed = Пропущено
says-undo = Отмена

key-right = Признать верным
key-wrong = Признать неверным
key-edit = Исправить значение
key-merge = Объединить с другим событием
key-split = Отделить отмеченные изложения
key-note = Написать заметку
key-brief = Справка для печати
key-undo = Отменить последнее решение
