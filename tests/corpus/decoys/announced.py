"""Tables and lists beneath a title, a heading or a name that speaks of secrets, and hold none."""

from decoys.things import asset, model, paper, release, serial, thing
from document import Box, Doc, Section, Table, Title
from family import MAILS, NOTES, PROSE, SLIDES, TABLES, WORDS, family
from values.offices import DEPARTMENTS, FACILITIES, SYSTEMS, date, memo_name, systems
from values.passwords import user
from values.people import people, person

TITLES = [
    "パスワード管理台帳", "パスワード", "■パスワード", "PW一覧（端末別）", "ID・パスワード", "各システムの入り方", "ログイン方法", "ログインのしかた", "サインイン情報", "パスワード変更履歴", "パスワード変更記録", "アカウント情報", "アカウント管理表", "システムの鍵", "暗証番号一覧", "今年度の合言葉", "ID/PW 棚卸", "管理者パスワード", "パスワード表",
]
NAMES = ["パスワード変更記録", "台帳", "R6棚卸", "変更履歴", "一覧", "引継ぎ資料", "管理状況"]


@family("announced-decoy-changes", [], TABLES, "hard", decoy=True, count=18)
def changes(r):
    """A log of who changed what and when."""
    head = r.choice([["変更日", "システム", "担当", "結果"], ["日付", "対象機器", "型番", "確認者"], ["端末番号", "機種", "変更", "次回"], ["No.", "システム名", "版", "変更日"], ["対象", "管理番号", "実施"]])
    make = {"変更日": date, "日付": date, "システム": lambda r: r.choice(SYSTEMS), "システム名": lambda r: r.choice(SYSTEMS), "担当": lambda r: person(r).family, "確認者": lambda r: person(r).family, "結果": lambda r: r.choice(["済", "未", "完了"]), "対象機器": lambda r: r.choice(["複合機", "ルータ", "NAS"]), "型番": model, "端末番号": asset, "機種": model, "変更": lambda r: r.choice(["済", "未"]), "次回": date, "No.": lambda r: str(r.randint(1, 40)), "版": release, "対象": lambda r: r.choice(SYSTEMS), "管理番号": asset, "実施": lambda r: r.choice(["済", "予定"])}
    rows = [head] + [[make[h](r) for h in head] for _ in range(r.randint(3, 9))]
    return Doc(r.choice(NAMES), [Title(r.choice(TITLES)), Table(rows)])


@family("announced-decoy-headless", [], TABLES, "hard", decoy=True, count=18)
def headless(r):
    """Rows without headings: a system, a machine, its number."""
    last = r.choice([model, model, serial, release])
    middle = r.choice([lambda r: person(r).family, lambda r: r.choice(DEPARTMENTS), user, date, model])
    rows = [[r.choice(SYSTEMS), middle(r), last(r)] for _ in range(r.randint(3, 8))]
    title = r.choice(TITLES)
    blocks = [Table([[title, "", ""], *rows])] if r.random() < 0.4 else [Title(title), Table(rows)]
    return Doc(r.choice(NAMES), blocks)


@family("announced-decoy-register", [], TABLES, "hard", decoy=True, count=16)
def register(r):
    """An inventory in a file or beneath a heading named after passwords, with serials and types."""
    rows = [["管理番号", "機種", "シリアル番号", "使用者", "パスワード設定"]] + [[asset(r), model(r), serial(r), p.family, r.choice(["済", "有", "未", "BIOSのみ"])] for p in people(r, r.randint(4, 10))]
    return Doc(r.choice(["パスワード管理台帳", "PW設定状況", "端末台帳", "パスワード設定確認"]), [Title(r.choice(["パスワード管理台帳", "端末一覧（パスワード設定状況）", "パスワード"])), Table(rows)])


@family("announced-decoy-list", [], NOTES + MAILS, "hard", decoy=True, count=20)
def listed(r):
    """Rows of running text beneath a heading of accounts or of passwords."""
    heading = r.choice(["■パスワード変更履歴", "【アカウント一覧】", "パスワード管理表", "■ログイン情報", "ID一覧", "【パスワード一覧】は廃止しました", "PWリスト（棚卸対象）", "システムID　担当　型番", "■各種アカウント", "機器　パスワード変更　型番"])
    rows = [r.choice([f"{s}　{date(r)}　{person(r).family}　済", f"{s} {model(r)} {date(r)}", f"{r.choice(DEPARTMENTS)} {asset(r)} {model(r)}", f"{s} {r.choice(['済', '未'])} {model(r)}", f"{date(r)} {model(r)} {r.choice(['交換', '設定', '初期化'])}"]) for s in systems(r, r.randint(3, 7))]
    return Doc(r.choice(NAMES + [memo_name(r)]), [heading, *rows])


