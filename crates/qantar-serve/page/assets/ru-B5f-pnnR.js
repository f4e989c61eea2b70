var e=Object.values(Object.assign({"./frame.ftl":`# Рамка вокруг каждой страницы.
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
`,"./ontology.ftl":`# Онтология словами. Способ, который при одном типе значит другое, назван отдельно.

type-ACCUSE = Обвинение
type-AGREE = Соглашение
type-AID = Помощь
type-ASSAULT = Нападение
type-COERCE = Принуждение
type-CONCEDE = Уступка
type-CONSULT = Переговоры
type-COOPERATE = Сотрудничество
type-MOBILIZE = Мобилизация
type-PROTEST = Протест
type-REJECT = Отказ
type-REQUEST = Требование
type-RETREAT = Отступление
type-SANCTION = Санкция
type-SUPPORT = Поддержка
type-THREATEN = Угроза

mode-abduction = Похищение
mode-aid = Просьба о помощи
mode-airstrike = Авиаудар
mode-alert = Боевая готовность
mode-allege = Утверждение о вине
mode-appeal = Призыв
mode-armed-attack = Вооружённое нападение
mode-arrest = Арест
mode-back = Поддержка
mode-ban = Запрет
mode-beating = Избиение
mode-bombing = Взрыв
mode-boycott = Бойкот
mode-boycott-talks = Бойкот переговоров
mode-break-relations = Разрыв отношений
mode-call = Призыв
mode-ceasefire = Прекращение огня
mode-ceasefire-kept = Соблюдение перемирия
mode-censor = Цензура
mode-charge = Предъявление обвинения
mode-clash = Столкновение
mode-condemn = Осуждение
mode-crackdown = Подавление
mode-crowd-control = Разгон толпы
mode-curfew = Комендантский час
mode-deal = Сделка
mode-defy = Неповиновение
mode-demand = Требование
mode-demobilise = Демобилизация
mode-demonstration = Демонстрация
mode-dismiss = Увольнение
mode-displace = Вынужденное переселение
mode-ease = Смягчение
mode-economic-aid = Экономическая помощь
mode-embargo = Эмбарго
mode-emergency = Чрезвычайное положение
mode-endorse = Одобрение
mode-execution = Казнь
mode-exercise = Учения
mode-expel = Изгнание
mode-extradite = Выдача
mode-force = Сила
mode-humanitarian = Гуманитарная помощь
mode-hunger-strike = Голодовка
mode-investigate = Расследование
mode-REQUEST-investigate = Требование расследования
mode-joint-work = Совместная работа
mode-killing = Убийство
mode-lift = Отмена
mode-mediate = Посредничество
mode-meet = Встреча
mode-military-aid = Военная помощь
mode-militia = Ополчение
mode-obstruction = Перекрытие
mode-other = Другое
mode-pardon = Помилование
mode-police = Полиция
mode-policy-change = Смена политики
mode-REQUEST-policy-change = Требование сменить политику
mode-protest = Протест
mode-raid = Обыск
mode-rally = Митинг
mode-recognise = Признание
mode-refuse = Отказ
mode-reject-demand = Отклонение требования
mode-release = Освобождение
mode-REQUEST-release = Требование освобождения
mode-resign = Отставка
mode-REQUEST-resign = Требование отставки
mode-riot = Беспорядки
mode-sanction = Санкция
mode-seize = Захват
mode-sentence = Приговор
mode-sexual = Сексуальное насилие
mode-share = Обмен
mode-shelling = Обстрел
mode-shelter = Убежище
mode-shooting = Стрельба
mode-stabbing = Нападение с ножом
mode-strike = Забастовка
mode-sue = Иск
mode-surrender = Сдача
mode-suspend-aid = Приостановка помощи
mode-torture = Пытки
mode-troops = Войска
mode-ultimatum = Ультиматум
mode-veto = Вето
mode-visit = Визит
mode-weapons = Оружие
mode-withdraw = Отвод
mode-withdraw-from-treaty = Выход из договора

status-happened = произошло
status-planned = планируется
status-hypothetical = предполагается
status-denied = отрицается

precision-site = точное место
precision-town = населённый пункт
precision-district = район
precision-region = регион
precision-country = страна
precision-area = обширная местность

counted-killed = убито
counted-injured = ранено
counted-detained = задержано
counted-participants = участников
counted-other = прочее
`,"./overview.ftl":`# Обзор: карта, шкала времени, таблица.
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
`})).join(`
`);export{e as default};