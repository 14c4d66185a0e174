"""Numbers that only look like personal, card or resident numbers."""

from document import Cell, Doc, Table, Title
from family import NOTES, PROSE, SHEETS, TABLES, family
from values.numbers import any_twelve, corporate_number, in_fours, isbn, jan, luhn_digit, not_my_number
from values.offices import memo_name
from values.passwords import pin
from values.people import address, people


def listed(r, head, make, n=None, others=()):
    rows = [["No", head, *[name for name, _ in others]]]
    for number in range(1, (n or r.randint(5, 40)) + 1):
        rows.append([str(number), make(), *[other() for _, other in others]])
    return Table(rows)


@family("decoy-order-numbers", [], TABLES, "hard", decoy=True, count=15)
def orders(r):
    """Twelve-digit order, slip and parcel numbers: one in ten passes the check digit."""
    head = r.choice(["注文番号", "伝票番号", "お問い合わせ番号", "送り状番号", "受付番号", "管理番号"])
    return Doc(r.choice(["発送一覧", "注文履歴", "宅配便控え"]), [listed(r, head, lambda: r.choice([any_twelve(r), in_fours(any_twelve(r), "-")]), others=[("品名", lambda: r.choice(["コピー用紙", "トナー", "封筒", "ファイル"])), ("数量", lambda: r.randint(1, 50))])])


@family("decoy-timestamps", [], SHEETS + ("txt", "log", "json"), "medium", decoy=True, count=12)
def stamps(r):
    """Time stamps of twelve and fourteen digits."""
    rows = [["処理日時", "件数", "状態"]] + [[f"2024{r.randint(1, 12):02}{r.randint(1, 28):02}{r.randint(0, 23):02}{r.randint(0, 59):02}", str(r.randint(1, 999)), "正常"] for _ in range(r.randint(10, 40))]
    text = "\n".join(" ".join(row) for row in rows[1:]) + "\n"
    return Doc(r.choice(["処理結果", "バッチ実行", "job"]), [Table(rows)], verbatim=text)


@family("decoy-corporate-numbers", [], TABLES + ("txt", "eml"), "medium", decoy=True, count=15)
def corporations(r):
    """Thirteen-digit corporate numbers, which are public."""
    names = ["株式会社架空建設", "有限会社みどり商店", "若葉電機株式会社", "医療法人白鳥会", "架空市商工会", "合同会社そら", "株式会社東雲システム"]
    rows = [["商号", "法人番号", "所在地"]] + [[name, corporate_number(r), address(r)] for name in r.sample(names, r.randint(3, 7))]
    return Doc(r.choice(["入札参加資格者名簿", "法人一覧", "契約相手方"]), [Title("法人番号（13桁）"), Table(rows)])


@family("decoy-barcodes", [], TABLES, "medium", decoy=True, count=12)
def barcodes(r):
    """JAN and ISBN of goods and books."""
    make = r.choice([lambda: jan(r), lambda: isbn(r)])
    return Doc(r.choice(["蔵書一覧", "備品購入", "商品リスト"]), [listed(r, r.choice(["JANコード", "ISBN", "バーコード"]), make, others=[("名称", lambda: r.choice(["図鑑", "地図帳", "電卓", "ボールペン", "児童書"])), ("単価", lambda: r.randint(100, 5000))])])


@family("decoy-licences", [], TABLES + ("txt",), "hard", decoy=True, count=12)
def licences(r):
    """Driving licences of a small group: twelve digits under their own label."""
    rows = [["運転者", "免許証番号", "有効期限", "車両"]] + [[p.family, any_twelve(r), f"令和{r.randint(7, 12)}年{r.randint(1, 12)}月", r.choice(["公用車1号", "公用車2号", "軽トラ"])] for p in people(r, r.randint(2, 5))]
    return Doc(r.choice(["公用車運転者台帳", "アルコールチェック表"]), [Table(rows)])


@family("decoy-accounts", [], TABLES, "medium", decoy=True, count=12)
def bank_accounts(r):
    """Bank codes and accounts of suppliers."""
    rows = [["債権者番号", "債権者名", "銀行コード", "支店", "口座番号", "金額"]] + [[pin(r, 10), r.choice(["(株)架空建設", "(有)みどり商店", "若葉電機(株)", "東雲印刷"]), pin(r, 4), pin(r, 3), pin(r, 7), r.randint(1000, 999999)] for _ in range(r.randint(4, 15))]
    return Doc(r.choice(["支払一覧", "口座振込依頼", "債権者台帳"]), [Table(rows)])


@family("decoy-empty-number-form", [], TABLES + ("txt",), "medium", decoy=True, count=12)
def number_form(r):
    """A form with an empty or masked box for the personal number."""
    hole = r.choice(["", "□□□□□□□□□□□□", "＿＿＿＿＿＿＿＿＿＿＿＿", "************", "（12桁）", "XXXXXXXXXXXX", "別紙のとおり", "〇〇〇〇〇〇〇〇〇〇〇〇"])
    return Doc(r.choice(["個人番号届出書", "扶養控除等申告書（様式）", "記入例"]), [Title("個人番号（マイナンバー）届出書"), Table([["氏名", ""], ["個人番号", hole], ["住所", ""], ["電話番号", ""]])])


