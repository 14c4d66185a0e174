"""Columns and lines whose heading is a lock's or a cipher's word: dials, keys, plates, codes and ways to encrypt."""

from decoys.things import asset, cipher, fault, model, paper, plate, release, serial, thing
from document import Doc, Table, Title
from family import DATA, MAILS, NOTES, SHEETS, TABLES, family
from values.offices import DEPARTMENTS, FACILITIES, SYSTEMS, date, memo_name
from values.passwords import user
from values.people import person

HEADS = {
    "ダイヤル": lambda r: r.choice([f"{r.randint(2000, 2999)}", f"{r.randint(60, 69)}-{r.randint(1000, 9999)}", "0120-000-000", f"{r.randint(1, 9)}番"]),
    "ナンバー": plate,
    "開け方": lambda r: r.choice(["レバーを引く", "カードをかざす", f"鍵{r.randint(1, 30)}番", "手前に引く", f"{r.randint(100, 999)}号室で借用"]),
    "解錠": lambda r: f"{r.randint(6, 9)}:{r.choice(['00', '15', '30'])}",
    "開錠": lambda r: r.choice([f"{r.randint(6, 9):02}{r.choice(['00', '15', '30'])}", f"{r.randint(6, 9)}時", f"{r.randint(6, 9)}{r.choice(['00', '15', '30'])}"]),
    "キーコード": lambda r: r.choice([f"K{r.randint(100, 999)}", f"{r.randint(1, 254)}", f"VK_F{r.randint(1, 12)}"]),
    "鍵": lambda r: r.choice([f"No.{r.randint(1, 60)}", f"{r.randint(1, 4)}本", f"H{r.randint(100, 999)}", f"MIWA-U9-{r.randint(100, 999)}", f"GOAL-{r.randint(10, 99)}"]),
    "鍵番号": lambda r: r.choice([f"{r.randint(1, 99)}", f"{r.randint(1000, 9999)}", f"U9{r.choice('KLM')}{r.randint(100, 999)}"]),
    "暗号": cipher,
    "暗号方式": cipher,
    "暗号化": lambda r: r.choice(["有", "無", cipher(r)]),
    "文字列": lambda r: r.choice(["可", "20", "VARCHAR", paper(r), release(r)]),
    "入力値": lambda r: r.choice([f"{r.randint(100, 9999)}", paper(r), release(r), "任意"]),
    "キー": lambda r: r.choice([f"F{r.randint(1, 12)}", "Ctrl+S", "Enter", f"SortKey{r.randint(10, 99)}A"]),
    "キーワード": lambda r: r.choice(["子育て", "防災", f"SDGs{r.randint(2020, 2030)}", "DX推進"]),
    "P": lambda r: str(r.randint(1, 240)),
    "暗証": lambda r: r.choice(["有", "無", "設定済", "変更済"]),
    "コード": lambda r: r.choice([f"{r.randint(1000, 9999)}", fault(r)]),
    "認証": lambda r: r.choice(["WPA2-Enterprise", "802.1X", "証明書", "MAC認証", release(r)]),
    "PIN": lambda r: r.choice([f"{r.randint(2, 40)}", "Tx", "Rx+", f"GPIO{r.randint(1, 40)}"]),
    "テンキー": lambda r: r.choice(["有", "無", f"TK-{r.randint(100, 999)}Bk"]),
    "ロック番号": lambda r: f"{r.randint(1, 40)}番",
}


@family("register-decoy-columns", [], TABLES, "hard", decoy=True, count=60)
def columns(r):
    """A table with such a heading beside names, ids or places."""
    head = r.choice(sorted(HEADS))
    first, one = r.choice([("名称", lambda r: r.choice(SYSTEMS)), ("施設", lambda r: r.choice(FACILITIES)), ("課", lambda r: r.choice(DEPARTMENTS)), ("車種", lambda r: r.choice(["軽トラ", "ワゴン", "清掃車", "公用車3"])), ("機器", lambda r: r.choice(["AP-01", "RT-本庁", "sv-db02"]))])
    second, two = r.choice([("ID", user), ("担当", lambda r: person(r).family), ("設置場所", lambda r: r.choice(FACILITIES)), ("管理番号", asset), ("ホスト", lambda r: f"sv{r.randint(1, 40):02}"), ("アカウント", user), ("型番", model)])
    width = r.choice([2, 3, 3, 4])
    rows = [[first, second, head, "備考"][4 - width if width < 3 else 0:][:width] if width != 2 else [first, head]]
    for _ in range(r.randint(3, 9)):
        rows.append([one(r), HEADS[head](r)] if width == 2 else [one(r), two(r), HEADS[head](r), r.choice(["", "共用", date(r)])][:width])
    return Doc(r.choice(["台帳", "一覧表", "配置", "設定表", memo_name(r)]), [Title(r.choice(["公用車一覧", "施設の開閉時刻", "鍵の管理簿", "通信の設定", "項目の一覧", "機器の一覧"])), Table(rows)])


@family("register-decoy-lines", [], NOTES + MAILS, "hard", decoy=True, count=24)
def lines(r):
    """The same in lines."""
    head = r.choice(sorted(HEADS))
    sep = r.choice(["：", "　", ": ", " ", "→"])
    return Doc(memo_name(r), [f"{r.choice(FACILITIES + SYSTEMS)}　{head}{sep}{HEADS[head](r)}" if r.random() < 0.5 else f"{head}{sep}{HEADS[head](r)}" for _ in range(r.randint(1, 5))])


