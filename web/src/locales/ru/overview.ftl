# Обзор: карта, шкала времени, таблица.
n-of = { NUMBER($n) } из { $of ->
    [one] { NUMBER($of) } события
   *[many] { NUMBER($of) } событий
  }
summary = { $documents ->
    [one] { NUMBER($documents) } сообщение
    [few] { NUMBER($documents) } сообщения
   *[many] { NUMBER($documents) } сообщений
  }, рассказов: { NUMBER($accounts) }, проверено: { NUMBER($reviewed) }
behind = события обновляются
asking = поиск…
filters = Фильтры
table-only = Только таблица
events = События

filter-type = Тип
filter-status = Статус
filter-country = Страна
filter-reviewed = Проверка
filter-confidence = Уверенность
countries-all = Все страны ({ $n })
countries-few = Меньше
reviewed-any = все
reviewed-yes = Да
reviewed-no = Нет
by-text = Слова
by-party = Сторона
by-party-hint = имя содержит…
by-actor = Действует
by-target = Страдает
by-place = Место
by-place-hint = название содержит…
by-source = Со слов
by-source-hint = источник содержит…
by-publisher = Издание
by-document = Сообщение
only-reviewed-yes = Проверено
only-reviewed-no = Не проверено
only-confidence = Уверенность от { $n }
only-undated = День не назван
only-unplaced = Нет места на карте
only-area = Область карты
drop = Снять: { $what }
drop-all = Снять все фильтры
apart-undated = Без дня: { NUMBER($n) }
apart-unplaced = Без места на карте: { NUMBER($n) }

family-force = Сила
family-protest = Протест
family-dispute = Спор
family-accord = Согласие

timeline = События по времени
timeline-heard = Столбцы событий ({ $n }) с { $from } по { $to }. Дни выбираются двумя ползунками или двумя полями дат; события перечислены в таблице.
lanes-heard = Событий с собственной полосой: { $n }.
day-from = С
day-to = По
days-clear = Все дни
span-zoom = Приблизить эти дни
span-usual = Обычный охват
span-all = Весь охват
per-day = событий в день
per-week = событий в неделю
per-month = событий в месяц
per-year = событий в год
before = раньше: { NUMBER($n) }
after = позже: { NUMBER($n) }
lanes-left = без полосы: { NUMBER($n) }
vague = время неточно
bin = { $days }: { NUMBER($n) } { $vague ->
    [0] { "" }
   *[other] + { NUMBER($vague) } неточно
  }
no-days = Ни у одного события нет дня.
no-day = день не назван

map = Карта событий
map-heard = Событий в поле карты: { NUMBER($n) }. Те же события перечислены в таблице.
map-loading = Карта рисуется…
map-card = { $n ->
    [one] { NUMBER($n) } событие
    [few] { NUMBER($n) } события
   *[many] { NUMBER($n) } событий
  }
and-more = и ещё { NUMBER($n) }
nearer = Ближе
farther = Дальше
search-area = Искать в этой области
legend = Обозначения
legend-wide = где-то внутри
legend-country = известна лишь страна
map-whole = Все выбранные события
borders = Границы: Natural Earth
borders-long = Границы и названия стран — по Natural Earth. Они показывают, кто управляет, а не кто прав; qantar не занимает ничьей стороны.

column-when = Когда
column-what = Что
column-where = Где
column-figures = Числа
column-reports = Сообщ.
column-confidence = Увер.
sort-by = Порядок
against = против
part = часть
origins = независимых источников: { $n }
none-chosen = При этих фильтрах событий не осталось.
none-at-all = В деле ещё нет событий. Добавьте сообщения, и они появятся здесь.

download = Скачать
download-chosen = Выбранные события таблицей ({ NUMBER($n) }):
download-done = Строк: { $n }…
download-whole = Всё дело:
export-acled = CSV, как в ACLED
export-ged = CSV, как в UCDP GED
export-jsonl = JSON Lines
export-geojson = GeoJSON
export-parquet = Parquet
saved = Строк сохранено: { NUMBER($n) }.

review-these = Проверить эти
actors-of-these = Их стороны
key-into-table = В таблицу (далее j, k, Enter)
key-table-only = Только таблица или с картой
key-drop-all = Снять все фильтры
key-review-these = Проверить выбранные события
