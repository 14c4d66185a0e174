"""Password notes in their commonest shapes: label and value, pairs, tables, one-liners."""

from document import Doc, Pairs, Table, Title
from family import EVERYWHERE, NOTES, TABLES, family
from values.offices import memo_name, note_name, systems
from values.passwords import password, user

ID_LABELS = ["ID", "ユーザーID", "ユーザ名", "ログインID", "アカウント", "ユーザー名", "ＩＤ", "職員番号", "user", "ログイン名", "Account", "利用者ID"]
PW_LABELS = ["パスワード", "PW", "PASS", "ＰＷ", "パスワード（初期）", "ﾊﾟｽﾜｰﾄﾞ", "password", "Pass", "pw", "パス", "Password", "ログインパスワード", "初期パスワード", "PASSWORD"]
SEPS = ["：", ":", ": ", "=", " ", "　", "→", " : ", "… ", " = ", "－"]


@family("pw-label-value", ["password_note"], EVERYWHERE, count=20)
def label_value(r):
    """Systems with a labelled login name and password each."""
    blocks = [Title(r.choice(["ログイン情報", "ID・パスワード", "各システム", "アカウント", "控え"]))]
    sep = r.choice(SEPS)
    id_label, pw_label = r.choice(ID_LABELS), r.choice(PW_LABELS)
    for name in systems(r, r.randint(1, 4)):
        blocks += [r.choice(["■{}", "・{}", "【{}】", "◆{}", "{}"]).format(name)]
        blocks += [Pairs([(id_label, user(r)), (pw_label, password(r))], sep)]
    return Doc(note_name(r), blocks)


@family("pw-table", ["password_note"], TABLES, count=16)
def table(r):
    """A list of systems with the password in a column of its own."""
    head = ["システム名", r.choice(ID_LABELS), r.choice(PW_LABELS), r.choice(["備考", "URL", "更新日", "担当"])]
    rows = [[name, user(r), password(r), r.choice(["", "", "課共通", "毎月変更", "係長のみ"])] for name in systems(r, r.randint(3, 9))]
    return Doc(note_name(r), [r.choice(["ID・パスワード一覧", "システム利用一覧", "ログイン一覧", "業務システム"]), Table([head] + rows)])


@family("pw-one-liner", ["password_note"], NOTES, "medium", count=16)
def one_liner(r):
    """What people stick on a screen."""
    p, u = password(r), user(r)
    line = r.choice([
        f"PW:{p}", f"パスワード {p}", f"ログイン {u} / {p}", f"pass {p}", f"{u} → PW {p}", f"パスは {p} です", f"ﾊﾟｽﾜｰﾄﾞ:{p}",
        f"PCのパスワード「{p}」", f"初期パスワードは {p} です。", f"ID {u}  PW {p}",
    ])
    return Doc(memo_name(r), [line])


@family("pw-pasted-rows", ["password_note"], ("tsv",), "medium", count=8)
def pasted_rows(r):
    """Rows copied out of a spreadsheet, without the sheet's header for the first columns."""
    rows = [["", "", r.choice(ID_LABELS), r.choice(PW_LABELS)]] + [[str(n), name, user(r), password(r)] for n, name in enumerate(systems(r, r.randint(3, 9)), 1)]
    return Doc(note_name(r), [Table(rows)])
