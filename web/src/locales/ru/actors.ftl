# Стороны и одна сторона.
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
