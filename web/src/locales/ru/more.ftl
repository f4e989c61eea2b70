# Добавление, журнал, кодировщики, вход, выгрузка, о программе.
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
