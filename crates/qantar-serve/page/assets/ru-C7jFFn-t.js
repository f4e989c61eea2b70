var e=Object.values(Object.assign({"./actor.ftl":`# Одна сторона.
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
`,"./actors.ftl":`# Стороны и одна сторона.
actors-what = Кто на кого воздействует — по событиям этого дела.
actors-search = Искать по названиям
actors-most = Показывать не больше
actors-all-events = По всем событиям
actors-all = Все стороны
actors-none = Сторон пока нет: они появятся вместе с сообщениями.
actors-none-found = Стороны с таким названием нет.
actors-network = Сеть сторон
actors-tables = Стороны и связи в таблицах
actors-ties = Связи
actors-ties-of = { NUMBER($shown) } связей с наибольшим числом событий из { NUMBER($total) }
actors-of = { NUMBER($shown) } с наибольшим числом событий из { NUMBER($total) }
actors-name = Название
actors-sector = Сектор
actors-events = Событий
actors-acts = Действует
actors-suffers = Объект
actors-actor = Кто действует
actors-target = На кого
actors-types = Что произошло
actors-kind-force = силовые органы государства
actors-kind-office = органы власти
actors-kind-armed = прочие вооружённые группы
actors-kind-people = люди, партии, движения
actors-kind-bodies = организации, пресса, бизнес
actors-kind-untold = не указано
actors-no-webgl = Этот браузер не может нарисовать сеть (нет WebGL). Всё, что в ней есть, — в таблицах.
actors-no-ties = Ни одна из этих сторон не воздействует на другую.
actors-laying = Сеть раскладывается…
actors-fit = Вся сеть
actors-how = Размер — число событий. Стрелка — от того, кто действует, к тому, на кого; чем шире, тем больше событий. Стрелки клавиатуры ведут к соседям, Enter открывает.
actors-alone = { $n ->
    [one] { $n } сторона без связей есть только в таблице.
    [few] { $n } стороны без связей есть только в таблице.
   *[many] { $n } сторон без связей есть только в таблице.
  }
actors-acts-on = Воздействует на
actors-acted-by = Испытывает воздействие от
actors-spoken = { $name }: { $n ->
    [one] { $n } событие
    [few] { $n } события
   *[many] { $n } событий
  }, { $neighbours ->
    [one] { $neighbours } сосед
    [few] { $neighbours } соседа
   *[many] { $neighbours } соседей
  }
key-actors-neighbour = К соседу в этом направлении (в сети)
key-actors-open = Открыть выбранную сторону
key-actors-none = Снять выбор
key-actors-nearer = Ближе
key-actors-farther = Дальше
key-actors-whole = Вся сеть

# Секторы (PLOVER).
sector-GOV = правительство
sector-MIL = военные
sector-COP = полиция
sector-JUD = суд и прокуратура
sector-LEG = законодатели
sector-SPY = спецслужбы
sector-ELI = элиты
sector-HLH = органы здравоохранения
sector-REB = повстанцы
sector-PRM = военизированные группы
sector-UAF = неизвестные вооружённые
sector-CRM = преступники
sector-CVL = гражданские
sector-OPP = оппозиция
sector-PTY = партии
sector-LAB = работники и профсоюзы
sector-AGR = крестьяне
sector-EDU = образование
sector-REL = религия
sector-REF = беженцы
sector-JRN = журналисты
sector-NGO = НПО
sector-IGO = международные организации
sector-MED = медики
sector-BUS = бизнес
`,"./event.ftl":`# Значения, поля и числа, где бы они ни показывались.
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
`,"./frame.ftl":`# Рамка вокруг каждой страницы.
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
`,"./more.ftl":`# Добавление, журнал, кодировщики, вход, выгрузка, о программе.
add-what = Сообщения читаются на этом компьютере и никуда не отправляются.
add-drop = Перетащите сюда файлы или папку
add-looking = Просматриваю папку…
add-files = Выбрать файлы
add-folder = Выбрать папку
add-kinds = Простой текст, Markdown, сохранённые веб-страницы (HTML), JSON, JSON Lines. Добавить одно сообщение дважды не страшно.
add-anyone = Чтобы добавлять, имя не нужно; чтобы решать — нужно.
add-closed = Дело открыто только для чтения, добавить ничего нельзя.
add-nothing = Здесь не оказалось ни одного файла.
add-running = Сообщения читаются
add-stopping = Остановка после текущего сообщения…
add-stopped = Остановлено. Прочитанное сохранено.
add-finished = Всё прочитано.
add-failed = Добавление прервалось. Прочитанное сохранено.
add-stop = Остановить
add-progress = Сообщений: { NUMBER($done) } из { NUMBER($total) }
add-rate = { $n } в секунду
add-left = осталось примерно { $time }
add-seconds = { $n } с
add-minutes = { NUMBER($n) } мин
add-new = Новые
add-unchanged = Уже были
add-changed = Прочитаны заново
add-merging = Описания сводятся в события…
add-look = { $n ->
    [one] Посмотреть { NUMBER($n) } событие
    [few] Посмотреть { NUMBER($n) } события
   *[many] Посмотреть { NUMBER($n) } событий
  }
add-reports = К сообщениям
add-more = Добавить ещё
add-ended = Чтение закончено. Новых сообщений: { NUMBER($new) }, неполадок: { NUMBER($problems) }
add-file = Файл
add-do = Что делать
add-do-convert = Сохраните его как простой текст или HTML в той программе, где он создан, и добавьте.
add-do-table = Превратите строки таблицы в JSON Lines с полями «text», «title», «published» и добавьте.
add-do-unpack = Распакуйте и добавьте папку.
add-do-words = Текста в файле нет. Запишите слова и добавьте их как текст.
add-do-mend = Откройте файл и проверьте, цел ли текст; исправьте и добавьте снова.

log-intro = Всё, что было решено и изменено, новое сверху. Ничего не удаляется: отмена — это ещё одна запись.
log-judgements = Решения
log-all = Все записи
log-entries = { $n ->
    [one] { NUMBER($n) } запись
    [few] { NUMBER($n) } записи
   *[many] { NUMBER($n) } записей
  }
n-judgements = { $n ->
    [one] { NUMBER($n) } решение
    [few] { NUMBER($n) } решения
   *[many] { NUMBER($n) } решений
  }
log-none = Пока ничего не решено.
log-number = №
log-at = Когда
log-by = Кто
log-by-all = Решения всех
log-says = Решение
log-what = О чём
log-why = Почему
log-seconds = Секунды
log-holds = Действует
log-holds-yes = действует
log-holds-no = больше не действует
log-undone-by = отменено записью { $n }
log-undo = Отменить решение { $n }
log-kind = Что
log-subject = О чём
log-case = всё дело
log-says-right = верно
log-says-wrong = неверно
log-says-instead = другое значение
log-says-same = одно событие
log-says-not_same = разные события
log-says-entity = одна сторона
log-says-note = заметка
log-says-missed = пропущенное событие
log-says-undo = отмена
log-kind-document_kept = сообщение сохранено
log-kind-document_read_again = сообщение прочитано заново
log-kind-origin_added = сообщение нашлось ещё в одном месте
log-kind-judged = решение

coders-what = Кто сколько решил и насколько решения совпадают.
coders-none = Пока никто ничего не решал.
coders-judgements = Решений
coders-records = Сообщений оценено
coders-seconds = Медиана, с
coders-you = вы
coders-agreement = Согласие
coders-alone = Согласие можно измерить, когда хотя бы двое решат об одних и тех же событиях.
coders-between = { $n ->
    [one] { NUMBER($n) } сообщение оценивали двое или больше из этих людей:
    [few] { NUMBER($n) } сообщения оценивали двое или больше из этих людей:
   *[many] { NUMBER($n) } сообщений оценивали двое или больше из этих людей:
  }
coders-slot = О чём
coders-whole = событие в целом
coders-alpha = Альфа
coders-scale = Альфа от 0 до 1
coders-meaning = Словами
coders-units = Единиц
coders-too-few = слишком мало, чтобы судить
coders-unknown = не измерить: все говорят одно
coders-reliable = надёжно
coders-tentative = хватает для осторожных выводов
coders-weak = слабо: стоит вместе перечитать инструкцию
coders-chance = не лучше случайного
coders-alpha-what = Альфа Криппендорфа для номинальных данных: 1 — полное согласие, 0 — как при случайном выборе. Отметки стоят на 0,667 и 0,8.

sign-in-passwords = Это дело общее: чтобы решать, войдите под своим именем и паролем.
sign-in-name-alone = Каждое решение хранится с именем того, кто его принял. На этом компьютере достаточно имени.
sign-in-now = Сейчас решения сохраняются под именем:
sign-in-other = Кто-то другой
sign-in-name = Имя
sign-in-password = Пароль
sign-in-enter = Войти
sign-in-take = Решать под этим именем
sign-in-out = Выйти
sign-in-forget = Забыть имя
sign-in-mine = Мои решения
sign-in-done = Теперь решения сохраняются под именем { $name }.
sign-in-blind = Кодирование слепое: решения других видны только после вашего собственного.

export = Выгрузка
export-what = Все события дела, у каждого — предложения и сообщения, на которых основана каждая ячейка.
take-acled = Таблица в столбцах ACLED — для расчётов, которые их ждут; источники идут второй таблицей.
take-ged = Таблица в столбцах UCDP GED: погибшие по сторонам, нижняя, лучшая и верхняя оценки.
take-jsonl = О каждом событии всё, по одному в строке, без пропусков. Для программ.
take-geojson = События с местом — для карт в QGIS, ArcGIS или браузере.
take-parquet = Компактная таблица с типами — для R, Python или DuckDB.
key-export = Выгрузить события

about = О программе
about-short = работает без сети
about-what = qantar читает сообщения о политических волнениях, сводит их описания в события и хранит слова, стоящие за каждой ячейкой.
about-version = Это версия { $version }.
about-offline = Сеть программе не нужна: сообщения, решения и карты остаются на этом компьютере, и другие компьютеры она ни о чём не спрашивает.
about-credits = Чужие данные
about-earth = Границы и берега: Natural Earth
about-geonames = Места: GeoNames, сокращены и переложены заново
about-plover = Типы событий и секторы: PLOVER
about-petrarch = Списки имён и групп: словари PETRARCH
about-minilm = Начальные веса моделей: all-MiniLM-L6-v2
about-public-domain = общественное достояние
about-borders = Границы проведены так, как их проводит Natural Earth. О том, чьи они, это ничего не говорит.
about-licence = Программа распространяется под лицензией MIT или Apache 2.0, на ваш выбор. Все источники полностью названы в файле NOTICE.
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
`,"./report.ftl":`# Страница сообщения.
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
`,"./review.ftl":`# Проверка.
review-queue = Очередь: сначала то, на что важнее взглянуть
review-worth = Ценность взгляда: { $percent } %
review-form = Запись как форма
review-progress = решено { $n }, в среднем { $seconds } с
review-left = осталось { $n }
review-saving = сохраняется { $n }
review-save = { $n ->
    [0] Сохранить изменения
    [one] Сохранить { $n } изменение
    [few] Сохранить { $n } изменения
   *[many] Сохранить { $n } изменений
  }
review-saved = { $n ->
    [one] Заменено { $n } значение.
    [few] Заменены { $n } значения.
   *[many] Заменено { $n } значений.
  }
review-ties = Самые слабые связи внутри события
review-whole-page = Страница события
review-empty = Решать здесь больше нечего.
review-undo-last = Отменить последнее решение
review-read-only = Дело открыто только для чтения: решать ничего нельзя.
review-keys-move = переход
review-keys-all = все клавиши
blind = Слепое двойное кодирование
bulk = Решить для всех: { $n }
bulk-title = Одно решение для всех событий: { $n }
bulk-verdict = Решение
bulk-long-right = Все подходящие события ({ $n }) признаются верными. Отменить можно одним шагом.
bulk-long-wrong = Все подходящие события ({ $n }) признаются неверными и исключаются из записи. Отменить можно одним шагом.
bulk-type-number = Для уверенности введите { $n }
bulk-do-right = Признать верными: { $n }
bulk-do-wrong = Признать неверными: { $n }
bulk-progress = { $n } из { $of }
bulk-stop = Остановить
bulk-done = Решено событий: { $n }.
bulk-undo = Отменить все решения: { $n }
bulk-did-right = { $n ->
    [one] { $n } событие признано верным.
    [few] { $n } события признаны верными.
   *[many] { $n } событий признано верными.
  }
bulk-did-wrong = { $n ->
    [one] { $n } событие признано неверным.
    [few] { $n } события признаны неверными.
   *[many] { $n } событий признано неверными.
  }
key-next = Следующая запись
key-previous = Предыдущая запись
key-right-next = Верно, и дальше
key-wrong-next = Неверно, и дальше
key-open = Открыть событие
`,"./sources.ftl":`# Источники и список сообщений.
sources-what = Кто, что и в какие дни публиковал и что не удалось прочитать.
sources-none = В деле пока нет сообщений.
sources-outlet = Издание
sources-outlets = Издания
sources-accounts = Описания
sources-first = Первое
sources-last = Последнее
sources-problems = Неполадки
sources-unread = Не прочитано совсем
sources-span = Опубликованы
sources-by-day = Сообщения по изданиям и дням
sources-day = День
sources-strip = Сообщения по изданиям и дням; стрелки ведут по клеткам
sources-strip-how = Чем темнее, тем больше сообщений; в самой тёмной клетке — { $most }. ▼ — дни, когда сообщений намного меньше обычного.
sources-cell = { $when }, { $publisher }: { $n ->
    [one] { $n } сообщение
    [few] { $n } сообщения
   *[many] { $n } сообщений
  }
sources-others = все остальные
sources-untold = издание не указано
sources-sum = Все издания: { NUMBER($n) }.
sources-no-days = Ни в одном сообщении не указан день публикации.
sources-thin = Скудные дни
sources-thin-word = намного меньше обычного
sources-thin-why = Затишье или нет наблюдений? В эти дни сообщений намного меньше, чем в соседние. Если событий известно мало, это не значит, что мало произошло: источник могли закрыть или отрезать от связи, а могли просто не собрать.
sources-thin-events = События этого дня
sources-usual = Обычно
sources-troubles = Что не удалось прочитать
sources-troubles-what = Остальное в этих сообщениях прочитано. Исправьте файл и добавьте его снова — или откройте сообщение и внесите недостающее вручную.
sources-troubles-none = Прочитано всё.
sources-refused = Что не удалось принять
sources-refused-what = Ничего из этого в деле нет. Список хранится, пока хранится дело, даже если позже это удалось принять.
sources-from = Откуда
sources-stage = Где
sources-why = Что и почему
stage-ingest = приём
stage-segment = предложения
stage-mention = имена
stage-time = время
stage-place = места
stage-event = события
stage-claim = утверждения
stage-entity = стороны
n-reports = { $n ->
    [one] { NUMBER($n) } сообщение
    [few] { NUMBER($n) } сообщения
   *[many] { NUMBER($n) } сообщений
  }
nav-events = События
reports-search = Искать в заголовках и текстах
reports-published = Дата
reports-title = Заголовок
reports-language = Язык
reports-words = Слов
reports-claims = Утверждений
reports-untitled = без заголовка ({ $id })
reports-all = Все сообщения
reports-all-outlets = Сообщения всех изданий
reports-none-found = Ни в одном сообщении таких слов нет.
`})).join(`
`);export{e as default};