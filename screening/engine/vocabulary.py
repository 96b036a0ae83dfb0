"""Words that every language uses around names: they tell little about who is meant.

In small letters, with or without diacritics: they are folded (`letters.fold`), as are
the words asked for. A stem ends with `-` and stands for the word with any ending of up
to five letters.
"""

import re

from .letters import fold


def _stems(stems: list[str]) -> re.Pattern[str]:
    longest_first = sorted(stems, key=len, reverse=True)
    # No stems: a pattern that never matches.
    return re.compile(rf"(?:{'|'.join(longest_first) or '(?!)'})\w{{0,5}}")


class Vocabulary:
    """A set of words and stems; `word in vocabulary` asks for a folded word."""

    def __init__(self, text: str) -> None:
        words = fold(text).split()
        self._words = frozenset(w for w in words if not w.endswith("-"))
        self._stem = _stems([w[:-1] for w in words if w.endswith("-")])
        self._known: dict[str, bool] = {}

    def __contains__(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            known = word in self._words or bool(self._stem.fullmatch(word))
            if len(self._known) < 50_000:
                self._known[word] = known
        return known


# Articles, prepositions and conjunctions: they need not match and cost nothing.
STOP = Vocabulary(
    """
    the of and for a an in on at to by with from as or
    der die das des dem den und fur vom von im am zum zur ein eine einer eines einem mit
    bei beim aus an auf zu
    le la les de du des et l d au aux en un une pour par sur dans
    el los las del y e al por con para una uno lo
    il lo gli i della dello dei degli delle di da dal dalla nel nella ed per su con un
    dell nell sull all dall
    o a os as do da dos das no na nos nas em um uma ao
    w i z ze u o do na dla od pod przez oraz
    v ve k ke s se pri pro od ob za
    и в во на из с со к ко от до для при о об по за у а не
    і й з із зі та у від для при про на до за що
    ды з са па пра ад да у ў i на
    на от за и с със в във
    и у са од за на
    του της των ο η το οι τα και για με σε στη στο στην στον ο τησ τουσ
    და
    եւ
    של את על עם גם או ה ha ve shel ba le
    ve ile icin bir
    az egy es a
    van het een en voor met op
    si cu pentru al ale lui a
    ja och og av i pa til
    tou tis tes
    оф зе тхе дер ди дас дес дем дю де ля ле ла лес дель делла дел ван фон унд энд ха га
    """
)

# Legal forms and the words of registers: they are not part of the name.
LEGAL = Vocabulary(
    """
    ev eingetragener eingetragene gemeinnutzig- gemeinnutzige- verein vereinigung ggmbh
    gmbh ug ag kg ohg gbr mbh eg stiftung forderverein association asso assoc asbl vzw
    aisbl loi ltd limited llc inc incorporated plc corp corporation co cic cio charity
    trust registered nonprofit non profit ngo org organisation organization organizat-
    organisat- sarl sas sa srl spa scarl onlus ets aps odv asd fundacion fundacio
    fundacao fondation fondazione foundation asociacion asociacao associacao
    associazione associacio ac sc stowarzyszen- fundacj- spolka zoo fundac- sp
    spolek spolk- zs zu ops sro as obcianske obcanske obcianskeho zdruzenie zdruzeni
    sdruzeni oz no nadace nadacia ustav
    egyesulet- alapitvany- kft bt zrt nonprofit
    udruzenj- udruga udrug- fondacij- dooel doo zaklada
    dernek- dernegi vakif vakfi vakfinin sti
    asociati- fundati- asociat-
    yhdistys ry rf saatio mtu sihtasutus sa biedriba viesoji istaiga vsi asociacija
    stichting vereniging bv nv
    forening- stiftels- ideell ideella samskipnad- yhdistyks- saatio- biedrib- uhing-
    draugij- asociacij- organizac- organizacj- organizzazion-
    ооо оао зао пао ао ано нко нпо мроо роо рооо моо оо го гс бо бф тов чп ип фоп нп тоо
    общественн- организаци- некоммерческ- автономн- благотворительн- фонд- ассоциаци-
    региональн- межрегиональн- всероссийск- местн- городск- областн- учреждени-
    объединени- обществ-
    громадськ- організаці- благодійн- спілк- асоціаці- неприбутков- об'єднання обєднан-
    всеукраїнськ- всеукраінськ- міськ- обласн-
    грамадск- арганізацы- дабрачынн- фонд- аб'яднан- абяднан- таварыств- установ-
    суполк- сдружение- фондация- нпо неправителствен-
    удружењ- удружен- фондациј- невладин-
    αμκε μκο σωματει- συλλογοσ συλλογου ενωση ενωσησ εταιρεια μη κερδοσκοπικ- αστικη
    აიპ ააიპ შპს ფონდი ფონდის ასოციაცია კავშირი საზოგადოება
    հկ ՀԿ հասարակական կազմակերպություն հիմնադրամ բարեգործական սպը միություն
    עמותה עמותת בעמ חלצ ער ארגון קרן אגודה אגודת
    """
)

# Words for a kind of group: in a name they count a third, beside a name nothing.
TYPE = Vocabulary(
    """
    bund- bunde bundnis- kameradschaft- bruderschaft- gruppe gruppen ortsgruppe- kreis
    bewegung- front- liga partei- jugend- orden- garde legion- korps union- allianz-
    heimatbund kampfbund initiative netzwerk- komitee- klub verband- gemeinschaft-
    sektion- regionalgruppe- landesverband- kampfgruppe- kreisverband- aktion
    group- movement- league- brotherhood- alliance- order orders party society
    fellowship- network- club clubs committee- council- guard guards band squad- circle-
    chapter- friends freundeskreis- freunde freunden unterstutzer- amis amici amigos
    przyjaciel- pratele друзья друзей друзі друзів сябры сяброў приятели пријатељи φιλοι
    მეგობრები barati branch- division- coalition- federation- community youth
    cercle- mouvement- groupe- ligue- parti fraternite- confrerie- comite- reseau-
    section- jeunesse- garde ordre- milice- collectif-
    movimient- grupo- liga hermandad- partido juventud- orden frente circulo comite
    fratellanz- moviment- grupp- lega partit- ordine confraternit- circolo comitato
    gioventu alleanza guardia fronte
    movimento- irmandade- aliança alianca ordem frente
    bractw- ruch ruchu ruchem ruchowi grup- lig- zwiaz- zakon- front- mlodziez-
    stronnictw- obozu oboz liga komitet- klub-
    bratrstv- hnuti hnutia hnutie hnutim skupin- strana lig- klub- svaz- rad garda gardy
    bratstv- pokret- grupa savez- stranka klub- liga omladina odred-
    mozgalom- szovetseg- part kor csoport- rend testveriseg- liga garda
    ocak ocagi ocaklari hareket- birlik birligi grub- dernegi topluluk- kardeslik-
    parti- movement miscarea fratia liga gruparea
    liike ryhma veljeskunta liitto rinne
    bevegels- bevagels- rorels- brorskap- broderskap- nettverk- natverk-
    kustib- sajung- judejim- sambur-
    движени- групп- союз- братств- лига лиги лигу лигой орден- парти- фронт- клуб-
    содружеств- комитет- дружин- сообществ- молодеж- кружок кружка отряд- корпус-
    легион- круг круга совет- стража альянс- ячейк- отделени- ополчени-
    рух руху рухом рухові груп- братерств- орден- парті- лига ліга ліги лігу фронт-
    товариств- комітет- загін- загону молод- осередок осередк- союз-
    рух- груп- саюз- братэрств- брацтв- ліга партыя фронт- клуб-
    покрет- груп- савез- братств- лига странк- клуб- омладина одред-
    движение групата партия сдружение братство
    κινημα κινηματοσ ομαδα ομαδασ ταγμα ταγματοσ λιγκα αδελφοτητα αδελφοτητασ κομμα
    μετωπο ενωση νεολαια λεσχη
    მოძრაობა მოძრაობის მოძრაობას ჯგუფი ლიგა საძმო პარტია ორდენი ძმობა გაერთიანება
    շարժում շարժման խումբ եղբայրություն լիգա կուսակցություն դաշինք ակումբ
    תנועת תנועה קבוצת קבוצה ליגת ליגה אחוות אחווה מפלגת מפלגה ארגון מסדר ברית חוג
    e.v
    """
)

# In front of a person's name, and after one.
TITLES = Vocabulary(
    """
    dr prof professor professorin dipl ing mag med herr herrn frau mr mrs ms miss sir
    lady m mme mlle monsieur madame sr sra srta don dona signor signora sig dott dottssa
    avv pan pani panu panem ks mgr hab inz
    г н гн госпожа господин проф профессор доктор д р др писатель автор п пан пані
    спадар активист активистка
    κ κοσ κα δρ καθ
    ბატონი ქალბატონი դր պրոֆ պարոն տիկին דר פרופ מר גברת
    autor autorin redner speaker author writer journalist moderation referent
    """
)

# Beside a name without a word for a group, these say that something else bears it.
EVERYDAY = Vocabulary(
    """
    street road avenue lane square park bridge hill mountain lake river valley garden
    gardens hotel inn pub cafe restaurant museum library school theatre theater cinema
    choir orchestra ensemble bakery brewery farm church chapel stadium festival station
    forest castle tower hall house gallery bookshop bookstore shop hospital kindergarten
    university college academy publishing press records football fc dance band trail
    strasse straße str weg platz allee gasse brucke berg see tal garten gasthaus gasthof
    hof wirtshaus kneipe bar kirche schule gymnasium chor museum bibliothek theater kino
    backerei brauerei wald turm burg schloss haus hutte orchester buchhandlung verlag
    apotheke campingplatz sportverein sv tsv turnverein gesangverein kita
    rue avenue place pont quartier hotel cafe musee bibliotheque ecole theatre chorale
    boulangerie brasserie eglise librairie maison parc jardin chateau lycee
    calle plaza avenida puente parque hotel museo biblioteca escuela teatro coro iglesia
    panaderia libreria bar restaurante casa
    via piazza viale ponte parco albergo museo biblioteca scuola teatro coro chiesa
    panificio libreria trattoria ristorante casa
    rua praca ponte parque museu biblioteca escola
    ul ulica ulicy ulice plac placu most park hotel muzeum biblioteka szkola teatr chor
    kosciol piekarnia ksiegarnia karczma restauracja kino
    ulice namesti trida most park hotel muzeum knihovna skola divadlo sbor kostel
    pekarna hospoda restaurace kavarna hora vrch
    ulica trg most park muzej biblioteka skola pozoriste hor crkva pekara
    utca ut ter park muzeum konyvtar iskola szinhaz korus templom pekseg vendeglo
    sokak sokagi cadde caddesi meydani parki muze kutuphane okul tiyatro koro otel
    lokanta
    улиц- ул площад- проспект- переул- мост- парк- музе- библиотек- школ- театр- хор
    хора церков- гостиниц- кафе ресторан- кинотеатр- пекарн- отель- набережн- гора озеро
    река детский оркестр- издательств- магазин- станци- санатори-
    вулиц- вул площ- провул- бібліотек- хор церкв- готел- книгарн- пекарн- видавництв-
    вуліц- плошч- бібліятэк- царкв- гасцініц-
    улица улици трг музеј библиотека школа позориште
    οδοσ οδου πλατεια πλατειασ παρκο μουσειο βιβλιοθηκη σχολειο θεατρο χορωδια εκκλησια
    ταβερνα ξενοδοχειο φουρνοσ
    ქუჩა ქუჩის მოედანი პარკი მუზეუმი ბიბლიოთეკა სკოლა თეატრი გუნდი ეკლესია სასტუმრო
    փողոց փողոցի հրապարակ այգի թանգարան գրադարան դպրոց թատրոն եկեղեցի հյուրանոց
    רחוב כיכר פארק מוזיאון ספריית ספריה תיאטרון מקהלת מקהלה מלון מסעדת
    """
)

# Words of protest shortly before a name: a mention, to be read as one.
AGAINST = Vocabulary(
    """
    against opposing opposes condemn- denounce- protest- gegen verurteil- widerstand
    contre contra contro przeciw przeciwko proti protiv ellen karsi
    против проти супраць срещу εναντια κατα წინააღმდეგ դեմ נגד
    """
)
