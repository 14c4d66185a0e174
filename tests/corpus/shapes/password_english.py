"""Password notes in English and in other Western text (Latin-1 among them), and mixed ones."""

from document import Doc, Pairs, Table
from family import EVERYWHERE, NOTES, family
from values.offices import SYSTEMS, memo_name
from values.passwords import mixed, password, pin, user

SITES = ["Portal", "Mail", "VPN", "Router", "File server", "Printer", "Backup NAS", "Library system", "Webcam", "GIS viewer", "Staff wiki"]
LATIN = ["Café kiosk", "Zürich office", "Señalización", "Bücherei", "Réseau invité", "Größe & Maße", "São Paulo desk", "§ 5 archive", "Crêperie Wi-Fi", "Málaga sister city", "Übergabe", "Côte d'Azur hotel"]
WESTERN = ("utf-8", "latin-1", "latin-1", "utf-8-bom", "utf-16le-bom")


@family("pw-english", ["password_note"], NOTES, "easy", count=13)
def english(r):
    """Labels in English."""
    u, p = user(r), password(r)
    return Doc(memo_name(r), r.choice([
        [f"{r.choice(SITES)} login", f"user: {u}", f"password: {p}"], [f"Username: {u}", f"Password: {p}"], [f"pass: {p}"], [f"{r.choice(SITES)} admin pw = {p}"], [f"The new password for the {r.choice(SITES).lower()} is {p}."],
        [f"login: {u} / {p}"], ["PASSWORD", p], [f"PIN code {pin(r)} (safe)"], [f"{u}:{p}", "(user:password)"], [f"Temporary password {p}, change it on Monday"],
    ]))


@family("pw-english-table", ["password_note"], EVERYWHERE, "easy", count=13)
def english_table(r):
    """A table with English headings."""
    rows = [["System", r.choice(["User", "Username", "Login", "Account"]), r.choice(["Password", "PW", "Passwd", "Pass"]), "Note"]]
    rows += [[name, user(r), password(r), r.choice(["", "shared", "monthly"])] for name in r.sample(SITES, r.randint(2, 6))]
    return Doc(r.choice(["accounts", "logins", "passwords", "Access list"]), [Table(rows)])


@family("pw-latin", ["password_note"], ("txt", "csv", "html", "xml", "ini", "tsv", "md"), "medium", count=36, encodings=("latin-1",))
def latin(r):
    """Notes with accents, as a sister city or a foreign adviser writes them."""
    place, u, p = r.choice(LATIN), user(r), password(r)
    style = r.randrange(4)
    if style == 0:
        return Doc(r.choice(["acces", "notes", "wifi", "zugang"]), [place, Pairs([("User", u), ("Password", p)], ": ")])
    if style == 1:
        return Doc(r.choice(["accounts", "liste"]), [Table([["Place", "User", "Password"]] + [[name, user(r), password(r)] for name in r.sample(LATIN, r.randint(2, 5))])])
    if style == 2:
        return Doc("memo", [f"{place}: {r.choice(['mot de passe', 'Passwort', 'password', 'contraseña', 'Kennwort'])}: {p}"])
    return Doc("info", [f"{place} - login {u}, password {p} (até amanhã)"])


@family("pw-mixed-words", ["password_note"], NOTES, "medium", count=12)
def mixed_words(r):
    """Japanese with English labels, as most people write."""
    u, p, s = user(r), password(r), r.choice(SYSTEMS)
    return Doc(memo_name(r), r.choice([
        [f"{s}　login:{u}　pass:{p}"], [f"{s}のID/Pass → {u} / {p}"], [f"Windowsログオン User名={u} Pass={p}"], [f"■{s}", f"Login ID：{u}", f"Login PW：{p}"], [f"VPN: user={u} pass={p}／リモートデスクトップ: {user(r)} / {mixed(r)}"],
        [f"{s}管理者", f"{u}@city.kakuu.example.jp", f"pw {p}"], [f"My{s} pass：{p}"],
    ]))
