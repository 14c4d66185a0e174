"""Rosters of private persons, and files that hold several kinds at once."""

from document import Doc, Pairs, Table, Title
from family import MAILS, PROSE, SHEETS, TABLES, WORDS, family
from holdout.digits import card, digits, grouped, my_number, resident
from holdout.keyring import pw, user
from holdout.townsfolk import FOREIGN, address, born, landline, mobile, name, person, postcode, private_mail, street


@family("ho-people-block", ["personal_roster"], TABLES, "easy", count=7)
def block(r):
    """The officers of a neighbourhood association."""
    rows = [["役職", "氏名", "住所", r.choice(["電話", "電話番号", "TEL"])]] + [[role, name(r), street(r), r.choice([landline, mobile])(r)] for role in ["会長", "副会長", "副会長", "会計", "監事", "班長", "班長", "班長", "班長"][: r.randint(6, 9)]]
    return Doc(r.choice(["自治会役員", "行政区役員名簿", "区長会"]), [Title(f"令和７年度　{r.choice(['稲荷台', '緑町', '東原'])}自治会役員名簿"), Table(rows)])


@family("ho-people-refuge", ["personal_roster"], SHEETS + WORDS + ("html",), "medium", count=7)
def refuge(r):
    """Persons who need help to flee."""
    rows = [["No", "氏　名", "性別", "生年月日", "居所", "区分", "緊急連絡先"]] + [[str(n), name(r), r.choice(["男", "女"]), born(r, 1930, 1955), address(r), r.choice(["要介護3", "身障1級", "独居高齢"]), f"{r.choice(['長男', '長女', '妹'])} {mobile(r)}"] for n in range(1, r.randint(8, 30))]
    return Doc(r.choice(["避難行動要支援者", "要援護者リスト", "個別避難計画対象"]), [Title("避難行動要支援者名簿（案）"), Table(rows)])


@family("ho-people-after-school", ["personal_roster"], SHEETS + WORDS + ("md", "html"), "medium", count=7)
def after_school(r):
    """Children and their parents' telephones."""
    rows = [["学年", "児童氏名", "ふりがな", "保護者", "携帯①", "アレルギー"]]
    for _ in range(r.randint(7, 25)):
        kanji, kana, _ = person(r)
        rows.append([f"{r.randint(1, 6)}年", " ".join(kanji), " ".join(kana), f"{kanji[0]} {r.choice(['美咲', '健', '由美', '剛'])}", mobile(r), r.choice(["", "", "卵", "そば"])])
    return Doc(r.choice(["学童_児童一覧", "緊急連絡網", "おむかえ表"]), [Title("放課後児童クラブ　在籍児童"), Table(rows)])


@family("ho-people-bullets", ["personal_roster"], PROSE, "hard", count=8)
def bullets(r):
    """Persons as lines of a text."""
    style = r.randrange(4)
    lines = []
    for n in range(1, r.randint(7, 15)):
        who = name(r, r.choice(["", " ", "　"]))
        lines.append([f"・{who}（{r.randint(20, 88)}歳）　{street(r)}　TEL {mobile(r)}", f"{n}) {who}、{born(r)}生、{mobile(r)}", f"{who}さん {street(r)} {landline(r)}", f"({n}) {who}／{address(r)}／{born(r)}"][style])
    return Doc(r.choice(["参加者", "当選者", "訪問予定", "申込まとめ"]), [r.choice(["健康教室の申込者は以下のとおりです。", "戸別訪問の予定（午前）", "抽選の結果、次の方に決まりました。"]), *lines, "以上"])


@family("ho-people-records", ["personal_roster"], ("txt", "md", "html", "docx", "odt", "rtf", "doc", "pdf", "yaml", "ini", "json", "xml", "eml"), "hard", count=7)
def records(r):
    """One block of lines a person."""
    blocks = []
    for n in range(r.randint(6, 12)):
        blocks += [Pairs([("受付番号", f"{n + 1:03}"), (r.choice(["氏名", "お名前", "申込者"]), name(r)), ("住所", address(r)), ("連絡先", mobile(r)), ("希望日", f"{r.randint(1, 12)}月{r.randint(1, 28)}日")], "：" if n % 2 else "："), ""]
    return Doc(r.choice(["申込フォーム受信", "電子申請_受付", "予約内容"]), [block for block in blocks if block != ""])


@family("ho-people-mail-only", ["personal_roster"], SHEETS + ("txt", "md", "docx", "html") + MAILS, "medium", count=6)
def mail_only(r):
    """Volunteers with nothing but a private address."""
    rows = [["お名前", "メールアドレス", "参加可能日"]] + [[name(r), private_mail(r), r.choice(["土日", "平日午前", "いつでも"])] for _ in range(r.randint(8, 30))]
    return Doc(r.choice(["ボランティア登録", "登録者", "サポーター"]), [Title("図書館サポーター登録者"), Table(rows)])


