"""Password notes by where they stand: below the label, across, merged, hidden, in remarks, boxes, notes, edges."""

from document import Box, Cell, Comment, Diagram, Doc, Note, Section, Table, Title
from family import MAILS, SLIDES, STICKIES, TABLES, WORDS, family
from shapes.password_plain import ID_LABELS, PW_LABELS
from values.offices import DEPARTMENTS, MACHINES, SYSTEMS, memo_name, note_name, systems
from values.passwords import mixed, password, user

BOOKS = ("xlsx", "xls", "ods")
REMARKED = ("docx", "odt", "doc", "rtf", "xlsx", "xls", "ods", "pptx", "odp")
HEADINGS = ["ログイン情報", "アカウント一覧", "ID一覧", "ID・PW", "各システムログイン", "アカウント情報", "ログインID等", "ID／パスワード"]


def innocent(r):
    """A few lines of ordinary office text."""
    return r.sample([
        "資料は共有フォルダに保存済み", "会議は毎月第2火曜 10時から", "申請書は総務課へ提出する", "備品の点検は年度末に行う", "契約書の原本は書庫に保管", "問い合わせは代表番号へ",
        "稟議は課長決裁", "支払は翌月末", "報告書の様式は前年度と同じ", "鍵の返却は17時まで",
    ], r.randint(2, 4))


def credentials(r):
    """One line with a labelled secret."""
    u, p = user(r), password(r)
    return r.choice([
        f"ID：{u}　PW：{p}", f"ID {u} / パスワード {p}", f"パスワード：{p}", f"PW={p}", f"ログイン {u}　パスワード {p}", f"{r.choice(SYSTEMS)} ID:{u} PASS:{p}", f"初期PWは {p}",
        f"ﾛｸﾞｲﾝID:{u} ﾊﾟｽﾜｰﾄﾞ:{p}",
    ])


@family("pw-value-below", ["password_note"], ("txt", "md", "html") + WORDS + SLIDES + MAILS + STICKIES + BOOKS, "medium", count=16)
def below(r):
    """Each label on a line of its own, its value on the next."""
    lines = []
    for name in systems(r, r.randint(1, 3)):
        lines += [name] if r.random() < 0.7 else []
        if r.random() < 0.8:
            lines += [r.choice(ID_LABELS), user(r)]
        lines += [r.choice(PW_LABELS[:8]) + r.choice(["", "", "：", ":"]), password(r)]
        if r.random() < 0.5:
            lines.append("")
    return Doc(note_name(r), lines)


@family("pw-slash-list", ["password_note"], ("txt", "md", "html", "csv") + WORDS + SLIDES + MAILS + STICKIES + BOOKS, "medium", count=12)
def slashes(r):
    """`ID/PW` once, then a pair a line."""
    sep = r.choice([" / ", "/", "　/　", "／", " - ", ", "])
    head = r.choice(["ID/PW", "ID／パスワード", "ID・PW", "（ID / PASS）", "user/pass", "ユーザー / パスワード"])
    lines = [head] + [f"{name}{r.choice(['　', '：', '  ', ' … '])}{user(r)}{sep}{password(r)}" for name in systems(r, r.randint(2, 6))]
    return Doc(note_name(r), lines)


@family("pw-bare-list", ["password_note"], ("txt", "md") + WORDS + SLIDES + STICKIES + BOOKS + ("eml",), "hard", count=13)
def bare(r):
    """Accounts under a heading that says so, without a label at each value."""
    style = r.randrange(3)
    lines = [r.choice(["■", "【", "", "● "]) + r.choice(HEADINGS)]
    if lines[0].startswith("【"):
        lines[0] += "】"
    for name in systems(r, r.randint(2, 5)):
        u, p = user(r), mixed(r)
        if style == 0:
            lines += [name, u, p, ""]
        elif style == 1:
            lines.append(f"{name}　{u}　{p}")
        else:
            lines += [name, f"  {u}  {p}"]
    return Doc(note_name(r), lines)


@family("pw-two-columns", ["password_note"], TABLES, "easy", count=11)
def two_columns(r):
    """A table of labels and values, a merged row naming each system."""
    rows = []
    for name in systems(r, r.randint(1, 4)):
        rows.append([Cell(name, span=2)])
        rows += [[r.choice(ID_LABELS), user(r)], [r.choice(PW_LABELS), password(r)]]
        if r.random() < 0.5:
            rows.append(["備考", r.choice(["課共通", "年度末に変更", "管理者用", "参照のみ"])])
    return Doc(note_name(r), [Table(rows)])


@family("pw-merged-head", ["password_note"], TABLES, "medium", count=9)
def merged_head(r):
    """A heading of two rows: a merged one above, the labels below."""
    rows = [[Cell(r.choice(["システム利用者一覧", "ログイン情報"]), span=4)], ["No", "システム", r.choice(ID_LABELS), r.choice(PW_LABELS)]]
    for n, name in enumerate(systems(r, r.randint(3, 8)), 1):
        rows.append([r.choice([n, str(n)]), name, user(r), password(r)])
    return Doc(note_name(r), [Table(rows)])


