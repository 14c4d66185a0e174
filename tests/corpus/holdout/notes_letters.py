"""Prose with a secret in it: handovers, mails, chats, minutes, manuals."""

from document import Doc, Pairs, Para, Table, Title
from family import MAILS, SLIDES, WORDS, family
from holdout.digits import digits
from holdout.keyring import department, host, human, machine, pin, pw, system, user
from holdout.townsfolk import name, surname

LETTERS = ("txt", "html", "md") + MAILS + ("docx", "rtf")
DUTIES = [
    "毎月10日までに前月分の調定表を会計課へ提出する。様式は共有フォルダの「様式集」にある。", "国への報告は６月末が締切。昨年は県の照会が二度あったので早めに動くこと。", "予算要求は９月中旬に庁内通知が来る。前年度の見積書を業者から取り直す。",
    "議会答弁は前年の議事録を参考にする。通告の締切は開会の５日前。", "委託業者との定例会は第２木曜の午後。会議室の予約はグループウェアから行う。", "窓口の混雑は３月末と４月初めが最も多い。応援職員の割当は総務課と調整する。",
    "封筒の在庫が千枚を切ったら印刷を発注する。納期は約二週間。", "備品の廃棄は物品管理規則に従い、廃棄調書を回付する。", "保存年限が過ぎた文書は年度末にまとめて溶解処分に出す。",
]


def secret_sentence(r):
    """A full sentence that gives the secret away, without a colon."""
    u, p, s = user(r), pw(r), system(r)
    return r.choice([
        f"なお、{s}は{u}でログインし、パスワードは{p}を使っている。", f"{s}の管理者IDは「{u}」、パスワードは「{p}」のまま変えていない。", f"{s}は起動時に暗証番号を聞かれるので{pin(r)}を押す。",
        f"{s}のパスワードは前任の{surname(r)}さんの代から{p}である。", f"データベースの保守ユーザは{u}（パスワード {p}）で、年一回業者が使う。", f"圧縮ファイルは{p}というパスワードで開く。",
        f"端末の起動には{p}と入力する（BIOSのパスワード）。", f"ルータの設定画面には admin、{p} で入れる。",
    ])


@family("ho-letter-handover", ["password_note"], ("txt", "md", "html") + WORDS, "hard", count=12)
def handover(r):
    """A long handover note with one sentence too many."""
    duties = r.sample(DUTIES, r.randint(4, 8))
    duties.insert(r.randint(1, len(duties)), secret_sentence(r))
    blocks = [Title("事　務　引　継　書"), f"令和７年４月１日　{department(r)}　前任 {name(r)}　後任 {name(r)}"]
    for n, duty in enumerate(duties, 1):
        blocks += [f"{n}　{r.choice(['懸案事項', '年間業務', '留意点', '事務の流れ'])}", Para(duty)]
    return Doc(r.choice(["事務引継書", "引継ぎ（R7.4）", "後任へ", "引継メモ"]), blocks)


@family("ho-letter-handover-table", ["password_note"], WORDS + ("html", "md"), "medium", count=6)
def handover_table(r):
    """A handover note that ends with a table of accounts."""
    rows = [["用途", "場所", "ID等", "備考"]] + [[system(r), host(r), f"{user(r)}／{pw(r)}", r.choice(["年度末に変更", ""])] for _ in range(3)]
    return Doc("引継書", [Title("引継書"), *r.sample(DUTIES, 3), Title("５　システム関係（ID／パスワード）"), Table(rows)])


