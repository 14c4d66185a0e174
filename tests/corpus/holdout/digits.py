"""Personal numbers, card numbers and resident codes of the hold-out, made by their published rules."""


def my_number(r):
    """12 digits by the ministerial order of 2014, article 5."""
    body = [r.randint(0, 9) for _ in range(11)]
    total = sum(digit * (n + 1 if n <= 6 else n - 5) for n, digit in enumerate(reversed(body), 1))
    rest = total % 11
    return "".join(map(str, body)) + str(0 if rest <= 1 else 11 - rest)


def not_my_number(r, first=None):
    """12 digits whose last one is wrong."""
    number = my_number(r)
    if first:
        number = first + number[len(first):]
    wrong = [str(d) for d in range(10) if not passes(number[:11] + str(d))]
    return number[:11] + r.choice(wrong)


def passes(number):
    body = [int(c) for c in number[:11]]
    total = sum(digit * (n + 1 if n <= 6 else n - 5) for n, digit in enumerate(reversed(body), 1))
    rest = total % 11
    return int(number[11]) == (0 if rest <= 1 else 11 - rest)


def split4(number, sep=" "):
    return sep.join(number[i:i + 4] for i in range(0, len(number), 4))


def wide(text):
    """ASCII as full-width letters."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def luhn(body):
    total = 0
    for n, c in enumerate(reversed(body)):
        digit = int(c) * (2 if n % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return str(-total % 10)


def card(r, brand=None):
    brand = brand or r.choice(["visa", "visa", "master", "jcb", "amex", "diners"])
    prefix, length = {
        "visa": (f"4{r.randint(0, 9)}", 16), "master": (str(r.randint(51, 55)), 16), "jcb": (str(r.randint(3528, 3589)), 16),
        "amex": (r.choice(["34", "37"]), 15), "diners": (r.choice(["36", "38"]), 14),
    }[brand]
    body = prefix + "".join(str(r.randint(0, 9)) for _ in range(length - 1 - len(prefix)))
    return body + luhn(body)


def grouped(number, sep=" "):
    if len(number) == 16:
        return split4(number, sep)
    return sep.join([number[:4], number[4:10], number[10:]])


def resident(r):
    """11 digits; the last follows the likely rule in most, as nobody here has read the notice."""
    body = "".join(str(r.randint(0, 9)) for _ in range(10))
    if r.random() < 0.4:
        return body + str(r.randint(0, 9))
    rest = sum(int(c) * weight for c, weight in zip(reversed(body), [2, 3, 4, 5, 6, 7, 2, 3, 4, 5])) % 11
    return body + str(0 if rest <= 1 else 11 - rest)


def corporate(r):
    """13 digits of a corporation, its check digit first."""
    base = "".join(str(r.randint(0, 9)) for _ in range(12))
    total = sum(int(c) * (1 if n % 2 == 1 else 2) for n, c in enumerate(reversed(base), 1))
    return str(9 - total % 9) + base


def digits(r, n):
    return "".join(str(r.randint(0, 9)) for _ in range(n))
