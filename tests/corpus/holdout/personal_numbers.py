"""Personal numbers, card numbers and resident codes, as they lie about in files."""


from document import Cell, Doc, Pairs, Table, Title
from family import DATA, MAILS, PROSE, SHEETS, STICKIES, TABLES, WORDS, family
from holdout.digits import card, corporate, digits, grouped, my_number, resident, split4, wide
from holdout.keyring import department
from holdout.townsfolk import address, name, person, surname

FORMS = WORDS + ("xlsx", "xls", "ods", "html")


# My Number

@family("ho-mynumber-payroll", ["my_number"], SHEETS + ("docx", "odt", "html", "pdf", "md"), "easy", count=8)
def payroll(r):
    """A list of the payroll section, one number a row."""
    head = ["職員番号", "氏名", r.choice(["個人番号", "マイナンバー", "個人番号(12桁)", "ﾏｲﾅﾝﾊﾞｰ"]), "扶養", "区分"]
    sep = r.choice(["", "", " ", "-"])
    rows = [head] + [[digits(r, 5), name(r), split4(my_number(r), sep) if sep else my_number(r), str(r.randint(0, 4)), r.choice(["甲", "乙"])] for _ in range(r.randint(5, 30))]
    return Doc(r.choice(["扶養控除", "年末調整_一覧", "給与支払報告用"]), [Title("令和７年分　年末調整対象者"), Table(rows)], ignore=["personal_roster"])


@family("ho-mynumber-boxes", ["my_number"], ("xlsx", "xls", "ods", "docx", "html"), "hard", count=7)
def boxes(r):
    """A form with one box a digit."""
    number = my_number(r)
    row = [r.choice(["個人番号", "マイナンバー"])] + (list(number) if r.random() < 0.5 else [int(c) for c in number])
    return Doc(r.choice(["扶養控除等申告書", "個人番号届出書", "届出（記入済）"]), [Title("個人番号届出書"), Table([["氏名", name(r)] + [""] * 11, row, ["提出先", department(r)] + [""] * 11]), "上記のとおり届け出ます。"])


@family("ho-mynumber-abbreviated", ["my_number"], TABLES, "medium", count=8)
def abbreviated(r):
    """The label cut short, or in Western letters."""
    label = r.choice(["個番", "ＭＮ（マイナンバー）", "MyNumber", "マイナンバー№", "個人番号ｶｰﾄﾞ 番号", "個人番号（ﾏｲﾅﾝﾊﾞｰ)", "本人の個人番号"])
    rows = [["連番", "続柄", label, "届出日"]] + [[str(n), r.choice(["世帯主", "妻", "子", "夫", "父"]), split4(my_number(r), r.choice(["-", " ", ""])), f"R7.{r.randint(1, 12)}.{r.randint(1, 28)}"] for n in range(1, r.randint(3, 8))]
    return Doc(r.choice(["世帯調書", "届出整理簿", "申請者"]), [Title("届出整理簿"), Table(rows)])


@family("ho-mynumber-prose", ["my_number"], PROSE, "medium", count=8)
def number_in_prose(r):
    """One number in a letter."""
    number = my_number(r)
    shown = r.choice([split4(number), number, split4(number, "-"), wide(split4(number, "-")), wide(number)])
    sentence = r.choice([f"本人から聴取した個人番号（{shown}）により照会を行った。", f"マイナンバーは{shown}です。", f"個人番号　{shown}　を確認のうえ入力してください。", f"なお、対象者の個人番号は次のとおり。\n{shown}"])
    return Doc(r.choice(["照会", "回答", "聴取書", "情報連携エラー"]), [f"{department(r)}　御中", "情報連携の照会に係る補足をお送りします。", sentence, f"担当　{surname(r)}"])


@family("ho-mynumber-column", ["my_number"], ("csv", "tsv", "txt", "xlsx", "ods"), "hard", count=7, containers=False)
def bare_column(r):
    """An extract without a header; only the numbers speak."""
    rows = [[digits(r, 6), my_number(r), r.choice(["1", "2"]), f"202{r.randint(0, 5)}0{r.randint(1, 9)}0{r.randint(1, 9)}"] for _ in range(r.choice([8, 12, 25, 60, 150]))]
    return Doc(r.choice(["extract", "KJN0401", "抽出結果", "out"]), [Table(rows)])