@family("ho-letter-second-mail", ["password_note"], MAILS + ("txt", "html", "docx"), "medium", count=9)
def second_mail(r):
    """The second mail, which sends the password of the first one's attachment."""
    p = r.choice([human(r), machine(r, 12), digits(r, 8)])
    body = r.choice([
        ["先ほどお送りした添付ファイルのパスワードをお知らせします。", "", f"　　{p}", "", "ご査収ください。"], [f"先のメールの解凍パスワードは「{p}」です。"], ["添付ファイル解凍用パスワード", f"{p}", "（前後の空白は含みません）"],
        [f"ファイルを開くパスワードは下記のとおりです。", "―――――――――――", p, "―――――――――――"], [f"PW連絡です。　{p}"],
    ])
    return Doc(r.choice(["パスワードのご連絡", "【PW】資料送付の件", "RE 資料送付", "（２通目）令和７年度調査票"]), [f"{department(r)}　{surname(r)}様", "いつもお世話になっております。", *body, "--", f"みなも市役所 {department(r)} {surname(r)}", f"TEL 0299-{r.randint(20, 99)}-1111（内線{r.randint(200, 299)}）"])


@family("ho-letter-vendor", ["password_note"], LETTERS, "medium", count=7)
def vendor(r):
    """A contractor's report after work on site."""
    p = pw(r)
    fact = r.choice([f"管理コンソール　https://{host(r)}:8443　admin / {p}", f"iLO: Administrator / {p}", f"ルータ {host(r)} login pass {p}", f"UPS管理画面　ID apc　PASS {p}", f"保守用アカウント hoshu、パスワード {p} を作成済", f"NAS管理者 (admin) のパスワードを {p} に変更しました"])
    return Doc(r.choice(["作業報告", "納品時メモ", "作業完了のご報告"]), [f"みなも市　{department(r)}　御中", "本日の作業内容を報告いたします。", "・ファームウェア更新", f"・{fact}", "・動作確認　異常なし", f"株式会社{surname(r)}システム　サポート担当"])


@family("ho-letter-chat", ["password_note"], ("txt", "md", "html", "csv", "docx", "json"), "hard", count=8)
def chat(r):
    """A chat in which the answer comes two lines later."""
    a, b = surname(r), surname(r)
    s, p = system(r), pw(r)
    h, m = r.randint(8, 17), r.randint(0, 50)
    ask = r.choice([f"{s}のパスワード何でしたっけ？", f"{s}のパス変わりました？", f"すみません、{s}入れないんですがPW教えてください", f"{s}のpassわかる人いますか"])
    answer = r.choice([p, f"{p} だよ", f"{p} です", f"今は {p} ですね", f"→ {p}"])
    talk = [(a, ask), (b, r.choice(["ちょっと待って", "4月に変えたやつです", "えーと"])), (b, answer), (a, r.choice(["ありがとうございます！", "入れました", "助かります"]))]
    if r.random() < 0.4:
        return Doc("トーク履歴", [Table([["時刻", "発言者", "内容"]] + [[f"{h}:{m + n:02}", who, text] for n, (who, text) in enumerate(talk)])])
    return Doc(r.choice(["LoGoチャット履歴", "[LINE]トーク", "teams_export"]), [f"2025/{r.randint(4, 11)}/{r.randint(1, 28)}（月）"] + [f"{h}:{m + n:02}\t{who}\t{text}" for n, (who, text) in enumerate(talk)])


@family("ho-letter-minutes", ["password_note"], ("txt", "html", "md") + WORDS, "hard", count=6)
def minutes(r):
    """Minutes that say more than that something was changed."""
    p = human(r)
    said = r.choice([f"共有アカウントは {user(r)}、パスワードは {p} に統一する。", f"新しいパスワードは{p}とし、各係長から口頭で伝える。", f"Zoomの主催者用パスワードを{p}に変えた旨、事務局から報告があった。", f"会場の暗証番号を{pin(r, 5)}に変更することとした。"])
    return Doc(r.choice(["係長会議メモ", "打合せ記録", "課内会議録"]), [Title("課内打合せ記録"), f"日時　令和7年{r.randint(4, 12)}月{r.randint(1, 28)}日　9時～", f"出席　{surname(r)}、{surname(r)}、{surname(r)}", "1 予算編成について　財政課の内示は1月中旬の見込み。", f"2 {system(r)}について　{said}", "3 その他　年末年始の当直表を回覧する。"])


