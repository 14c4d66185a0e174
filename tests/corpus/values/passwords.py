"""Secrets as people choose them: names, places, years, keyboard walks, leetspeak, strong random, short and weak."""

from values import people

WORDS = [
    "sakura", "himawari", "tsubame", "midori", "kaze", "yuki", "hana", "umi", "yama", "sora", "neko", "inu", "momiji",
    "kawasemi", "fuji", "minato", "wakaba", "tanpopo", "hinata", "kujira", "usagi", "koala", "ringo", "mikan", "asahi",
    "hoshi", "tsuki", "taiyo", "natsu", "akari", "nagisa", "suzume", "hotaru", "kaede", "sumire", "botan", "ayame",
]
OFFICE = [
    "zaimu", "jinji", "hoken", "zeimu", "shimin", "somu", "kikaku", "kaigi", "bunsho", "kosodate", "kaigo", "nenkin",
    "toshi", "doboku", "suido", "gakko", "shokuin", "yosan", "koho", "bousai", "kankyo", "nougyo", "kanko", "tosho",
]
PLACES = ["kakuu", "wakaba", "ryugasaki", "chuo", "honcho", "hokubu", "nanbu", "eki", "tokyo", "ibaraki"]
ENGLISH = ["Summer", "Winter", "Spring", "Welcome", "Green", "Blue", "Tiger", "Dragon", "River", "Sunny", "Coffee", "Office"]
WALKS = ["qwerty", "1qaz2wsx", "asdfgh", "zaq12wsx", "qazwsx", "1q2w3e4r", "zxcvbn", "!QAZ2wsx"]
SYMBOLS = "!#$%&@*+-_?="
STRONG = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LEET = str.maketrans({"a": "@", "o": "0", "i": "1", "e": "3", "s": "$"})


def _digits(r):
    return r.choice([str(r.randint(1, 99)), f"{r.randint(1, 12):02}{r.randint(1, 28):02}", str(r.randint(1990, 2026)),
                     f"{r.randint(0, 9999):04}", f"{r.randint(0, 999):03}", str(r.randint(11, 99)) * 2])


def named(r):
    p = people.person(r)
    return r.choice([p.family_roman, p.given_roman, p.given_roman[0] + p.family_roman]) + r.choice(["", "", "-", "_", "."]) + _digits(r)


def wordy(r):
    word = r.choice(WORDS + OFFICE + PLACES)
    word = r.choice([word, word.title(), word])
    return word + r.choice(["", "", "-", "#", "@", "_", "!", "."]) + _digits(r)


def spoken(r):
    return r.choice(WORDS).title() + r.choice(["", "-", "."]) + r.choice(OFFICE + WORDS).title() + r.choice([_digits(r), "!", f"{r.randint(1, 9)}!"])


def english(r):
    return r.choice(ENGLISH) + r.choice(["", "-", "#", "_"]) + r.choice([str(r.randint(2015, 2026)), _digits(r)]) + r.choice(["", "!", "#", ""])


def walked(r):
    return r.choice(WALKS) + r.choice(["", str(r.randint(1, 99)), f"{r.choice(SYMBOLS)}{r.randint(1, 9)}"])


def leet(r):
    return r.choice(["P@ssw0rd", "Passw0rd", r.choice(WORDS).title().translate(LEET), r.choice(OFFICE).title().translate(LEET)]) + r.choice(["", "!", "#"]) + _digits(r)


def strong(r):
    n = r.randint(8, 16)
    text = [r.choice(STRONG) for _ in range(n)]
    for _ in range(r.randint(0, 3)):
        text[r.randrange(1, n)] = r.choice(SYMBOLS)
    text[0] = r.choice("abcdefghkmnprstuvwxyzABCDEFGHKMNPRSTUVWXYZ")
    text[-1] = r.choice("23456789")
    return "".join(text)


def short(r):
    return r.choice([r.choice(WORDS)[:4] + str(r.randint(1, 99)), r.choice(OFFICE) + str(r.randint(1, 9)),
                     r.choice("abcdefghkmnrst") + f"{r.randint(100, 99999)}", r.choice(WORDS) + str(r.randint(0, 9))])


def joined(r):
    return r.choice(WORDS) + r.choice("#@!-_%&") + f"{r.randint(10, 9999)}" + r.choice(["", r.choice("abcxyzAK")])


STYLES = [named, wordy, wordy, wordy, spoken, english, walked, leet, strong, strong, strong, short, joined, joined]


def password(r):
    """A password a person would write down."""
    return r.choice(STYLES)(r)


def mixed(r):
    """A password that shows it: letters of a word with digits and a symbol."""
    return r.choice([joined, strong, leet])(r)


def pin(r, digits=4):
    return f"{r.randrange(10 ** digits):0{digits}}"


def long_key(r):
    """A Wi-Fi key or token as machines print it."""
    return r.choice([
        "".join(r.choice("0123456789abcdef") for _ in range(r.choice([10, 13, 26]))),
        "".join(r.choice(STRONG) for _ in range(r.choice([12, 16, 20]))),
    ])


def user(r):
    """A login name."""
    p = people.person(r)
    return r.choice([
        f"{p.given_roman[0]}-{p.family_roman}", f"{p.family_roman}{r.randint(1, 99):02}", f"{r.choice(OFFICE)}{r.randint(1, 99):02}",
        f"{r.choice('abjkmstyz')}{r.randint(100, 99999):04}", p.family_roman, "admin", "kanri", f"user{r.randint(1, 30):02}",
        f"{p.given_roman[0]}{p.family_roman}", f"{r.randint(10000, 999999)}",
    ])


def wide(text):
    """The same in full-width letters and digits."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
