"""Notices that say how a password is changed, made or kept, with rules, steps and bad ones beneath."""

from decoys.things import fault, model, paper, release
from document import Doc, Note, Section, Table, Title
from family import MAILS, NOTES, PROSE, SLIDES, STICKIES, WORDS, family
from values.offices import DEPARTMENTS, SYSTEMS, date, memo_name
from values.passwords import mixed, password, wordy
from values.people import person

LEADS = ["パスワードは次のように変更してください。", "パスワードは以下のとおり設定してください。", "パスワードの変更は下記のように行います。", "パスワードは次のとおりとします。", "パスワードの作り方は次のとおりです。", "パスワードについて、下記のとおり運用します。", "パスワードは以下のルールで作成します", "初期パスワードは次の手順で変更します。", "パスワード変更方法は以下をご覧ください。"]
RULES = ["12文字以上", "英大文字・小文字・数字を混ぜる", "90日ごとに変更", "前回と同じものは不可", "英数字8文字以上", "Ctrl+Alt+Delを押す", "「パスワードの変更」を選ぶ", "現在のパスワードを入力", "新しいパスワードを2回入力", "Enterキーを押す", "記号は!#$%のみ", "設定＞アカウント＞サインイン", "A-Z、a-z、0-9を各1文字以上", "氏名・生年月日は使わない"]


@family("notice-decoy-rules", [], PROSE + STICKIES, "hard", decoy=True, count=24)
def rules(r):
    """A lead that ends in a colon or a stop, and rules or steps beneath."""
    mark = r.choice(["・", "", "①", "1. ", "- "])
    lines = [f"{mark}{rule}" for rule in r.sample(RULES, r.randint(2, 5))]
    tail = r.choice([[], [f"対象：{model(r)}"], [release(r)], [model(r)], [f"問合せ　情報政策課　{person(r).family}"], [paper(r)]])
    return Doc(r.choice(["お知らせ", "通知", "回覧", memo_name(r)]), [r.choice(LEADS), *lines, *tail])


@family("notice-decoy-bad", [], PROSE + SLIDES, "hard", decoy=True, count=24)
def bad(r):
    """Passwords nobody should choose, after words that only announce them."""
    p, q = r.choice([wordy, password])(r), wordy(r)
    lines = r.choice([
        ["以下のようなパスワードは危険です。", f"・{p}", f"・{q}"], ["次のようなパスワードは使わないでください。", p, q], ["次のようなパスワードは破られます", f"　{p}", f"　{q}"], ["下記のようなパスワードは見直しましょう：", p], ["パスワードは以下のように推測されます。", f"sakura → {p}", f"課名 → {q}"], ["パスワードは次のように変化させても見破られます。", p, q],
        ["次のように簡単なパスワードが多数見つかりました。", p, q], ["パスワードは以下のような文字列を避けること", p, q], [f"「{p}」のようなパスワードは1秒で破られます。"], [f"パスワードは、次のような組み立てにします（{p}など）。"], ["パスワードは次のように組み立てます。", "好きな言葉＋記号＋数字", f"（例）{p}"], ["弱いパスワードの例", p, q], ["強いパスワードの作り方", "1 短い文を思い浮かべる", f"2 頭文字を並べる　{p}"],
    ])
    return Doc(r.choice(["注意喚起", "情報セキュリティだより", "研修資料", memo_name(r)]), [*([Title("パスワードを見直しましょう")] if r.random() < 0.5 else []), *lines, *([f"情報政策課　{person(r).family}"] if r.random() < 0.4 else [])])