@family("announced-decoy-form", [], SLIDES + ("txt", "html", "md") + WORDS, "hard", decoy=True, count=22)
def form(r):
    """A sheet on which every label and every value stands in a line of its own; the secret's place is empty."""
    hole = r.choice(["", "（各自設定）", "（空欄）", "＿＿＿＿＿＿", "別途封書", "設定済み", "（本人のみ）", "※記入しない"])
    label = r.choice(["パスワード", "PW", "初期パスワード", "暗証番号", "パスワード：", "【パスワード】", "Password"])
    after = r.sample([("機種", model(r)), ("シリアル", serial(r)), ("管理番号", asset(r)), ("版", release(r)), ("様式番号", paper(r)), ("端末名", f"Kk{r.randint(10, 99)}PC{r.randint(100, 999)}a")], 3)
    lines = ["利用者ID", user(r), label, hole, *[part for pair in after for part in pair]]
    blocks = [Box(lines)] if r.random() < 0.4 else [line for line in lines if line or r.random() < 0.5]
    return Doc(r.choice(["設定シート", "貸出票", "利用届", "端末設定"]), [Title(r.choice(["端末設定シート", "機器貸出票", "利用開始届"])), *blocks])


@family("announced-decoy-sheetform", [], TABLES, "hard", decoy=True, count=16)
def sheetform(r):
    """The same on a sheet of cells, labels at the left or above, with an empty cell for the secret."""
    hole = r.choice(["", "", "別紙", "（空欄）", "各自"])
    if r.random() < 0.5:
        rows = [["項目", "内容", "備考"], ["機種", model(r), ""], ["ID", user(r), ""], ["パスワード", hole, r.choice(["", "12文字以上"])], ["シリアル", serial(r), ""], ["設置場所", r.choice(FACILITIES), asset(r)]]
    else:
        rows = [["ID", "パスワード", "機種", "シリアル"], [user(r), hole, model(r), serial(r)], [user(r), hole, model(r), serial(r)]]
    return Doc(r.choice(["設定シート", "端末票", "様式第3号"]), [Table(rows)])


@family("announced-decoy-letters", [], SLIDES + WORDS + ("txt", "html"), "hard", decoy=True, count=12)
def letters(r):
    """Which characters a password may have, and sentences with a heading of one word."""
    lines = r.choice([
        ["パスワードに使用できる文字は次のとおりです。", "ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "!#$%&()-=^@+*"], ["パスワードの文字種は以下のとおり", "A-Za-z0-9", "記号（!#$%&）"], ["使用可能文字", "パスワード", "A-Z,a-z,0-9"], ["パスワード", "12文字以上、3種類以上", f"適用 {release(r)}", release(r)], ["パスワードの規則：", "[A-Za-z0-9]{12,}", "正規表現で検査します"],
        ["パスワード", "対象機器", model(r), model(r)], ["パスワードを変更する機器は以下です。", model(r), model(r)], ["暗証番号", "対象", serial(r), "交換済み"], ["初期パスワードの変更が必要な機器は下記のとおり", serial(r), serial(r)],
    ])
    return Doc(r.choice(["規則", "設定要領", "通知", "対象機器"]), [Title(r.choice(["パスワードの設定", "設定基準", "対象機器"])), *lines])


@family("announced-decoy-sections", [], SLIDES + ("docx", "html", "pdf"), "medium", decoy=True, count=8)
def sections(r):
    """Slides named after passwords with figures and machines."""
    return Doc(r.choice(["説明資料", "更新計画", "研修資料"]), [Section(r.choice(["パスワード", "ログイン方法", "ID・パスワード"])), f"{r.choice(SYSTEMS)} {release(r)}", model(r), Table([["対象", "台数"], [model(r), str(r.randint(1, 90))], [model(r), str(r.randint(1, 90))]]), Section("参考"), thing(r), thing(r)])