@family("ho-mynumber-scientific", ["my_number"], ("xlsx", "xls", "ods"), "medium", count=5)
def scientific(r):
    """Numbers that the spreadsheet took for quantities; some lost a zero."""
    rows = [["氏名", r.choice(["個人番号", "マイナンバー"]), "備考"]]
    for _ in range(r.randint(3, 15)):
        number = my_number(r)
        rows.append([name(r), Cell(int(number), shown=f"{int(number):.5E}"), ""])
    return Doc("番号確認", [Table(rows)], ignore=["personal_roster"])


@family("ho-mynumber-slip", ["my_number"], FORMS, "medium", count=7)
def slip(r):
    """A tax slip: the payer's public number beside the payee's own."""
    return Doc(r.choice(["給与支払報告書", "源泉徴収票", "支払調書"]), [
        Title(r.choice(["給与支払報告書（個人別明細書）", "報酬、料金、契約金及び賞金の支払調書"])),
        Table([["支払を受ける者", "住所", address(r)], ["", "氏名", name(r)], ["", r.choice(["個人番号", "（個人番号）"]), split4(my_number(r), r.choice(["", " "]))], ["区分", "支払金額", f"{r.randint(10, 990)},000円"], ["支払者", "法人番号", corporate(r)], ["", "名称", "みなも市"]]),
    ])


@family("ho-mynumber-data", ["my_number"], DATA, "medium", count=7)
def number_data(r):
    """An interface file with keys in letters."""
    key = r.choice(["個人番号", "mynumber", "my_number", "kojin_bango", "個人番号_12"])
    if r.random() < 0.5:
        return Doc("連携データ", [Table([["id", key, "ido_ymd"]] + [[digits(r, 8), my_number(r), f"2025{r.randint(1, 12):02}01"] for _ in range(r.randint(6, 20))])])
    return Doc("照会結果", [Pairs([("照会番号", digits(r, 7)), (key, my_number(r)), ("結果", "該当あり")])])


@family("ho-mynumber-scrap", ["my_number"], STICKIES + ("txt", "md", "pptx", "odp", "ppt") + MAILS, "medium", count=5)
def scrap(r):
    """Jotted down at the counter or on the telephone."""
    number = my_number(r)
    return Doc(r.choice(["窓口メモ", "電話", "メモ"]), [r.choice([f"{surname(r)}さん マイナンバー {split4(number)} カード忘れ", f"個人番号聞き取り→{number}", f"マイナ番号：{split4(number, '-')}（{surname(r)}様）", f"{surname(r)}様 個人番号\n{split4(number)}"]), "明日 折り返し"])


# Payment cards

@family("ho-card-tax-gift", ["card_number"], SHEETS + ("docx", "html", "pdf", "xml", "json"), "easy", count=7)
def gift(r):
    """Payments of gifts to the town."""
    sep = r.choice(["", "-", " "])
    rows = [["受付番号", "決済日", r.choice(["カード番号", "クレジットカード番号", "ｶｰﾄﾞNo."]), "有効期限", "金額"]] + [[f"F{digits(r, 6)}", f"2025/{r.randint(1, 12)}/{r.randint(1, 28)}", grouped(card(r), sep), f"{r.randint(1, 12):02}/{r.randint(26, 30)}", f"{r.randint(1, 20) * 5000}"] for _ in range(r.randint(4, 20))]
    return Doc(r.choice(["寄附金決済", "ふるさと納税決済一覧", "決済エラー分"]), [Title("寄附金決済データ"), Table(rows)])


@family("ho-card-toll", ["card_number"], SHEETS + WORDS, "medium", count=5)
def toll(r):
    """Cards of the pool of cars."""
    rows = [["車両番号", "車種", r.choice(["ETCカード番号", "給油カード（VISA）番号", "法人カード番号"]), "有効期限"]] + [[f"{r.choice(['水戸', 'つくば', '土浦'])}{r.randint(300, 580)} {r.choice('あいうさすせ')} {r.randint(10, 99)}-{r.randint(10, 99)}", r.choice(["プロボックス", "アルト", "エブリイ"]), grouped(card(r, r.choice(["visa", "jcb", "master"])), r.choice(["-", " "])), f"{r.randint(1, 12):02}/{r.randint(26, 30)}"] for _ in range(r.randint(3, 9))]
    return Doc(r.choice(["公用車管理", "ETCカード一覧", "車両台帳"]), [Title("公用車カード一覧"), Table(rows)])


