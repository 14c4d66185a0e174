"""Fictional persons: names with readings, addresses in towns that do not exist, telephones, birth dates."""

from dataclasses import dataclass

FAMILY = [
    ("佐藤", "さとう", "sato"), ("鈴木", "すずき", "suzuki"), ("高橋", "たかはし", "takahashi"),
    ("田中", "たなか", "tanaka"), ("伊藤", "いとう", "ito"), ("渡辺", "わたなべ", "watanabe"),
    ("山本", "やまもと", "yamamoto"), ("中村", "なかむら", "nakamura"), ("小林", "こばやし", "kobayashi"),
    ("加藤", "かとう", "kato"), ("吉田", "よしだ", "yoshida"), ("山田", "やまだ", "yamada"),
    ("佐々木", "ささき", "sasaki"), ("山口", "やまぐち", "yamaguchi"), ("松本", "まつもと", "matsumoto"),
    ("井上", "いのうえ", "inoue"), ("木村", "きむら", "kimura"), ("林", "はやし", "hayashi"),
    ("斎藤", "さいとう", "saito"), ("清水", "しみず", "shimizu"), ("森", "もり", "mori"),
    ("池田", "いけだ", "ikeda"), ("橋本", "はしもと", "hashimoto"), ("阿部", "あべ", "abe"),
    ("石川", "いしかわ", "ishikawa"), ("前田", "まえだ", "maeda"), ("藤田", "ふじた", "fujita"),
    ("小川", "おがわ", "ogawa"), ("岡田", "おかだ", "okada"), ("後藤", "ごとう", "goto"),
    ("長谷川", "はせがわ", "hasegawa"), ("石井", "いしい", "ishii"), ("村上", "むらかみ", "murakami"),
    ("近藤", "こんどう", "kondo"), ("坂本", "さかもと", "sakamoto"), ("遠藤", "えんどう", "endo"),
    ("青木", "あおき", "aoki"), ("藤井", "ふじい", "fujii"), ("西村", "にしむら", "nishimura"),
    ("福田", "ふくだ", "fukuda"), ("太田", "おおた", "ota"), ("三浦", "みうら", "miura"),
    ("岡本", "おかもと", "okamoto"), ("松田", "まつだ", "matsuda"), ("中島", "なかじま", "nakajima"),
    ("原田", "はらだ", "harada"), ("小野", "おの", "ono"), ("竹内", "たけうち", "takeuchi"),
    ("金子", "かねこ", "kaneko"), ("和田", "わだ", "wada"), ("髙山", "たかやま", "takayama"),
    ("大﨑", "おおさき", "osaki"), ("菊池", "きくち", "kikuchi"), ("久保田", "くぼた", "kubota"),
]
GIVEN = [
    ("太郎", "たろう", "taro"), ("花子", "はなこ", "hanako"), ("一郎", "いちろう", "ichiro"),
    ("健太", "けんた", "kenta"), ("美咲", "みさき", "misaki"), ("大輔", "だいすけ", "daisuke"),
    ("さくら", "さくら", "sakura"), ("翔", "しょう", "sho"), ("陽子", "ようこ", "yoko"),
    ("直樹", "なおき", "naoki"), ("由美", "ゆみ", "yumi"), ("誠", "まこと", "makoto"),
    ("恵子", "けいこ", "keiko"), ("拓也", "たくや", "takuya"), ("真由美", "まゆみ", "mayumi"),
    ("浩", "ひろし", "hiroshi"), ("香織", "かおり", "kaori"), ("隆", "たかし", "takashi"),
    ("千尋", "ちひろ", "chihiro"), ("修", "おさむ", "osamu"), ("明美", "あけみ", "akemi"),
    ("和也", "かずや", "kazuya"), ("智子", "ともこ", "tomoko"), ("亮", "りょう", "ryo"),
    ("久美子", "くみこ", "kumiko"), ("勝", "まさる", "masaru"), ("葵", "あおい", "aoi"),
    ("蓮", "れん", "ren"), ("幸子", "さちこ", "sachiko"), ("洋介", "ようすけ", "yosuke"),
    ("みどり", "みどり", "midori"), ("翼", "つばさ", "tsubasa"), ("正雄", "まさお", "masao"),
    ("文子", "ふみこ", "fumiko"), ("義男", "よしお", "yoshio"), ("奈々", "なな", "nana"),
]
CITIES = ["架空市", "緑ケ丘市", "若葉市", "みなと市", "白鳥市", "桜川町", "東雲村"]
PREFECTURES = ["東都県", "北雲県", "", "", ""]
TOWNS = [
    "中央", "本町", "栄町", "若松町", "緑町", "駅前", "大字上野", "大字下原", "西の台", "松葉", "長山", "白羽",
    "城ノ内", "久保台", "平台", "南が丘", "字古宿", "大字泉", "川原代", "佐貫台",
]
HOUSES = ["コーポ緑", "ハイツ若葉", "メゾン栄", "市営住宅", "サンコート", "グリーンハイム"]
AREA = ["0297", "0299", "029", "0476", "03", "045"]
MAIL = ["mail.example.jp", "example.ne.jp", "home.example.com", "keitai.example.jp"]


