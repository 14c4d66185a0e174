"""Personal, corporate, card and resident numbers with their check digits, and numbers that only look alike."""


def check_digit(eleven):
    """The twelfth digit of a personal number (Order 85 of 2014, article 5)."""
    total = sum(int(d) * (n + 1 if n <= 6 else n - 5) for n, d in enumerate(reversed(eleven), 1))
    rest = total % 11
    return 0 if rest <= 1 else 11 - rest


def my_number(r, zero=False):
    eleven = ("0" if zero else str(r.randint(1, 9))) + "".join(str(r.randrange(10)) for _ in range(10))
    return eleven + str(check_digit(eleven))


def passes(twelve):
    return len(twelve) == 12 and int(twelve[11]) == check_digit(twelve[:11])


def not_my_number(r, start=""):
    """Twelve digits whose check digit is wrong."""
    while True:
        text = start + "".join(str(r.randrange(10)) for _ in range(12 - len(start)))
        if not passes(text):
            return text


def any_twelve(r):
    """Twelve random digits: one in ten passes the check digit."""
    return str(r.randint(1, 9)) + "".join(str(r.randrange(10)) for _ in range(11))


def corporate_number(r):
    base = "".join(str(r.randrange(10)) for _ in range(12))
    total = sum(int(d) * (1 if n % 2 else 2) for n, d in enumerate(reversed(base), 1))
    return str(9 - total % 9) + base


def luhn_digit(body):
    total = 0
    for n, d in enumerate(reversed(body)):
        value = int(d) * (2 if n % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def luhn(text):
    return luhn_digit(text[:-1]) == text[-1]


# Prefix and length of the brands.
BRANDS = [("4", 16), ("51", 16), ("54", 16), ("2221", 16), ("35", 16), ("3528", 16), ("34", 15), ("37", 15), ("36", 14), ("6011", 16)]


def card(r):
    prefix, length = r.choice(BRANDS)
    if prefix == "35":
        prefix = str(r.randint(3530, 3589))
    body = prefix + "".join(str(r.randrange(10)) for _ in range(length - 1 - len(prefix)))
    return body + luhn_digit(body)


def grouped_card(text, sep):
    if len(text) == 15:
        return sep.join([text[:4], text[4:10], text[10:]])
    if len(text) == 14:
        return sep.join([text[:4], text[4:10], text[10:]])
    return sep.join(text[i:i + 4] for i in range(0, len(text), 4))


def resident_code(r):
    """Eleven digits, the last by the most likely formula (its notice is unconfirmed)."""
    ten = str(r.randint(1, 9)) + "".join(str(r.randrange(10)) for _ in range(9))
    weights = [2, 3, 4, 5, 6, 7, 2, 3, 4, 5]
    rest = sum(int(d) * w for d, w in zip(reversed(ten), weights)) % 11
    return ten + str(0 if rest <= 1 else 11 - rest)


def jan(r):
    body = r.choice(["49", "45"]) + "".join(str(r.randrange(10)) for _ in range(10))
    total = sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(body))
    return body + str(-total % 10)


def isbn(r):
    body = "9784" + "".join(str(r.randrange(10)) for _ in range(8))
    total = sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(body))
    return body + str(-total % 10)


def in_fours(text, sep):
    return sep.join([text[:4], text[4:8], text[8:]])
