"""Invented names of ordinary words with their grammatical forms, written out by hand.

A line is a name and its other forms; most of the words change inside when they are
inflected, which is what these are for.
"""

PARADIGMS = {
    "ru": """
Быстрый Олень|Быстрого Оленя|Быстрому Оленю|Быстрым Оленем|Быстром Олене
Синий Камень|Синего Камня|Синему Камню|Синим Камнем|Синем Камне
Последний Огонь|Последнего Огня|Последнему Огню|Последним Огнём|Последнем Огне
Волчий Рог|Волчьего Рога|Волчьему Рогу|Волчьим Рогом|Волчьем Роге
Медвежья Лапа|Медвежьей Лапы|Медвежьей Лапе|Медвежьей Лапой|Медвежью Лапу
Стальная Рука|Стальной Руки|Стальной Руке|Стальной Рукой|Стальную Руку
Тихая Ночь|Тихой Ночи|Тихой Ночью
Святой Орёл|Святого Орла|Святому Орлу|Святым Орлом|Святом Орле
Кованый Замок|Кованого Замка|Кованому Замку|Кованым Замком
Белый Лебедь|Белого Лебедя|Белому Лебедю|Белым Лебедем
Горькая Полынь|Горькой Полыни|Горькой Полынью
Дальний Берег|Дальнего Берега|Дальнему Берегу|Дальним Берегом
Каменные Крылья|Каменных Крыльев|Каменным Крыльям|Каменными Крыльями
Братья Севера|Братьев Севера|Братьям Севера|Братьями Севера
Дети Грома|Детей Грома|Детям Грома|Детьми Грома
Сыны Рассвета|Сынов Рассвета|Сынам Рассвета|Сынами Рассвета
Русская Сечь|Русской Сечи|Русской Сечью
Новое Знамя|Нового Знамени|Новому Знамени|Новым Знаменем
Древнее Солнце|Древнего Солнца|Древнему Солнцу|Древним Солнцем
Ночной Дозор Севера|Ночного Дозора Севера|Ночному Дозору Севера
Лесной Пёс|Лесного Пса|Лесному Псу|Лесным Псом
Красный День|Красного Дня|Красному Дню|Красным Днём
Грозовой Лёд|Грозового Льда|Грозовым Льдом
Степная Земля|Степной Земли|Степной Землёй|Степную Землю
Кровь Предков|Крови Предков|Кровью Предков
""",
    "uk": """
Сталевий Вовк|Сталевого Вовка|Сталевому Вовку|Сталевим Вовком
Синя Сокира|Синьої Сокири|Синій Сокирі|Синьою Сокирою|Синю Сокиру
Чорний Ліс|Чорного Лісу|Чорному Лісу|Чорним Лісом
Дика Річ|Дикої Речі|Дикою Річчю
Золотий Кінь|Золотого Коня|Золотому Коневі|Золотим Конем
Крижаний Ніж|Крижаного Ножа|Крижаним Ножем
Вовча Зграя|Вовчої Зграї|Вовчій Зграї|Вовчою Зграєю
Сини Степу|Синів Степу|Синам Степу|Синами Степу
Біла Гора|Білої Гори|Білій Горі|Білою Горою
Кривава Ніч|Кривавої Ночі|Кривавою Ніччю
Лісова Нога|Лісової Ноги|Лісовій Нозі|Лісовою Ногою
Гострий Кіготь|Гострого Кігтя|Гострим Кігтем
Тиха Дорога|Тихої Дороги|Тихій Дорозі|Тихою Дорогою
Залізний Обрій|Залізного Обрію|Залізному Обрію|Залізним Обрієм
Мужнє Серце|Мужнього Серця|Мужньому Серцю|Мужнім Серцем
""",
    "be": """
Чорны Воўк|Чорнага Ваўка|Чорнаму Ваўку|Чорным Ваўком
Стары Дуб|Старога Дуба|Старому Дубу|Старым Дубам
Жалезная Рука|Жалезнай Рукі|Жалезнай Руцэ|Жалезнай Рукой
Ясная Зорка|Яснай Зоркі|Яснай Зорцы|Яснай Зоркай
Белы Агонь|Белага Агню|Беламу Агню|Белым Агнём
Лясная Сцежка|Лясной Сцежкі|Лясной Сцежцы|Лясной Сцежкай
Дзікі Вецер|Дзікага Ветру|Дзікаму Ветру|Дзікім Ветрам
""",
    "pl": """
Biały Orzeł|Białego Orła|Białemu Orłowi|Białym Orłem|Białym Orle
Żelazna Ręka|Żelaznej Ręki|Żelaznej Ręce|Żelazną Ręką|Żelazną Rękę
Czarny Kruk|Czarnego Kruka|Czarnemu Krukowi|Czarnym Krukiem
Stara Gwiazda|Starej Gwiazdy|Starej Gwieździe|Starą Gwiazdą|Starą Gwiazdę
Ostry Miecz|Ostrego Miecza|Ostremu Mieczowi|Ostrym Mieczem
Dzika Rzeka|Dzikiej Rzeki|Dzikiej Rzece|Dziką Rzeką
Leśny Wiatr|Leśnego Wiatru|Leśnemu Wiatrowi|Leśnym Wiatrem
Złota Brama|Złotej Bramy|Złotej Bramie|Złotą Bramą|Złotą Bramę
Synowie Gromu|Synów Gromu|Synom Gromu|Synami Gromu
Kamienna Wieża|Kamiennej Wieży|Kamienną Wieżą
Srogi Niedźwiedź|Srogiego Niedźwiedzia|Srogim Niedźwiedziem
Krwawy Ogień|Krwawego Ognia|Krwawemu Ogniowi|Krwawym Ogniem
Wierna Sowa|Wiernej Sowy|Wiernej Sowie|Wierną Sową
Młody Dąb|Młodego Dębu|Młodemu Dębowi|Młodym Dębem
Twarda Pięść|Twardej Pięści|Twardą Pięścią
Nocny Pochód|Nocnego Pochodu|Nocnym Pochodem
""",
    "cs": """
Černý Orel|Černého Orla|Černému Orlu|Černým Orlem
Železná Pěst|Železné Pěsti|Železnou Pěstí
Bílá Hora Stráž|Bílé Hory Stráže
Ostrý Meč|Ostrého Meče|Ostrým Mečem
Rudá Růže|Rudé Růže|Rudé Růži|Rudou Růží
Starý Kříž|Starého Kříže|Starým Křížem
Noční Vlk|Nočního Vlka|Nočnímu Vlku|Nočním Vlkem
Věrná Ruka|Věrné Ruky|Věrné Ruce|Věrnou Rukou
Synové Hromu|Synů Hromu|Synům Hromu
Divoký Pes|Divokého Psa|Divokým Psem
""",
    "sk": """
Čierny Havran|Čierneho Havrana|Čiernemu Havranovi|Čiernym Havranom
Ostrá Sekera|Ostrej Sekery|Ostrej Sekere|Ostrou Sekerou
""",
    "sr": """
Бели Орао|Белог Орла|Белом Орлу|Белим Орлом
Црна Рука Севера|Црне Руке Севера|Црној Руци Севера|Црном Руком Севера
Гвоздени Пас|Гвозденог Пса|Гвозденим Псом
Стара Звезда|Старе Звезде|Старој Звезди|Старом Звездом
Синови Грома|Синова Грома|Синовима Грома
""",
    "hr": """
Crni Gavran|Crnog Gavrana|Crnom Gavranu|Crnim Gavranom
Željezna Šaka|Željezne Šake|Željeznoj Šaci|Željeznom Šakom
Bijela Ruža|Bijele Ruže|Bijeloj Ruži|Bijelom Ružom
""",
    "bg": """
Железен Юмрук|Железния Юмрук|Железният Юмрук
Черна Роза|Черната Роза
Бял Орел|Белия Орел|Белият Орел
""",
    "el": """
Μαύρος Λύκος|Μαύρου Λύκου|Μαύρο Λύκο
Σιδερένια Γροθιά|Σιδερένιας Γροθιάς
Χρυσή Άγκυρα|Χρυσής Άγκυρας|Χρυσή Άγκυρα
Ιερός Δρόμος|Ιερού Δρόμου|Ιερό Δρόμο
Παιδιά του Βορρά|Παιδιών του Βορρά
Πέτρινο Τείχος|Πέτρινου Τείχους
Φύλακες Πόλης|Φυλάκων Πόλης
""",
    "ka": """
თეთრი არწივი|თეთრი არწივის|თეთრ არწივს|თეთრმა არწივმა|თეთრი არწივით
ფოლადის ხელი|ფოლადის ხელის|ფოლადის ხელს|ფოლადის ხელთან
ძველი ციხე|ძველი ციხის|ძველ ციხეს|ძველ ციხესთან
ცეცხლის წყალი|ცეცხლის წყლის|ცეცხლის წყალს
ქვის მგელი|ქვის მგლის|ქვის მგელს|ქვის მგელმა
""",
    "hy": """
Սպիտակ Գայլ|Սպիտակ Գայլի|Սպիտակ Գայլը|Սպիտակ Գայլից|Սպիտակ Գայլով
Քարե Ձեռք|Քարե Ձեռքի|Քարե Ձեռքը
Հին Բերդ|Հին Բերդի|Հին Բերդում
Կրակի Որդիներ|Կրակի Որդիների|Կրակի Որդիներին
""",
    "he": """
בני הסלע|לבני הסלע|ובני הסלע|מבני הסלע|שבני הסלע
האריה הלבן|לאריה הלבן|באריה הלבן|ולאריה הלבן
""",
    "hu": """
Fekete Holló|Fekete Hollónak|Fekete Hollóval|Fekete Hollóról|Fekete Hollót
Vas Ököl Rend|Vas Ököl Rendnek|Vas Ököl Renddel|Vas Ököl Rendtől
Északi Farkas|Északi Farkassal|Északi Farkasnak|Északi Farkasok|Északi Farkasért
Kő Torony|Kő Toronnyal|Kő Toronyban|Kő Toronyhoz|Kő Tornyot
""",
    "tr": """
Kara Şahin|Kara Şahin'in|Kara Şahinler|Kara Şahin’e|Kara Şahin'den|Kara Şahinle
Demir Yumruk|Demir Yumruğun|Demir Yumruk'un|Demir Yumruğa
Gök Bayrak|Gök Bayrağın|Gök Bayrağı|Gök Bayrak'la
""",
    "de": """
Schwarzer Adler|Schwarzen Adlers|Schwarzen Adler|Schwarzem Adler
Eiserne Faust Nord|Eisernen Faust Nord
Alter Turm|Alten Turms|Alten Turmes|Alten Turm
Freie Raben|Freien Raben|Freier Raben
""",
    "ro": """
Lupul Negru|Lupului Negru
Steaua Nordului Vechi|Stelei Nordului Vechi
""",
    "lt": """
Juodas Vilkas|Juodo Vilko|Juodam Vilkui|Juodu Vilku
Geležinė Ranka|Geležinės Rankos|Geležinei Rankai|Geležine Ranka
""",
    "fi": """
Musta Karhu|Mustan Karhun|Mustalle Karhulle|Mustaa Karhua
Rautainen Käsi|Rautaisen Käden|Rautaista Kättä
""",
    "lv": """
Melnais Vilks|Melnā Vilka|Melnajam Vilkam
""",
    "et": """
Must Hunt Põhjast|Musta Hundi Põhjast
""",
}

SENTENCES = {
    "ru": "Мы обсудим письмо о {} сегодня.",
    "uk": "Сьогодні говоримо про {} разом.",
    "be": "Сёння гаворым пра {} разам.",
    "bg": "Днес говорим за {} заедно.",
    "sr": "Данас говоримо о {} заједно.",
    "el": "Σήμερα μιλάμε για {} μαζί.",
    "ka": "დღეს ვსაუბრობთ {} შესახებ.",
    "hy": "Այսօր խոսում ենք {} մասին։",
    "he": "היום נדבר על {} יחד.",
}
ELSEWHERE = "xx {} yy."