@family("ho-card-scrap", ["card_number"], STICKIES + ("txt", "md", "docx", "odt", "doc", "rtf", "pptx", "odp", "ppt", "xls"), "medium", count=7)
def card_scrap(r):
    """One card, noted for a booking."""
    number = grouped(card(r), r.choice([" ", "-", " ", ""]))
    return Doc(r.choice(["出張手配", "宿予約", "カード"]), [r.choice([f"出張用コーポレートカード {number} 期限 {r.randint(1, 12):02}/{r.randint(26, 30)} CVC {digits(r, 3)}", f"クレジットカード番号：{number}", f"カードNo {number}　名義 MINAMO CITY　有効期限 {r.randint(1, 12):02}/{r.randint(26, 30)}", f"VISA {number} (exp {r.randint(1, 12):02}/{r.randint(26, 30)})"]), "領収書は会計課へ"])


@family("ho-card-mail", ["card_number"], MAILS + ("txt", "html", "pdf"), "medium", count=7)
def card_mail(r):
    """Somebody from abroad pays by mail."""
    _, _, (family_name, given) = person(r)
    brand = r.choice(["amex", "visa", "master"])
    number = grouped(card(r, brand), r.choice([" ", "-"]))
    return Doc(r.choice(["RE_ Lantern Festival booking", "Payment", "room reservation"]), ["Dear tourism office,", "please charge the deposit for six seats to my card:", f"{brand.upper() if brand != 'master' else 'MasterCard'} {number}, expires {r.randint(1, 12):02}/{r.randint(26, 30)}, security code {digits(r, 4 if brand == 'amex' else 3)}", f"Card holder: {given} {family_name}", "Looking forward to the lanterns!"])


@family("ho-card-cells", ["card_number"], ("xlsx", "xls", "ods", "docx", "html", "csv"), "hard", count=5)
def card_cells(r):
    """A card number in four cells."""
    rows = [[Cell("カード番号", span=4), "有効期限", "名義"]]
    for _ in range(r.randint(1, 4)):
        number = card(r, r.choice(["visa", "master", "jcb"]))
        rows.append([number[i:i + 4] for i in range(0, 16, 4)] + [f"{r.randint(1, 12):02}/{r.randint(26, 30)}", " ".join(person(r)[2]).upper()])
    return Doc("口座カード払申込", [Title("クレジットカード払い申込書（入力票）"), Table(rows)])


# Resident codes

@family("ho-resident-list", ["resident_code"], SHEETS + ("docx", "html", "pdf", "md"), "easy", count=7)
def resident_list(r):
    rows = [["処理日", "異動事由", r.choice(["住民票コード", "住民票ｺｰﾄﾞ", "住民票コード（11桁）"]), "結果"]] + [[f"2025/{r.randint(1, 12)}/{r.randint(1, 28)}", r.choice(["転入", "出生", "転居", "職権修正"]), resident(r), r.choice(["OK", "要確認"])] for _ in range(r.randint(3, 20))]
    return Doc(r.choice(["本人確認情報更新", "CS連携結果", "異動一覧"]), [Title("本人確認情報　更新結果"), Table(rows)])


@family("ho-resident-letter", ["resident_code"], PROSE, "medium", count=7)
def resident_letter(r):
    code = resident(r)
    shown = r.choice([code, wide(code), f"{code[:3]}-{code[3:7]}-{code[7:]}", f"{code[:5]} {code[5:10]} {code[10:]}"]) if r.random() < 0.6 else code
    return Doc(r.choice(["住民票コード通知票", "通知票", "コード変更請求"]), [Title("住民票コード通知票"), f"{name(r)}　様", r.choice([f"あなたの住民票コードは {shown} です。", f"住民票コード　{shown}", f"変更後の住民票コード：{shown}"]), "この通知票は大切に保管してください。"])


@family("ho-resident-boxes", ["resident_code"], ("xlsx", "xls", "ods", "docx", "html"), "hard", count=5)
def resident_boxes(r):
    code = resident(r)
    return Doc(r.choice(["共済組合届", "年金請求書控", "届出書"]), [Title("届出書（記入済）"), Table([["住民票コード"] + list(code), ["氏名", name(r)] + [""] * 10]), "記載に相違ありません。"])


@family("ho-resident-data", ["resident_code"], DATA + STICKIES + ("txt", "csv", "tsv"), "medium", count=7)
def resident_data(r):
    key = r.choice(["住民票コード", "住民票CD", "juminhyo_code"])
    return Doc(r.choice(["juki_out", "住基照会", "電文"]), [Pairs([("電文番号", digits(r, 6)), (key, resident(r)), ("応答", "0000")], r.choice(["：", "=", ": "]))])