@family("pw-across", ["password_note"], TABLES, "hard", count=9)
def across(r):
    """Labels down the first column, systems across."""
    names = systems(r, r.randint(2, 4))
    rows = [["", *names], [r.choice(ID_LABELS), *[user(r) for _ in names]], [r.choice(PW_LABELS), *[password(r) for _ in names]], ["備考", *["" for _ in names]]]
    return Doc(note_name(r), [Table(rows)])


@family("pw-numeric-cells", ["password_note"], BOOKS + ("csv", "docx", "pptx"), "medium", count=7)
def numeric_cells(r):
    """PINs and passwords that a spreadsheet took for numbers."""
    rows = [["機器", r.choice(["暗証番号", "PIN", "解除番号", "パスワード"]), "設置場所"]]
    for name in r.sample(MACHINES, r.randint(3, 6)):
        rows.append([name, r.randint(1000, 99999999 if r.random() < 0.3 else 9999), r.choice(["1階", "2階", "サーバ室", "会議室"])])
    return Doc(note_name(r), [Table(rows)])


@family("pw-hidden", ["password_note"], BOOKS + SLIDES + ("docx", "odt"), "medium", count=12)
def hidden(r):
    """An ordinary sheet or slide in front, the list on a hidden one."""
    rows = [["システム", r.choice(ID_LABELS), r.choice(PW_LABELS)]] + [[name, user(r), password(r)] for name in systems(r, r.randint(2, 6))]
    plain = Table([["項目", "内容"]] + [[str(n), line] for n, line in enumerate(innocent(r), 1)])
    return Doc(memo_name(r), [Section("一覧"), Title("業務一覧"), plain, Section(r.choice(["裏", "管理用", "data", "非公開"]), hidden=True), Table(rows)])


@family("pw-hidden-rows", ["password_note"], BOOKS, "medium", count=6)
def hidden_rows(r):
    """Rows that the sheet does not show."""
    rows = [["No", "内容", "備考"]] + [[str(n), line, ""] for n, line in enumerate(innocent(r), 1)]
    rows.append(["", "ログイン", credentials(r)])
    rows.append(["", "", ""])
    return Doc(memo_name(r), [Table(rows, hidden_rows={len(rows) - 2})])


@family("pw-remark", ["password_note"], REMARKED, "medium", count=16)
def remark(r):
    """The secret in a remark on a cell or a paragraph."""
    rows = [["システム", "担当課", "備考"]] + [[name, r.choice(DEPARTMENTS), ""] for name in systems(r, r.randint(3, 6))]
    at = r.randrange(1, len(rows))
    if r.random() < 0.5:
        rows[at][2] = Cell(r.choice(["※", "要確認", "別途"]), comment=credentials(r))
        return Doc(memo_name(r), [Title("システム担当一覧"), Table(rows)])
    return Doc(memo_name(r), [Title("業務メモ"), *innocent(r), Comment(credentials(r))])


@family("pw-thread", ["password_note"], ("xlsx",), "hard", count=5)
def thread(r):
    """A threaded remark of a newer Excel."""
    rows = [["システム", "担当課"]] + [[name, r.choice(DEPARTMENTS)] for name in systems(r, 4)]
    return Doc(memo_name(r), [Table(rows), Comment(credentials(r), threaded=True)])


@family("pw-box", ["password_note"], ("docx", "odt", "doc", "rtf", "pdf", "xlsx", "xls", "ods", "pptx", "odp", "ppt"), "medium", count=15)
def box(r):
    """A text box beside ordinary text."""
    lines = [r.choice(["ログイン", "★PW", "端末", "メモ"]), f"ID：{user(r)}", f"{r.choice(['PW', 'パスワード', 'ＰＷ'])}：{password(r)}"]
    return Doc(memo_name(r), [Title("作業手順"), *innocent(r), Box(lines if r.random() < 0.6 else [credentials(r)])])


@family("pw-notes", ["password_note"], SLIDES + ("docx", "odt", "doc", "rtf", "pdf"), "medium", count=13)
def speaker_notes(r):
    """Speaker notes of a slide or a footnote of a text."""
    return Doc(r.choice(["説明資料", "研修スライド", memo_name(r)]), [Section("システムの概要"), *innocent(r), Note(credentials(r))])


@family("pw-edge", ["password_note"], ("docx", "odt", "doc", "rtf", "pdf", "xlsx", "xls", "ods"), "medium", count=12)
def edge(r):
    """The header or footer of the page."""
    doc = Doc(memo_name(r), [Title("業務一覧"), *innocent(r)])
    if r.random() < 0.5:
        doc.header = credentials(r)
    else:
        doc.footer = credentials(r)
    return doc


@family("pw-diagram", ["password_note"], ("docx", "pptx"), "hard", count=5)
def in_diagram(r):
    """Text inside SmartArt."""
    return Doc(memo_name(r), [Title("接続の流れ"), Diagram(["VPN接続", credentials(r), "業務開始"])])
