"""Invented people and places of the hold-out."""

SURNAMES = [
    ("安藤", "ｱﾝﾄﾞｳ", "Ando"), ("岩瀬", "ｲﾜｾ", "Iwase"), ("内海", "ｳﾂﾐ", "Utsumi"), ("榎本", "ｴﾉﾓﾄ", "Enomoto"), ("大槻", "ｵｵﾂｷ", "Otsuki"),
    ("柏木", "ｶｼﾜｷﾞ", "Kashiwagi"), ("木下", "ｷﾉｼﾀ", "Kinoshita"), ("栗原", "ｸﾘﾊﾗ", "Kurihara"), ("小泉", "ｺｲｽﾞﾐ", "Koizumi"), ("今野", "ｺﾝﾉ", "Konno"),
    ("桜井", "ｻｸﾗｲ", "Sakurai"), ("篠崎", "ｼﾉｻﾞｷ", "Shinozaki"), ("須賀", "ｽｶﾞ", "Suga"), ("瀬川", "ｾｶﾞﾜ", "Segawa"), ("園田", "ｿﾉﾀﾞ", "Sonoda"),
    ("高梨", "ﾀｶﾅｼ", "Takanashi"), ("千葉", "ﾁﾊﾞ", "Chiba"), ("塚本", "ﾂｶﾓﾄ", "Tsukamoto"), ("寺門", "ﾃﾗｶﾄﾞ", "Terakado"), ("戸塚", "ﾄﾂｶ", "Totsuka"),
    ("永山", "ﾅｶﾞﾔﾏ", "Nagayama"), ("西村", "ﾆｼﾑﾗ", "Nishimura"), ("沼田", "ﾇﾏﾀ", "Numata"), ("根本", "ﾈﾓﾄ", "Nemoto"), ("野口", "ﾉｸﾞﾁ", "Noguchi"),
    ("長谷川", "ﾊｾｶﾞﾜ", "Hasegawa"), ("平山", "ﾋﾗﾔﾏ", "Hirayama"), ("福島", "ﾌｸｼﾏ", "Fukushima"), ("逸見", "ﾍﾝﾐ", "Henmi"), ("細田", "ﾎｿﾀﾞ", "Hosoda"),
    ("松浦", "ﾏﾂｳﾗ", "Matsuura"), ("三上", "ﾐｶﾐ", "Mikami"), ("村田", "ﾑﾗﾀ", "Murata"), ("飯塚", "ｲｲﾂﾞｶ", "Iizuka"), ("森山", "ﾓﾘﾔﾏ", "Moriyama"),
    ("矢口", "ﾔｸﾞﾁ", "Yaguchi"), ("湯浅", "ﾕｱｻ", "Yuasa"), ("吉川", "ﾖｼｶﾜ", "Yoshikawa"), ("若林", "ﾜｶﾊﾞﾔｼ", "Wakabayashi"), ("髙橋", "ﾀｶﾊｼ", "Takahashi"),
    ("渡邊", "ﾜﾀﾅﾍﾞ", "Watanabe"), ("菊池", "ｷｸﾁ", "Kikuchi"), ("櫻田", "ｻｸﾗﾀﾞ", "Sakurada"), ("東", "ｱｽﾞﾏ", "Azuma"), ("林", "ﾊﾔｼ", "Hayashi"),
]
GIVEN = [
    ("明美", "ｱｹﾐ", "Akemi"), ("一郎", "ｲﾁﾛｳ", "Ichiro"), ("悦子", "ｴﾂｺ", "Etsuko"), ("修", "ｵｻﾑ", "Osamu"), ("和也", "ｶｽﾞﾔ", "Kazuya"),
    ("清", "ｷﾖｼ", "Kiyoshi"), ("久美子", "ｸﾐｺ", "Kumiko"), ("健太", "ｹﾝﾀ", "Kenta"), ("さくら", "ｻｸﾗ", "Sakura"), ("茂", "ｼｹﾞﾙ", "Shigeru"),
    ("すみれ", "ｽﾐﾚ", "Sumire"), ("誠", "ﾏｺﾄ", "Makoto"), ("大輔", "ﾀﾞｲｽｹ", "Daisuke"), ("千恵", "ﾁｴ", "Chie"), ("翼", "ﾂﾊﾞｻ", "Tsubasa"),
    ("智子", "ﾄﾓｺ", "Tomoko"), ("直樹", "ﾅｵｷ", "Naoki"), ("のぞみ", "ﾉｿﾞﾐ", "Nozomi"), ("春香", "ﾊﾙｶ", "Haruka"), ("博", "ﾋﾛｼ", "Hiroshi"),
    ("史郎", "ｼﾛｳ", "Shiro"), ("真理", "ﾏﾘ", "Mari"), ("美穂", "ﾐﾎ", "Miho"), ("結衣", "ﾕｲ", "Yui"), ("陽翔", "ﾊﾙﾄ", "Haruto"),
    ("蓮", "ﾚﾝ", "Ren"), ("凛", "ﾘﾝ", "Rin"), ("昭二", "ｼｮｳｼﾞ", "Shoji"), ("トメ", "ﾄﾒ", "Tome"), ("幸子", "ｻﾁｺ", "Sachiko"),
]
FOREIGN = [
    ("NGUYEN THI LAN", "Vietnam"), ("Maria Clara Souza", "Brazil"), ("Li Weiming", "China"), ("Park Jiwon", "Korea"), ("Rahul Sharma", "India"),
    ("Sita Gurung", "Nepal"), ("Juan dela Rosa", "Philippines"), ("Anna Kowalska", "Poland"), ("Tran Van Duc", "Vietnam"), ("Emily Carter", "USA"),
    ("Budi Santoso", "Indonesia"), ("Carlos Pereira", "Peru"),
]
CITIES = ["あさぎり市", "みなも市", "若杉町", "白鷺市", "月見野市", "潮音町"]
QUARTERS = ["桜川", "緑町", "本町", "稲荷台", "東原", "上新田", "川端", "松ヶ丘", "大字根岸", "字沢田", "若葉台", "八幡前", "寺町", "西浜"]
HOUSES = ["コーポ若葉", "メゾン川端", "第二白鳥荘", "県営東原住宅", "ハイツみなも", "サンライズ本町"]


