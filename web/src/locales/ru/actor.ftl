# Одна сторона.
actor-which = Какая сторона? Выберите её в списке.
actor-in-network = В сети
actor-acts-suffers = действует сама в { NUMBER($acts) }, объект действий в { NUMBER($suffers) }
actor-what = Что происходит
actor-when = Когда
actor-when-heard = События с { $first } по { $last }, самое большее { NUMBER($most) }
actor-span = Месяц или год
actor-undated = { $n ->
    [one] У { $n } события день не указан.
   *[other] У { $n } событий день не указан.
  }
actor-acts-on-none = Ни на кого не воздействует.
actor-acted-by-none = Никто на неё не воздействует.
actor-names = Её названия
actor-names-none = Других названий у неё нет.
actor-by = Кто решил
actor-as-read = как в тексте
actor-part = Разделить
actor-part-hint = Отменить решение: это название снова означает другую сторону
actor-parted = Названия снова разделены.
actor-merge = Объединить названия
actor-merge-n = { $n ->
    [one] Присоединить { $count } название к этой стороне
    [few] Присоединить { $count } названия к этой стороне
   *[many] Присоединить { $count } названий к этой стороне
  }
actor-merged = { $n ->
    [one] { $n } название теперь относится к этой стороне.
    [few] { $n } названия теперь относятся к этой стороне.
   *[many] { $n } названий теперь относится к этой стороне.
  }
actor-alike = Возможно, это она же
actor-typed = Другое название, как его пишут в сообщениях
actor-why = Почему (сохранится вместе с решением)
actor-events = Её события

as-table = Таблицей
may-not-write = Решения принимаются под именем.
n-events = { $n ->
    [one] { NUMBER($n) } событие
    [few] { NUMBER($n) } события
   *[many] { NUMBER($n) } событий
  }
events-when = Когда
events-type = Тип
events-place = Где
events-sentence = Как сообщено
events-reports = Сообщений
events-no-day = день не указан