@dataclass
class Person:
    family: str
    given: str
    family_kana: str
    given_kana: str
    family_roman: str
    given_roman: str

    def name(self, gap="　"):
        return f"{self.family}{gap}{self.given}"

    def kana(self, gap="　"):
        return katakana(self.family_kana + gap + self.given_kana)

    def roman(self):
        return f"{self.given_roman.title()} {self.family_roman.title()}"


def katakana(text):
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)


def person(r):
    f, g = r.choice(FAMILY), r.choice(GIVEN)
    return Person(f[0], g[0], f[1], g[1], f[2], g[2])


def people(r, n):
    """That many different persons."""
    seen, found = set(), []
    while len(found) < n:
        p = person(r)
        if p.name() not in seen:
            seen.add(p.name())
            found.append(p)
    return found


def address(r, prefecture=None):
    """An address in a town that does not exist."""
    lead = r.choice(PREFECTURES) if prefecture is None else prefecture
    place = lead + r.choice(CITIES) + r.choice(TOWNS)
    style = r.randrange(4)
    if style == 0:
        place += f"{r.randint(1, 9)}丁目{r.randint(1, 30)}番{r.randint(1, 20)}号"
    elif style == 1:
        place += f"{r.randint(1, 9)}-{r.randint(1, 30)}-{r.randint(1, 20)}"
    elif style == 2:
        place += f"{r.randint(100, 3999)}番地{r.choice(['', f'の{r.randint(1, 9)}'])}"
    else:
        place += f"{r.randint(1, 5)}丁目{r.randint(1, 30)}-{r.randint(1, 20)}"
    if r.random() < 0.2:
        place += f"　{r.choice(HOUSES)}{r.randint(1, 5)}0{r.randint(1, 9)}"
    return place


def postcode(r):
    return f"{r.randint(300, 309)}-{r.randint(0, 9999):04}"


def phone(r):
    """A home telephone."""
    area = r.choice(AREA)
    rest = 10 - len(area)
    middle = f"{r.randrange(10 ** (rest - 4)):0{rest - 4}}"
    return f"{area}-{middle}-{r.randint(0, 9999):04}"


def mobile(r):
    return f"0{r.choice('789')}0-{r.randint(1000, 9999)}-{r.randint(0, 9999):04}"


ERAS = [("大正", "T", 1911, 12, 15), ("昭和", "S", 1925, 1, 63), ("平成", "H", 1988, 1, 31), ("令和", "R", 2018, 1, 6)]


def birth(r, style=None):
    """A birth date in one of the ways offices write it."""
    style = r.randrange(5) if style is None else style
    month, day = r.randint(1, 12), r.randint(1, 28)
    if style in (0, 1, 2):
        year = r.randint(1935, 2020)
        return [f"{year}/{month}/{day}", f"{year}年{month}月{day}日", f"{year}-{month:02}-{day:02}"][style]
    long, short, _, low, high = ERAS[r.choice([1, 1, 1, 2, 2])]
    year = r.randint(max(low, 5), high - 1)
    return f"{long}{year}年{month}月{day}日" if style == 3 else f"{short}{year}.{month}.{day}"


def private_mail(r, p):
    return f"{p.family_roman}{r.choice(['.', '_', ''])}{p.given_roman}{r.choice(['', str(r.randint(1, 99))])}@{r.choice(MAIL)}"