@family("decoy-number-rules", [], PROSE, "medium", decoy=True, count=10)
def number_rules(r):
    """A text about personal numbers."""
    lines = r.sample([
        "個人番号（マイナンバー）は12桁の番号です。", "個人番号の提供を受けるときは、本人確認の措置を講じなければならない。", "特定個人情報を含むファイルはパスワードにより保護すること。", "マイナンバーカードの交付率は令和6年3月末で73.5%である。", "マイナンバーの利用目的を通知すること（番号法第9条）。", "問い合わせ：マイナンバー総合フリーダイヤル 0120-95-0178", "番号法（平成25年法律第27号）第2条第8項",
    ], 5)
    return Doc(r.choice(["特定個人情報取扱規程", "マイナンバー制度の概要", "交付状況"]), [Title("特定個人情報等の取扱い"), *lines])


@family("decoy-wrong-digit", [], TABLES, "hard", decoy=True, count=12)
def wrong(r):
    """Twelve-digit codes of another register, none of which passes the check digit."""
    return Doc(r.choice(["契約番号一覧", "設備台帳", "台帳番号"]), [listed(r, r.choice(["契約番号", "設備番号", "台帳番号"]), lambda: not_my_number(r), others=[("名称", lambda: r.choice(["街路灯", "消火栓", "カーブミラー", "防火水槽"]))])])


@family("decoy-card-like", [], TABLES + ("txt", "log"), "hard", decoy=True, count=15)
def card_like(r):
    """Sixteen-digit numbers of invoices and orders; every tenth passes Luhn."""
    def number():
        body = r.choice(["9", "8", "7", "1", "0", "60", "35", "4", "5"]) + pin(r, 14)
        body = body[:15]
        return body + (luhn_digit(body) if r.random() < 0.3 and body[0] in "98710" else str((int(luhn_digit(body)) + 3) % 10))

    rows = listed(r, r.choice(["請求書番号", "納付番号", "オーダーID", "お客様番号", "確認番号"]), number, others=[("金額", lambda: r.randint(100, 99999))])
    return Doc(r.choice(["請求一覧", "納付書データ", "order"]), [rows], verbatim="\n".join(" ".join(str(v) for v in row) for row in rows.rows) + "\n")


@family("decoy-card-words", [], NOTES, "medium", decoy=True, count=10)
def card_words(r):
    """Text about cards without a number, or with a masked one."""
    return Doc(memo_name(r), [r.choice(["クレジットカード決済の導入について検討する。", "カード番号：****-****-****-1234", "カード番号は下4桁（5678）のみ控えること。", "クレジットカードでの納付は手数料330円が必要です。", "VISA／Mastercard／JCB が利用できます。", "カード番号：XXXX-XXXX-XXXX-XXXX（例）", "図書館カード番号 12345678"])])


@family("decoy-eleven-digits", [], TABLES + ("txt",), "hard", decoy=True, count=12)
def eleven(r):
    """Eleven-digit numbers of facilities and meters, and the service's mobile telephones."""
    return Doc(r.choice(["メーター一覧", "水栓台帳", "検針データ"]), [listed(r, r.choice(["水栓番号", "メーター番号", "お客様番号", "供給地点"]), lambda: f"{r.randint(1, 9)}{pin(r, 10)}", others=[("指針", lambda: r.randint(10, 9999))])])


@family("decoy-code-rules", [], PROSE, "medium", decoy=True, count=8)
def code_rules(r):
    """A text about resident codes."""
    return Doc(r.choice(["住基ネット運用手順", "住民票コードの変更手続"]), [Title("住民票コードについて"), "住民票コードは11桁の番号で、本人の請求により変更することができる。", "住民票コード通知票は再発行しない。", "民間での利用は禁止されている（住民基本台帳法第30条の38）。", f"内線 {r.randint(1000, 9999)}"])


@family("decoy-statistics", [], TABLES, "easy", decoy=True, count=12)
def statistics(r):
    """Large numbers in a table of statistics."""
    rows = [["年度", "人口", "世帯数", "歳入（円）", "歳出（円）"]] + [[f"令和{n}年度", r.randint(50000, 90000), r.randint(20000, 40000), r.randint(10**10, 10**11), r.randint(10**10, 10**11)] for n in range(1, r.randint(5, 8))]
    return Doc(r.choice(["統計表", "市の概要", "決算推移"]), [Table(rows)])


@family("decoy-scientific", [], ("xlsx", "xls", "ods", "csv"), "hard", decoy=True, count=8)
def measured(r):
    """Measured values and counters that are wide or in scientific notation."""
    rows = [["測定点", "値", "累計"]] + [[f"P{n}", Cell(r.randint(10**11, 10**12 - 1), shown="1.23E+11"), r.random() * 1e12] for n in range(1, r.randint(6, 20))]
    return Doc(r.choice(["流量測定", "カウンタ", "観測データ"]), [Table(rows)])