@family("register-decoy-wifi", [], TABLES + ("txt", "eml"), "hard", decoy=True, count=12)
def wifi(r):
    """Channels, names and ways of wireless networks."""
    rows = [["AP", "SSID", "チャネル", "暗号化", "認証", "機種"]] + [[f"AP-{r.randint(1, 40):02}", f"kakuu-{r.choice(['guest', 'staff', 'Bousai5G', 'Gigaschool2F'])}", str(r.choice([1, 6, 11, 36, 52, 100])), r.choice(["WPA2-PSK(AES)", "WPA3-SAE", "AES", "CCMP128"]), r.choice(["PSK", "802.1X", "証明書"]), model(r)] for _ in range(r.randint(3, 7))]
    return Doc(r.choice(["無線AP一覧", "Wi-Fi設置状況", "チャネル設計"]), [Title("無線LANアクセスポイント"), Table(rows)])


@family("register-decoy-faults", [], TABLES + NOTES, "hard", decoy=True, count=14)
def faults(r):
    """What to do when a password is refused, by the code on the screen."""
    if r.random() < 0.5:
        rows = [["エラーコード", "内容", "対処"]] + [[fault(r), r.choice(["パスワードの誤り", "パスワードの期限切れ", "IDの停止", "ロック"]), r.choice(["再入力", "総務課へ連絡", "30分待つ"])] for _ in range(r.randint(3, 6))]
        return Doc("エラー一覧", [Title("ログイン時のエラー"), Table(rows)])
    return Doc(r.choice(["エラー対応", memo_name(r)]), [r.choice([f"パスワードエラー {fault(r)} が出たら再起動", f"パスワード入力後 {fault(r)}", f"「パスワードが違います（{fault(r)}）」と表示", f"PWリセット手順 {paper(r)} 参照", f"ログイン不可 {fault(r)} / {fault(r)}", f"パスワード誤り（{fault(r)}）", f"パスワード({fault(r)})エラー"]) for _ in range(r.randint(1, 4))])


@family("register-decoy-data", [], DATA + SHEETS, "hard", decoy=True, count=14)
def data(r):
    """Exports and settings with keys that hold no secret."""
    rows = [["hostName", "keyId", "serialNo", "firmware", "cipher"]] + [[f"sv{r.randint(1, 40):02}", paper(r), serial(r), release(r), cipher(r)] for _ in range(r.randint(3, 6))]
    return Doc(r.choice(["export", "inventory", "assets"]), [Table(rows)])


@family("register-decoy-brackets", [], NOTES + MAILS, "hard", decoy=True, count=18)
def brackets(r):
    """A word of secrets, and a term, a name or a type in brackets or quotes behind it."""
    t = r.choice(["HimawariHall", "KakuuCity", "SakuraNet", "MyPortal", "TownPass", "JukiNet", "eLTAX", "LGWAN-ASP", "SmartLock", "KeePassXC", "YubiKey", "FeliCa", "BitLockerToGo", "MobilePass", "OneTimeKey"])
    line = r.choice([
        f"パスワード（{t}）の登録が始まりました", f"パスワード「{t}」を導入", f"暗証番号（{t}）", f"パスワード管理（{t}）", f"パスワード【{t}】", f"パスワード[{t}]", f"認証キー（{model(r)}）を配布", f"パスワード付きUSB（{model(r)}）", f"セキュリティキー（{t}）を{r.randint(2, 90)}本購入", f"セキュリティキー「{t}」", f"PIN（{t}）の更新", f"アクセスキー[{t}]", f"パスワード（{release(r)}以降で変更）", f"パスワード（様式{r.randint(1, 9)}）",
        f"合言葉「{t}」のポスター", f"トークン（{model(r)}）を返却", f"トークン「{t}」申込", f"パスワードレス（{t}）", f"回復キー（{t}）は台帳に記載", f"パスワード {t} から変更可",
    ])
    return Doc(memo_name(r), [line] if r.random() < 0.5 else [line, f"{r.choice(DEPARTMENTS)}　{date(r)}"])


@family("register-decoy-files", [], NOTES + MAILS + SHEETS, "hard", decoy=True, count=14)
def files(r):
    """Names of files, data and drawings behind a word of secrets."""
    return Doc(memo_name(r), [r.choice([f"パスワード付き {paper(r)}", f"パスワード設定済　{paper(r)}", f"パスワード変更 {paper(r)}", f"パスワード手順書 {paper(r)}", f"パスワード：{paper(r)}.xlsx 参照", f"ID・パスワード一覧 {paper(r)}.xlsx を削除", f"PWポリシー {paper(r)}", f"暗証番号届 {paper(r)}", f"パスワード台帳（{paper(r)}）", f"パスワード申請書 {paper(r)}", f"パスワード保護 {paper(r)}", f"PW通知書 {serial(r)}", f"パスワード通知　書留{r.randint(100, 999)}-{r.randint(10, 99)}-{r.randint(10000, 99999)}-1"]) for _ in range(r.randint(1, 3))])
