# Рамка вокруг каждой страницы.
title-overview = Обзор
title-event = Событие
title-reports = Сообщения
title-report = Сообщение
title-review = Проверка
title-actors = Стороны
title-actor = Сторона
title-sources = Источники
title-add = Добавить сообщения
title-log = Журнал
title-coders = Кодировщики
title-sign-in = Кто решает

nav = Страницы дела
nav-overview = Обзор
nav-review = Проверка
nav-reports = Сообщения
nav-actors = Стороны
nav-sources = Источники
nav-coders = Кодировщики
nav-log = Журнал
nav-add = Добавить

skip = К содержанию
search = Искать события
search-hint = Поиск: слова, имена, места
who-hint = Чьи это решения?
who-none = Имя не названо
language = Язык
theme = Цвета
theme-auto = Как в системе
theme-light = Светлая
theme-dark = Тёмная
as-of = На { $day }
read-only = Только чтение

loading = Загрузка…
failed = Не получилось.
again = Ещё раз
error-no-answer = Сервер не отвечает. Работает ли «qantar serve»?
not-found = Нет такой страницы
not-found-long = По этому адресу ничего нет.
close = Закрыть
undo = Отменить
undone = { $n ->
    [one] { $n } решение отменено.
    [few] { $n } решения отменены.
   *[many] { $n } решений отменено.
  }
more = ещё { $n ->
    [one] { $n } знак
    [few] { $n } знака
   *[many] { $n } знаков
  }
table-on-paper = Первые строки таблицы: { NUMBER($shown) } из { NUMBER($count) }. Вся таблица есть в выгрузке.
less = свернуть

keys = Клавиши
keys-here = На этой странице
keys-everywhere = Везде
key-help = Клавиши
key-search = Поиск
key-overview = К обзору
key-review = К проверке
key-reports = К сообщениям
key-actors = К сторонам
key-sources = К источникам
key-log = К журналу
