"""Secrets as people at a city hall choose them, and the places they open."""

from holdout.digits import digits
from holdout.townsfolk import romaji

WORDS = ["somu", "zaimu", "zeimu", "kaigo", "kodomo", "toshi", "suido", "kyoiku", "bosai", "kanko", "nosei", "shimin", "hoken", "kikaku", "gikai", "kaikei"]
NATURE = ["sakura", "tsubaki", "hotaru", "kawasemi", "tanpopo", "yamabuki", "nanohana", "asagao", "momiji", "kinmokusei", "tsukushi", "hibari"]
MARKS = "!#$@%&*+-_?"
SYSTEMS = ["財務会計", "文書管理", "グループウェア", "住基端末", "税務システム", "GIS", "保育システム", "電子入札", "例規集", "滞納管理", "介護保険", "国保連端末", "Jアラート", "学齢簿", "図書館システム", "水道料金", "人事給与", "ホームページCMS", "LoGoフォーム", "e-Tax", "eLTAX", "戸籍附票", "公営住宅管理", "健康管理", "議会中継"]
PLACES = ["会議室", "市長応接", "3階大会議室", "公民館", "図書館", "児童センター", "議場", "子育て支援室", "避難所", "庁舎1階ロビー"]
DEPARTMENTS = ["総務課", "財政課", "税務課", "市民課", "保険年金課", "福祉課", "こども未来課", "健康増進課", "農政課", "商工観光課", "都市計画課", "建設課", "上下水道課", "教育総務課", "生涯学習課", "危機管理課", "会計課", "議会事務局"]


def human(r):
    """What somebody makes up."""
    word = r.choice(WORDS + NATURE)
    year = r.choice(["2022", "2023", "2024", "2025", "r5", "r6", "R7", "0401", "1001"])
    return r.choice([
        f"{word.capitalize()}{r.choice(MARKS)}{year}", f"{word}{r.randint(10, 9999)}", f"{word.capitalize()}{year}{r.choice(MARKS)}",
        f"{word}-{r.choice(NATURE)}{r.randint(1, 99)}", f"{word[:4].upper()}{r.randint(100, 9999)}{r.choice(MARKS)}", f"{r.choice(MARKS)}{word}{year}",
        f"{word.replace('a', '@', 1).replace('o', '0', 1)}{r.randint(10, 99)}", f"{romaji(r)}{r.randint(100, 9999)}", f"{word}_{year}",
    ])


def machine(r, length=None):
    """What a generator made."""
    length = length or r.choice([8, 8, 10, 12, 16])
    letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789" + r.choice(["", "", "#$%!-"])
    made = "".join(r.choice(letters) for _ in range(length - 3))
    return made[:3] + r.choice("23456789") + made[3:] + r.choice("abcdef") + r.choice("GHJKLM")


def pw(r):
    return human(r) if r.random() < 0.7 else machine(r)


def pin(r, n=4):
    return digits(r, n)


def user(r):
    return r.choice([
        f"{r.choice(WORDS)}{r.randint(1, 40):02}", f"{romaji(r)}", f"{r.randint(1000, 9999)}", f"{r.choice('abkmst')}{r.randint(10000, 99999)}", "admin",
        f"{r.choice(WORDS)}-{r.choice(['user', 'adm', 'share'])}", f"{r.choice(['U', 'KS', 'CT'])}{r.randint(100, 9999):04}", f"{romaji(r)}.{r.choice('abkt')}",
    ])


def system(r):
    return r.choice(SYSTEMS)


def host(r):
    return r.choice([f"192.168.{r.randint(1, 30)}.{r.randint(2, 254)}", f"10.{r.randint(1, 99)}.{r.randint(0, 20)}.{r.randint(2, 254)}", f"srv-{r.choice(WORDS)}{r.randint(1, 3):02}"])


def department(r):
    return r.choice(DEPARTMENTS)