@family("notice-decoy-changes", [], MAILS + ("txt", "docx", "html"), "hard", decoy=True, count=16)
def changed(r):
    """What was changed, and no value."""
    lines = r.choice([
        ["パスワードを以下のとおり変更しました。", f"対象　{r.choice(SYSTEMS)}", f"日時　{date(r)}", f"作業者　{person(r).family}"], ["パスワードの桁数を次のように変更しました。", "変更前 8桁", "変更後 12桁"], ["パスワード変更画面を下記のように改修しました。", f"版：{release(r)}", f"画面ID：{fault(r)}"], ["管理者パスワードの変更を行った機器は次のとおりです。", model(r), model(r), model(r)], ["パスワードポリシーを以下に改めます。", release(r), "12文字以上"],
        ["暗証番号は下記のとおり変更をお願いします。", f"窓口　{r.choice(DEPARTMENTS)}", f"期限　{date(r)}"], ["Password change completed:", f"Target {model(r)}", f"Build {release(r)}"], ["パスワード変更対象", model(r), f"{person(r).family}さんへ"],
    ])
    return Doc(r.choice(["作業報告", "Re: 変更", "お知らせ"]), ["お世話になっております。", *lines])


@family("notice-decoy-dials", [], NOTES + MAILS, "hard", decoy=True, count=16)
def dials(r):
    """How dials, keypads and lockers are worked, and no number that opens one."""
    n = r.randint(100, 9999)
    line = r.choice([
        "ダイヤルを右に2回まわし、番号に合わせて左へ戻す", "暗証番号を押したあと＃を押す（4桁）", f"ロッカー {n}番 {person(r).family}", f"キーボックス {r.randint(1, 60)}番の鍵を取る", f"金庫室 {n}号", "ダイヤル錠は4桁、数字は管理係に聞く", f"テンキーの 5 が効かない（{date(r)}）", f"暗証番号の変更はメニュー{r.randint(10, 99)}から", f"南京錠 {r.randint(20, 60)}mm 3個", f"ダイヤル直通 {r.randint(2000, 2999)}", f"部屋番号 {n}　鍵番号 {r.randint(1, 99)}", f"暗証番号式ロッカー {n}台", f"鍵 {n} を返却　{r.randint(8, 20)}:15", f"鍵の番号札 {r.randint(10, 99)}", f"0120-{r.randint(100, 999)}-{r.randint(100, 999)} フリーダイヤル", f"ナンバー {n} の公用車を返却", f"ロッカーの鍵は{r.randint(1, 300)}番", f"開錠 {r.randint(6, 9)}30 施錠 2100", f"gate {r.randint(1, 90)} 集合", f"Unlock {r.randint(6, 9)}:30 / Lock 21:00", f"combination ticket {n}", f"キーボックスの鍵は{r.randint(1, 9)}階", f"ダイヤル式金庫（{model(r)}）", f"警備解除 {r.randint(6, 8):02}{r.choice(['05', '32', '47'])} {person(r).family}", f"ナンバー錠 {r.randint(3, 5)}個購入 {n}円",
    ])
    return Doc(r.choice(["鍵", "日誌", memo_name(r)]), [line])


@family("notice-decoy-names", [], NOTES + MAILS, "hard", decoy=True, count=14)
def names(r):
    """Names and places in Roman letters near words of secrets."""
    p, q = person(r), person(r)
    n = r.choice([f"{p.family_roman}_{p.given_roman}", f"{p.family_roman.title()}_{p.given_roman.title()}", f"{p.family_roman.upper()}@kakuu", f"{p.family_roman}#{q.family_roman}", f"{p.given_roman.title()}", f"Wakaba_Chuo", f"minato_kokusai"])
    line = r.choice([f"パスワード担当：{n}", f"パスワード係 {n}", f"パスワードの問合せ先 {n}", f"パスワード（{n}）", f"パスワード：{p.family}（{n}）へ", f"ログイン {n}", f"ID: {n}", f"ユーザー名 {n} パスワードは本人設定", f"PW 更新者 {n}", f"パスワード保管者→{n}", f"パスワード再発行 {n}", f"ログインID {n} / {q.family_roman}_{q.given_roman}", f"パスワードは{n}さんに聞く", f"パスワード {p.family}"])
    return Doc(memo_name(r), [line])
