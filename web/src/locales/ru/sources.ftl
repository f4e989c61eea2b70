# Источники и список сообщений.
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