def person(r):
    """Kanji name, half-width kana, romaji: each as (family, given)."""
    family, given = r.choice(SURNAMES), r.choice(GIVEN)
    return (family[0], given[0]), (family[1], given[1]), (family[2], given[2])


def name(r, gap="　"):
    family, given = r.choice(SURNAMES)[0], r.choice(GIVEN)[0]
    return f"{family}{gap}{given}"


def surname(r):
    return r.choice(SURNAMES)[0]


def romaji(r):
    return r.choice(SURNAMES)[2].lower()


def street(r):
    quarter = r.choice(QUARTERS)
    a, b, c = r.randint(1, 6), r.randint(1, 38), r.randint(1, 25)
    if quarter.startswith(("大字", "字")):
        number = f"{quarter}{r.randint(12, 2890)}番地" + (f"{c}" if r.random() < 0.5 else "")
    else:
        kanji = "一二三四五六"[a - 1]
        number = r.choice([f"{quarter}{a}-{b}-{c}", f"{quarter}{kanji}丁目{b}番{c}号", f"{quarter}{b}番地の{c}", f"{quarter}{a}丁目{b}−{c}"])
    return number + (f" {r.choice(HOUSES)}{r.randint(1, 4)}0{r.randint(1, 8)}" if r.random() < 0.25 else "")


def address(r):
    return r.choice(CITIES) + street(r)


def postcode(r):
    return f"{r.randint(300, 329)}-{r.randint(0, 9999):04}"


def mobile(r):
    return f"{r.choice(['090', '080', '070'])}-{r.randint(1000, 9999)}-{r.randint(1000, 9999)}"


def landline(r):
    return r.choice([f"0299-{r.randint(20, 99)}-{r.randint(1000, 9999)}", f"029-{r.randint(200, 899)}-{r.randint(1000, 9999)}", f"{r.randint(20, 99)}-{r.randint(1000, 9999)}"])


def born(r, low=1938, high=2005):
    year, month, day = r.randint(low, high), r.randint(1, 12), r.randint(1, 28)
    era, base = ("S", 1925) if year < 1989 else ("H", 1988) if year < 2019 else ("R", 2018)
    word = {"S": "昭和", "H": "平成", "R": "令和"}[era]
    return r.choice([f"{year}/{month}/{day}", f"{era}{year - base}.{month}.{day}", f"{word}{year - base}年{month}月{day}日", f"{year}-{month:02}-{day:02}"])


def private_mail(r):
    tail = r.choice(["", str(r.randint(1, 99)), f".{r.randint(1960, 2004)}", "_" + r.choice("abcdk")])
    return f"{romaji(r)}{tail}@{r.choice(['gmail.com', 'yahoo.co.jp', 'docomo.ne.jp', 'ezweb.ne.jp', 'icloud.com', 'outlook.jp'])}"