@family("ho-people-labels", ["personal_roster"], ("xlsx", "xls", "ods", "docx", "odt", "doc", "rtf", "pdf", "html"), "hard", count=6)
def labels(r):
    """A sheet of address labels, three across."""
    rows = []
    for _ in range(r.randint(3, 8)):
        people = [(postcode(r), address(r), name(r)) for _ in range(3)]
        rows += [[f"〒{code}" for code, _, _ in people], [where for _, where, _ in people], [f"{who}　様" for _, _, who in people]]
    return Doc(r.choice(["宛名ラベル", "敬老会案内 宛名", "発送"]), [Table(rows)])


@family("ho-people-headless", ["personal_roster"], ("csv", "tsv", "txt", "xlsx", "ods"), "hard", count=6)
def headless(r):
    """An extract of addresses without a header."""
    rows = []
    for _ in range(r.randint(10, 60)):
        kanji, kana, _ = person(r)
        rows.append([digits(r, 8), "　".join(kanji), " ".join(kana), postcode(r), address(r), born(r)])
    return Doc(r.choice(["ATENA", "宛名抽出", "list0401"]), [Table(rows)])


@family("ho-people-abroad", ["personal_roster"], SHEETS + WORDS + ("html", "json", "xml"), "medium", count=6)
def abroad(r):
    """Residents from abroad in a class of Japanese."""
    rows = [["Name", "Nationality", "Date of birth", "Phone", "Address"]] + [[who, land, f"{r.randint(1970, 2006)}-{r.randint(1, 12):02}-{r.randint(1, 28):02}", mobile(r), f"{r.randint(1, 9)}-{r.randint(1, 30)}-{r.randint(1, 20)} {r.choice(['Midoricho', 'Honcho', 'Sakuragawa'])}, Minamo-shi"] for who, land in r.sample(FOREIGN, r.randint(7, 12))]
    return Doc(r.choice(["日本語教室 受講者", "nihongo class", "国際交流協会"]), [Title("Japanese class, spring term"), Table(rows)])


@family("ho-people-vaccine", ["personal_roster"], ("csv", "tsv", "xlsx", "xls", "ods", "json", "xml", "yaml"), "medium", count=6)
def vaccine(r):
    """Bookings of a health check."""
    rows = [["予約番号", "ｶﾅ氏名", "生年月日", "電話番号", "会場", "枠"]]
    for n in range(r.randint(8, 40)):
        _, kana, _ = person(r)
        rows.append([f"K{n:04}", " ".join(kana), born(r), mobile(r).replace("-", r.choice(["-", ""])), r.choice(["保健センター", "公民館"]), f"{r.randint(9, 15)}:{r.choice(['00', '15', '30', '45'])}"])
    return Doc(r.choice(["予約データ", "健診予約_0612", "枠別一覧"]), [Table(rows)])


@family("ho-both-welfare", ["my_number", "personal_roster"], SHEETS + WORDS, "easy", count=6)
def welfare(r):
    """A ledger with everything in it."""
    rows = [["ケース番号", "世帯主", "生年月日", "個人番号", "住所", "電話"]] + [[digits(r, 4), name(r), born(r), my_number(r), address(r), landline(r)] for _ in range(r.randint(7, 20))]
    return Doc(r.choice(["世帯台帳", "ケース一覧", "給付対象"]), [Title("対象世帯一覧"), Table(rows)])


@family("ho-both-moving", ["my_number", "resident_code", "personal_roster"], ("csv", "tsv", "xlsx", "xls", "ods", "html"), "medium", count=4)
def moving(r):
    """Persons who moved into the town."""
    rows = [["氏名", "カナ", "生年月日", "住民票コード", "個人番号", "前住所", "新住所"]]
    for _ in range(r.randint(6, 20)):
        kanji, kana, _ = person(r)
        rows.append(["　".join(kanji), " ".join(kana), born(r), resident(r), my_number(r), address(r), address(r)])
    return Doc(r.choice(["転入者", "異動者一覧", "記載事項確認"]), [Table(rows)])


@family("ho-both-gift", ["card_number", "personal_roster"], ("csv", "tsv", "xlsx", "xls", "ods", "json"), "medium", count=4)
def gift(r):
    """Donors with address and card."""
    rows = [["寄附者", "郵便番号", "住所", "メール", "カード番号", "寄附額"]] + [[name(r), postcode(r), address(r), private_mail(r), grouped(card(r, "visa"), r.choice(["", "-"])), str(r.randint(1, 10) * 10000)] for _ in range(r.randint(6, 20))]
    return Doc(r.choice(["寄附者一覧", "返礼品発送"]), [Table(rows)])


@family("ho-both-handover", ["password_note", "personal_roster"], WORDS + ("xlsx", "ods", "html", "md"), "medium", count=4)
def handover(r):
    """A handover with the committee's members and the section's account."""
    rows = [["委員", "住所", "電話"]] + [[name(r), street(r), mobile(r)] for _ in range(r.randint(6, 10))]
    return Doc("委員会引継ぎ", [Title("審議会の引継ぎ"), "１ 委員", Table(rows), "２ 会議録検索システム", f"ID {user(r)}　パスワード {pw(r)}"])
