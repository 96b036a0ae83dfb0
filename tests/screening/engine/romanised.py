"""Invented names with the ways in which people write them in another script.

Written out by hand after scholarly, English, German, French and Polish habits, and by
ear; some are beyond what rules can know.
"""

ROMANISED = [
    (
        "en",
        "Thunder Harbour Pact",
        [
            "Тандер Харбор Пакт",
            "Сандер Харбор Пакт",
            "თანდერ ჰარბორ პაქტი",
            "Θάντερ Χάρμπορ Πακτ",
        ],
    ),
    ("en", "Crimson Wheat Union", ["Кримсон Уит Юнион", "Кримзон Вит Юнион"]),
    (
        "en",
        "Winter Shield Front",
        ["Уинтер Шилд Фронт", "Винтер Шилд", "ווינטר שילד פרונט"],
    ),
    ("en", "Stone Eagle", ["Стоун Игл", "Стоун Игл Клуб"]),
    ("en", "White Raven Society", ["Уайт Рейвен", "Вайт Рейвен Сосайети"]),
    ("de", "Wehrbund Eichental", ["Вербунд Айхенталь", "Верьбунд Эйхенталь"]),
    ("de", "Schwarze Lohe", ["Шварце Лоэ", "Шварце Лохе", "Шварце Лое"]),
    ("de", "Jungsturm Habichtsberg", ["Юнгштурм Хабихтсберг", "Юнгштурм Габихтсберг"]),
    ("de", "Treue Wacht Ostholz", ["Тройе Вахт Остхольц"]),
    ("fr", "Front des Chevaliers Rouges", ["Фрон де Шевалье Руж"]),
    ("fr", "Bataillon Sans Ombre", ["Батайон Сан Омбр"]),
    ("fr", "Jeunesse du Lys Brisé", ["Жёнес дю Лис Бризе", "Жёнесс дю Лис Бризе"]),
    ("it", "Guardia del Ghiaccio", ["Гуардия дель Гьяччо"]),
    ("it", "Lega Scudo Acceso", ["Лега Скудо Аччезо"]),
    (
        "es",
        "Hijos del Águila Ciega",
        ["Ихос дель Агила Сьега", "Хихос дель Агила Сиега"],
    ),
    ("pl", "Młodzi Rycerze Świtu", ["Млоди Рыцеже Свиту", "Млодзи Рыцари Свиту"]),
    (
        "pl",
        "Żelazna Szabla",
        ["Железна Шабля", "Желязна Шабля", "Zelazna Szabla", "Zhelazna Shabla"],
    ),
    ("cs", "Řád Zlaté Žíly", ["Ржад Злате Жилы", "Rad Zlate Zily"]),
    ("hu", "Szent Sas Gárda", ["Сент Шаш Гарда"]),
    ("hu", "Zúgó Sereg", ["Зуго Шерег"]),
    ("tr", "Kızıl Çınar Ocağı", ["Кызыл Чынар", "Kizil Cinar Ocagi", "Kyzyl Tschynar"]),
    ("tr", "Gök Börü", ["Гёк Бёрю", "Гок Бору", "Goek Boerue"]),
    (
        "ru",
        "Щит Юга",
        [
            "Shchit Yuga",
            "Schtschit Juga",
            "Szczit Juga",
            "Chtchit Iouga",
            "Šč’it Juga",
            "Ščit Juga",
        ],
    ),
    (
        "ru",
        "Яркий Живой Ёж",
        [
            "Yarkiy Zhivoy Yozh",
            "Jarkij Schiwoj Josch",
            "Iarki Jivoï Ioj",
            "Jarkij Žywoj Jož",
        ],
    ),
    (
        "ru",
        "Хранители Цитадели",
        [
            "Khraniteli Tsitadeli",
            "Chraniteli Zitadeli",
            "Hraniteli Citadeli",
            "Chraniciele Cytadeli",
        ],
    ),
    (
        "ru",
        "Объединение Чистый Лёд",
        ["Chisty Lyod", "Tschisty Ljod", "Chistyi Led", "Obyedinenie Chisty Lyod"],
    ),
    (
        "uk",
        "Гайдамацька Їжа Щастя",
        [
            "Haydamatska Yizha Shchastya",
            "Hajdamac'ka Jiža Ščastja",
            "Gaydamatska Izha Schastia",
        ],
    ),
    (
        "uk",
        "Хортицький Грім",
        ["Khortytskyi Hrim", "Chortyzkyj Hrim", "Chortycki Hrim", "Hortyckyj Grim"],
    ),
    (
        "uk",
        "Чорнобривці Волі",
        ["Chornobryvtsi Voli", "Tschornobrywzi Woli", "Czornobrywci Woli"],
    ),
    (
        "be",
        "Дзікае Паляванне Ночы",
        [
            "Dzikaje Palavannie Nočy",
            "Dzikaye Palyavanne Nochy",
            "Dikaje Paljawannje Notschy",
        ],
    ),
    ("be", "Каваль і Ўнукі", ["Kaval i Unuki", "Kawal i Wnuki"]),
    ("bg", "Щурм на Юга", ["Shturm na Yuga", "Shturm na Juga"]),
    ("bg", "Вълчи Зъб", ["Valchi Zab", "Vulchi Zub", "Vǎlči Zǎb", "Wyltschi Syb"]),
    (
        "sr",
        "Ђердапски Штит",
        ["Đerdapski Štit", "Djerdapski Stit", "Djerdapski Shtit", "Gjerdapski Štit"],
    ),
    ("sr", "Чувари Његоша", ["Čuvari Njegoša", "Cuvari Njegosa", "Chuvari Njegosha"]),
    (
        "el",
        "Φρουροί του Αιγαίου",
        ["Frouroi tou Aigaiou", "Frouri tou Egeou", "Phrouroi Aigaiou"],
    ),
    ("el", "Ξίφος Εύξεινου", ["Xifos Efxinou", "Xiphos Euxeinou", "Ksifos Evxinou"]),
    ("el", "Μπλε Ντέφι", ["Ble Defi", "Mple Ntefi"]),
    (
        "ka",
        "ჭაბუკთა წყარო",
        ["Chabukta Tskaro", "Ch'abukta Ts'q'aro", "Tschabukta Zkaro"],
    ),
    ("ka", "ყვითელი ხმალი", ["Qviteli Khmali", "Kviteli Chmali", "Yviteli Xmali"]),
    ("ka", "ღამის ძაღლი", ["Ghamis Dzaghli", "Ramis Dzagli", "Gamis Zagli"]),
    ("hy", "Հայոց Վրեժ", ["Hayots Vrezh", "Hajoz Wresch"]),
    ("hy", "Ջրվեժի Քաջեր", ["Jrvezhi Kajer", "Dschrweschi Kadscher"]),
    ("he", "חומת הצפון", ["Chomat HaTzafon", "Homat Hatsafon"]),
    (
        "he",
        "לוחמי יהודה החדשה",
        ["Lochamei Yehuda HaChadasha", "Lohamey Yehuda Hahadasha"],
    ),
]
