"""Texts that speak of passwords and give none away."""

from document import Doc, Pairs, Table, Title
from family import EVERYWHERE, PROSE, TABLES, family
from values.offices import date, memo_name, systems

RULES = [
    "パスワードは他人に知られないよう管理しなければならない。", "パスワードは12文字以上とし、英大文字、英小文字、数字及び記号を組み合わせること。",
    "パスワードをメモした紙を机上や端末に貼り付けてはならない。", "複数のシステムで同一のパスワードを使い回さないこと。",
    "パスワードが漏えいしたおそれがある場合は、速やかに変更し、情報セキュリティ管理者に報告すること。", "仮のパスワードは、最初のログイン時に変更すること。",
    "生年月日、電話番号、氏名等の推測されやすい文字列をパスワードに用いないこと。", "パスワードを記憶させる機能を使用してはならない。",
]


@family("decoy-password-rules", [], PROSE, "easy", decoy=True, count=16)
def rules(r):
    """An information security rule."""
    lines = [f"{n} {text}" for n, text in enumerate(r.sample(RULES, 5), 1)]
    return Doc(r.choice(["情報セキュリティ実施手順", "パスワード管理規程", "セキュリティポリシー抜粋"]), [Title("ID及びパスワードの管理"), *lines])


@family("decoy-empty-form", [], TABLES, "medium", decoy=True, count=12)
def form(r):
    """A form whose password field is empty or says who fills it in."""
    blank = r.choice(["", "　", "（各自設定）", "別途通知", "＿＿＿＿＿＿", "(本人が記入)"])
    rows = [["項目", "記入欄"], ["所属", ""], ["氏名", ""], ["ユーザーID", ""], ["パスワード", blank], ["利用開始日", "令和　年　月　日"]]
    return Doc(r.choice(["利用申請書", "アカウント申請様式", "ID申請書"]), [Title("システム利用申請書"), Table(rows)])


@family("decoy-masked", [], TABLES, "hard", decoy=True, count=12)
def masked(r):
    """A list whose passwords are masked or kept elsewhere."""
    mask = r.choice(["********", "●●●●●●", "（別紙）", "＊＊＊＊", "xxxxxxxx", "金庫保管", "<password>", "-"])
    rows = [["システム名", "ID", "パスワード"]] + [[name, f"{'abk'[n % 3]}{r.randint(100, 999)}", mask] for n, name in enumerate(systems(r, 5))]
    return Doc(r.choice(["パスワード一覧（公開用）", "ID一覧", memo_name(r)]), [Table(rows)])