@family("ho-letter-manual", ["password_note"], ("html", "md") + WORDS + SLIDES, "hard", count=7)
def manual(r):
    """A manual in which the real account stands, for convenience."""
    u, p = user(r), pw(r)
    step = r.choice([f"ログイン画面でユーザーID「{u}」、パスワード「{p}」を入力し、［ログイン］を押す。", f"ID欄に{u}、パスワード欄に{p}と入れてEnter。", f"パスワード入力画面が出たら {p} と打つ（大文字小文字に注意）。", f"「{u}」「{p}」の順に入力する。※課共通ID・パスワード"])
    return Doc(r.choice(["操作手順書", "やり方", f"{system(r)}手順"]), [Title(f"{system(r)}　月次処理手順"), "① デスクトップのアイコンをダブルクリックする。", f"② {step}", "③ 「月次」→「締め処理」を選ぶ。", "④ 帳票を２部印刷し、１部を課長へ。"])


@family("ho-letter-header", ["password_note"], WORDS + ("xlsx", "xls", "ods", "pptx", "ppt", "odp", "html", "txt"), "hard", count=6)
def in_header(r):
    """In the header or footer of a page, where nobody reads twice."""
    line = r.choice([f"取扱注意　開封パスワード {pw(r)}", f"※このファイルのPW → {pw(r)}", f"読取PW:{pw(r)}", f"編集時パスワード：{pw(r)}"])
    where = {"header": line} if r.random() < 0.5 else {"footer": line}
    return Doc(r.choice(["人事異動内示案", "補正予算案", "評価結果一覧"]), [Title("令和７年度　照会事項"), "１　目的　制度の見直しに係る意見を集める。", "２　回答期限　月末", "３　様式　別紙のとおり"], **where)


@family("ho-letter-zoom-host", ["password_note"], LETTERS + ("odt", "doc", "pdf"), "medium", count=5)
def zoom_host(r):
    """The host's account for online meetings."""
    return Doc(r.choice(["オンライン会議の開き方", "Web会議 運用", "zoom有償アカウント"]), [
        "Web会議（有償アカウント）の使い方", "予約はグループウェアの設備予約から「Zoom1」「Zoom2」を押さえる。", r.choice([f"サインイン　zoom{r.randint(1, 3)}@city.example.lg.jp　／　{pw(r)}　（パスワードは毎年４月変更）", f"サインインID zoom1@city.example.lg.jp　パスワード {pw(r)}", f"ホストキー {pin(r, 6)}　サインインのパスワードは {pw(r)}"]), "録画はクラウドに残さないこと。",
    ])


@family("ho-letter-draft", ["password_note"], MAILS + ("txt", "docx"), "medium", count=5)
def draft(r):
    """A draft to all schools with the common first password."""
    return Doc(r.choice(["下書き", "各校宛て案", "RE_ 校務支援"]), [
        "各小中学校　情報担当　各位", "校務支援システムの利用開始についてお知らせします。", f"利用者IDは職員番号、初期パスワードは{r.choice(['全校共通で', ''])}{machine(r, 9)}です。", f"不明な点は{department(r)}（{surname(r)}）まで。",
    ])


@family("ho-letter-school", ["password_note"], ("txt", "md", "docx", "odt", "doc", "rtf", "pptx", "odp", "ppt", "pdf", "html"), "medium", count=6)
def school(r):
    """A slip for parents with the account of a homework application."""
    return Doc(r.choice(["ログインカード", "家庭学習アプリ", "タブレット持ち帰り"]), [
        Title("まなびアプリ　ログインカード"), f"{r.randint(1, 6)}年{r.randint(1, 4)}組{r.randint(1, 35)}番　なまえ（{name(r)}）", Pairs([("がっこうコード", digits(r, 8)), (r.choice(["ユーザー名", "ログインめい"]), f"s{digits(r, 6)}"), (r.choice(["ぱすわーど", "パスワード", "あいことば"]), r.choice([digits(r, 6), f"{human(r)}"]))], r.choice(["：", "　→　", " … "])), "なくさないようにしましょう",
    ])
